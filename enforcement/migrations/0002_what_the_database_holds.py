"""Row security on everything that bears a plate, and the rules that no program can go round: the state machine of a
hit, what a verification asks for, and that no boot and no tow is recorded without one (manual, clause 4(e)).
"""

from django.db import migrations

from audit.rowsecurity import application_may_not, application_may_update, gated, owner_is_bound_again

GATED = (
    "enforcement_hotlistentry",
    "enforcement_hotlistimportrow",
    "enforcement_hit",
    "enforcement_hitstep",
    "enforcement_sighting",
    "enforcement_check",
    "enforcement_vehicleaction",
    "enforcement_chalkmark",
    "enforcement_exemption",
)

KEPT = (
    "enforcement_hotlist",
    "enforcement_hotlistentry",
    "enforcement_hotlistimport",
    "enforcement_hit",
    "enforcement_hitstep",
    "enforcement_sighting",
    "enforcement_check",
    "enforcement_vehicleaction",
    "enforcement_zone",
    "enforcement_zonerule",
    "enforcement_chalksession",
    "enforcement_chalkmark",
    "enforcement_exemption",
)

NEVER_CHANGED = (
    "enforcement_hitstep",
    "enforcement_sighting",
    "enforcement_check",
    "enforcement_vehicleaction",
)

RULES = """
create function enforcement_server_clock() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    -- Whoever writes the row does not say when: neither a tablet's clock nor the web server's.
    if tg_table_name = 'enforcement_check' then
        new.checked_at := clock_timestamp();
    else
        new.at := clock_timestamp();
    end if;
    return new;
end
$$;

create trigger server_clock before insert on enforcement_hitstep
    for each row execute function enforcement_server_clock();
create trigger server_clock before insert on enforcement_check
    for each row execute function enforcement_server_clock();

create function enforcement_refuse(what text, name text) returns void
language plpgsql set search_path = pg_catalog
as $$ begin raise exception '%', what using errcode = '23514', constraint = name; end $$;

create function enforcement_list_is_fresh(list bigint) returns boolean
language sql stable set search_path = pg_catalog, public
as $$
    select coalesce(refreshed_at + make_interval(hours => freshness_hours) > clock_timestamp(), false)
    from enforcement_hotlist where id = list
$$;

-- The newest answer of this kind decides: a confirmation that was followed by a denial counts for nothing.
create function enforcement_confirmed(of_hit bigint, what text, of_plate text, of_region text) returns bigint
language sql stable set search_path = pg_catalog, public
as $$
    select id from (
        select id, result, plate, region, notices, checked_at
        from enforcement_check where hit_id = of_hit and kind = what order by id desc limit 1
    ) newest
    where result = 'confirmed' and plate = of_plate and region = of_region
        and checked_at > clock_timestamp() - interval '30 minutes'
        and (what <> 'past_due' or notices >= 5)
$$;

create function enforcement_hit_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if new.state = old.state then
        return new;
    end if;
    if (old.state, new.state) not in (
        ('new', 'accepted'), ('new', 'rejected'),
        ('accepted', 'verified'), ('accepted', 'released'),
        ('verified', 'acted'), ('verified', 'released')
    ) then
        perform enforcement_refuse(
            format('A hit does not go from %s to %s.', old.state, new.state), 'hit_state_machine');
    end if;
    if new.state = 'verified' then
        if new.region = '' or (new.seen_plate, new.seen_region) is distinct from (new.plate, new.region) then
            perform enforcement_refuse('Nobody confirmed this plate and state from the picture.', 'hit_confirmed_first');
        end if;
        if new.hotlist_id is not null and not enforcement_list_is_fresh(new.hotlist_id) then
            perform enforcement_refuse('The list is stale.', 'hit_verified_by_a_fresh_list');
        end if;
        if new.kind = 'scofflaw' and (
            enforcement_confirmed(new.id, 'registration', new.plate, new.region) is null
            or enforcement_confirmed(new.id, 'past_due', new.plate, new.region) is null
        ) then
            perform enforcement_refuse(
                'Registration and past-due status were not both confirmed within 30 minutes.', 'hit_scofflaw_checked');
        end if;
        if new.kind = 'wanted' and enforcement_confirmed(new.id, 'dispatch', new.plate, new.region) is null then
            perform enforcement_refuse('Dispatch did not confirm it within 30 minutes.', 'hit_wanted_confirmed');
        end if;
        if new.kind in ('permit', 'overtime')
            and enforcement_confirmed(new.id, 'rights', new.plate, new.region) is null then
            perform enforcement_refuse(
                'Permit, payment and exemption were not looked up within 30 minutes.', 'hit_rights_checked');
        end if;
    end if;
    if new.state = 'acted' and not exists (select from enforcement_vehicleaction where hit_id = new.id) then
        perform enforcement_refuse('No action is recorded for this hit.', 'hit_acted_has_action');
    end if;
    return new;
end
$$;

create trigger state_machine before update on enforcement_hit
    for each row execute function enforcement_hit_moves();

create function enforcement_hit_begins() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if new.state <> 'new' then
        perform enforcement_refuse('A hit begins as new.', 'hit_state_machine');
    end if;
    return new;
end
$$;

create trigger begins_new before insert on enforcement_hit
    for each row execute function enforcement_hit_begins();

create function enforcement_may_act() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
declare
    hit enforcement_hit;
begin
    new.at := clock_timestamp();
    -- Locked: two officers at one hit come one after the other.
    select * into hit from enforcement_hit where id = new.hit_id for update;
    if hit.state is distinct from 'verified' then
        perform enforcement_refuse('The hit is not verified.', 'action_of_a_verified_hit');
    end if;
    if (new.plate, new.region) is distinct from (hit.plate, hit.region) then
        perform enforcement_refuse('The action is for another vehicle than the hit.', 'action_of_the_same_vehicle');
    end if;
    if new.kind in ('boot', 'tow') then
        if hit.kind <> 'scofflaw' or hit.match <> 'exact' then
            perform enforcement_refuse('Only an exact scofflaw hit leads to a boot or a tow.', 'boot_or_tow_of_a_scofflaw');
        end if;
        if not enforcement_list_is_fresh(hit.hotlist_id) then
            perform enforcement_refuse('The list is stale.', 'boot_or_tow_by_a_fresh_list');
        end if;
        if not exists (
            select from enforcement_hotlistentry
            where id = hit.entry_id and removed_at is null and notices >= 5
                and (valid_until is null or valid_until > clock_timestamp())
        ) then
            perform enforcement_refuse(
                'The list no longer has this vehicle with five notices or more.', 'boot_or_tow_of_five_notices');
        end if;
        if new.registration_check_id is distinct from
                enforcement_confirmed(hit.id, 'registration', hit.plate, hit.region)
            or new.past_due_check_id is distinct from enforcement_confirmed(hit.id, 'past_due', hit.plate, hit.region)
            or new.recheck_id is distinct from enforcement_confirmed(hit.id, 'recheck', hit.plate, hit.region)
        then
            perform enforcement_refuse(
                'A boot or a tow needs registration, past-due status and a last check, all confirmed for this vehicle'
                ' within 30 minutes.', 'boot_or_tow_verified');
        end if;
    end if;
    return new;
end
$$;

create trigger may_act before insert on enforcement_vehicleaction
    for each row execute function enforcement_may_act();

-- Entries only ever come in, in large numbers; an index answers alone for rows that vacuum has seen.
alter table enforcement_hotlistentry set (autovacuum_vacuum_insert_scale_factor = 0.02);
"""

