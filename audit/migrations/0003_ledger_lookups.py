"""Two look-ups in the ledger that an index must answer: who has seen a plate, and who was given a record.

Under row security PostgreSQL lets only leakproof operators use an index, and those on arrays are not
(ADR 3). These
functions run as the ledger's owner, whom row security does not bind, so they put its question
themselves, first.
"""

from django.db import migrations

LOOKUPS = """
create function alpr_accesses_with_plates(names text[]) returns setof uuid
language plpgsql stable rows 200 security definer set search_path = pg_catalog, public
as $$
begin
    perform alpr_access_open();
    return query
        select uid from audit_accessrecord where plates_sought && names::varchar[]
        union
        select access_id from audit_accessoutcome where plates && names::varchar[];
end
$$;

create function alpr_accesses_with_record(name text) returns setof uuid
language plpgsql stable rows 200 security definer set search_path = pg_catalog, public
as $$
begin
    perform alpr_access_open();
    return query select access_id from audit_accessoutcome where records @> array[name]::varchar[];
end
$$;

revoke all on function alpr_accesses_with_plates(text[]), alpr_accesses_with_record(text) from public;
grant execute on function alpr_accesses_with_plates(text[]), alpr_accesses_with_record(text) to alpr_auditor;
"""

UNDO = """
drop function alpr_accesses_with_record(text);
drop function alpr_accesses_with_plates(text[]);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_ledger_rules")]

    operations = [migrations.RunSQL(sql=LOOKUPS, reverse_sql=UNDO)]
