"""Which standing entries a frame's reads may be, asked so often that the plan is kept (ADR 0006).

A function of PL/pgSQL keeps its plan for as long as the connection lives. It runs as whoever asks, so row security binds
it; and it puts row security's question itself, first, because a kept plan is not planned again (ADR 0003).
"""

from django.db import migrations

ENTRIES_LIKE = """
create function enforcement_entries_like(
    plates text[], regions text[], foldeds text[], beginnings text[], endings text[], at timestamptz
)
returns table (number integer, entry enforcement_hotlistentry, list enforcement_hotlist)
language plpgsql stable security invoker rows 10
set search_path = pg_catalog, public
-- Whatever is asked, the three indexes are right: a plan of its own for each question would cost more than the answer.
-- While there are few entries it does get one: a plan made for an empty table and kept would read a full one whole.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
    perform alpr_access_open();
    if pg_relation_size('enforcement_hotlistentry') < 1048576 then
        perform set_config('plan_cache_mode', 'force_custom_plan', true);
    end if;
    -- The arrays are built before they meet a row, because under row security only what is leakproof may touch one
    -- before the policy has.
    return query
        with seen as materialized (
            select (told.number - 1)::integer as number, told.plate, told.region, told.folded,
                string_to_array(told.beginning, ' ') as beginning, string_to_array(told.ending, ' ') as ending
            from unnest(plates, regions, foldeds, beginnings, endings)
                with ordinality as told (plate, region, folded, beginning, ending, number)
        )
        select found.number, entry, list
        from seen
        cross join lateral (
            select seen.number, begins.id
            from enforcement_hotlistentry begins
            where begins.removed_at is null and begins.plate = any (seen.beginning)
            union
            select seen.number, ends.id
            from enforcement_hotlistentry ends
            where ends.removed_at is null and ends.plate_reversed = any (seen.ending)
            union
            select seen.number, same.id
            from enforcement_hotlistentry same
            where same.removed_at is null and same.plate_folded = seen.folded
        ) found
        join enforcement_hotlistentry entry on entry.id = found.id
        join enforcement_hotlist list on list.id = entry.hotlist_id
        where list.is_active and list.kind <> 'permit'
            and (entry.region = seen.region or entry.region = '' or seen.region = '')
            and (entry.valid_from is null or entry.valid_from <= at)
            and (entry.valid_until is null or entry.valid_until > at)
            and (
                list.alert_policy <> 'exact_only'
                or (entry.plate = seen.plate and entry.region = seen.region and entry.region <> '')
            )
        order by entry.id, found.number;
end
$$;

revoke all on function enforcement_entries_like(text[], text[], text[], text[], text[], timestamptz) from public;
grant execute on function enforcement_entries_like(text[], text[], text[], text[], text[], timestamptz) to alpr_app;
"""

UNDO = "drop function enforcement_entries_like(text[], text[], text[], text[], text[], timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0007_past_to_match")]

    operations = [migrations.RunSQL(sql=ENTRIES_LIKE, reverse_sql=UNDO)]