UNDO = """
drop trigger may_act on enforcement_vehicleaction;
drop trigger begins_new on enforcement_hit;
drop trigger state_machine on enforcement_hit;
drop trigger server_clock on enforcement_check;
drop trigger server_clock on enforcement_hitstep;
drop function enforcement_may_act();
drop function enforcement_hit_begins();
drop function enforcement_hit_moves();
drop function enforcement_confirmed(bigint, text, text, text);
drop function enforcement_list_is_fresh(bigint);
drop function enforcement_refuse(text, text);
drop function enforcement_server_clock();
alter table enforcement_hotlistentry reset (autovacuum_vacuum_insert_scale_factor);
"""


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0001_initial"), ("audit", "0002_ledger_rules")]

    operations = [
        owner_is_bound_again("reads_read"),
        *(gated(table) for table in GATED),
        *(application_may_not(table, "delete") for table in KEPT),
        *(application_may_not(table, "update") for table in NEVER_CHANGED),
        application_may_update(
            "enforcement_hotlistentry", "removed_at", "removed_by_id", "removed_by_import_id", "past_matched_at"
        ),
        application_may_update("enforcement_chalkmark", "plate", "region", "doubts"),
        application_may_update("enforcement_exemption", "ended_at", "ended_by_id"),
        application_may_update("enforcement_zonerule", "last_day"),
        application_may_update(
            "enforcement_hit",
            "match",
            "read_id",
            "plate",
            "region",
            "why",
            "last_mark_id",
            "state",
            "last_seen_at",
            "assigned_to_id",
            "seen_plate",
            "seen_region",
            "reject_reason",
            "decided_at",
            "decided_by_id",
            "verified_at",
            "verified_by_id",
            "closed_at",
            "closed_by_id",
        ),
        migrations.RunSQL(sql=RULES, reverse_sql=UNDO),
    ]
