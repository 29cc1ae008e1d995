"""Rules that no program can go round: who approves a version, that it then stays as it is, and that the register of
designees has neither gap nor overlap.
"""

from django.db import migrations

from audit.rowsecurity import application_may_not, application_may_update

RULES = """
create function policy_refuse(what text, name text) returns void
language plpgsql set search_path = pg_catalog
as $$ begin raise exception '%', what using errcode = '23514', constraint = name; end $$;

create function policy_version_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if tg_op = 'INSERT' then
        if new.approved_at is not null then
            perform policy_refuse('A version begins as a draft.', 'policy_begins_as_draft');
        end if;
        new.drafted_at := clock_timestamp();
        return new;
    end if;
    if old.approved_at is not null then
        perform policy_refuse('A posted version is never changed and never deleted.', 'policy_posted_stays');
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    if new.number <> old.number or new.drafted_by_id <> old.drafted_by_id then
        perform policy_refuse('A draft keeps its number and its author.', 'policy_draft_keeps_its_author');
    end if;
    if new.approved_at is not null then
        if new.approved_by_id = new.drafted_by_id or exists (
            select from policy_policyedit edit where edit.version_id = new.id and edit.by_id = new.approved_by_id
        ) then
            perform policy_refuse('Nobody approves what they wrote themselves.', 'policy_approved_by_another');
        end if;
        new.approved_at := clock_timestamp();
        new.sha256 := encode(sha256(convert_to(new.text, 'UTF8')), 'hex');
    end if;
    return new;
end
$$;

create trigger version_moves before insert or update or delete on policy_policyversion
    for each row execute function policy_version_moves();

create function policy_edit_stays() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if tg_op = 'INSERT' then
        new.at := clock_timestamp();
        return new;
    end if;
    -- Asked at the commit: with its draft an edit may go, and only with it, or an author could approve after all.
    if exists (select from policy_policyversion where id = old.version_id) then
        perform policy_refuse('Whoever wrote at a version stays among its authors.', 'policy_authors_stay');
    end if;
    return null;
end
$$;

create trigger server_clock before insert on policy_policyedit
    for each row execute function policy_edit_stays();
create constraint trigger authors_stay after delete on policy_policyedit
    deferrable initially deferred
    for each row execute function policy_edit_stays();

create function policy_register_is_whole() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
declare
    row_ record;
begin
    -- One change of the register after the other: two that commit at once would not see each other.
    perform pg_advisory_xact_lock(hashtext('policy_designee'));
    for row_ in
        select ends_on, lead(starts_on) over (order by starts_on) as follows
        from policy_designee order by starts_on
    loop
        if row_.follows is null then
            if row_.ends_on is not null then
                perform policy_refuse('Nobody leaves the office without a successor.', 'designee_no_gap');
            end if;
        elsif row_.ends_on is null or row_.ends_on >= row_.follows then
            perform policy_refuse('Two designees would overlap.', 'designee_no_overlap');
        elsif row_.ends_on + 1 < row_.follows then
            perform policy_refuse('There would be days without a designee.', 'designee_no_gap');
        end if;
    end loop;
    return null;
end
$$;

create constraint trigger register_is_whole after insert or update or delete on policy_designee
    deferrable initially deferred
    for each row execute function policy_register_is_whole();

create function policy_designee_stays() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if tg_op = 'INSERT' then
        new.recorded_at := clock_timestamp();
    elsif old.ends_on is not null then
        perform policy_refuse('What the register says of the past stays.', 'designee_past_stays');
    end if;
    return new;
end
$$;

create trigger designee_stays before insert or update on policy_designee
    for each row execute function policy_designee_stays();
"""

UNDO = """
drop trigger designee_stays on policy_designee;
drop function policy_designee_stays();
drop trigger register_is_whole on policy_designee;
drop function policy_register_is_whole();
drop trigger authors_stay on policy_policyedit;
drop trigger server_clock on policy_policyedit;
drop function policy_edit_stays();
drop trigger version_moves on policy_policyversion;
drop function policy_version_moves();
drop function policy_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("audit", "0002_ledger_rules")]

    operations = [
        migrations.RunSQL(sql=RULES, reverse_sql=UNDO),
        application_may_not("policy_policyedit", "update"),
        application_may_not("policy_designee", "delete"),
        application_may_update("policy_designee", "ends_on"),
        application_may_not("policy_hearing", "update", "delete"),
        application_may_not("policy_monthfigure", "update", "delete"),
    ]
