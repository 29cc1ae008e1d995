"""A list that was taken over again between the check and the boot has a new entry for the same vehicle: what stands
on the list now decides, whichever row says it. Nothing else of the rule changes.
"""

from django.db import migrations

OF_THE_HITS_OWN_ROW = "where id = hit.entry_id and removed_at is null and notices >= 5"
OF_THE_LIST_AS_IT_STANDS = (
    "where hotlist_id = hit.hotlist_id and plate = hit.plate and region = hit.region"
    " and removed_at is null and notices >= 5"
)

REPLACE = """
do $do$
declare
    body text := pg_get_functiondef('enforcement_may_act()'::regprocedure);
begin
    if position('{old}' in body) = 0 then
        raise exception 'enforcement_may_act() is not as migration 0002 left it.';
    end if;
    execute replace(body, '{old}', '{new}');
end
$do$;
"""


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0004_changes_kept")]

    operations = [
        migrations.RunSQL(
            sql=REPLACE.format(old=OF_THE_HITS_OWN_ROW, new=OF_THE_LIST_AS_IT_STANDS),
            reverse_sql=REPLACE.format(old=OF_THE_LIST_AS_IT_STANDS, new=OF_THE_HITS_OWN_ROW),
        ),
    ]
