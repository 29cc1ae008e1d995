"""What was posted and acknowledged stays so, and the database says when somebody acknowledged it."""

from django.db import migrations

from audit.rowsecurity import application_may_not

CLOCK = """
create function accounts_acknowledged_now() returns trigger
language plpgsql set search_path = pg_catalog
as $$ begin new.at := clock_timestamp(); return new; end $$;

create trigger server_clock before insert on accounts_acknowledgement
    for each row execute function accounts_acknowledged_now();
"""
UNDO = """
drop trigger server_clock on accounts_acknowledgement;
drop function accounts_acknowledged_now();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_acknowledgements"), ("audit", "0002_ledger_rules")]

    operations = [
        application_may_not("accounts_postedpolicy", "update", "delete"),
        application_may_not("accounts_acknowledgement", "update", "delete"),
        migrations.RunSQL(sql=CLOCK, reverse_sql=UNDO),
    ]
