"""Row security on what tells of single accesses, and the rules that no program can go round: nobody reviews themselves,
approves what they reviewed, or closes a finding of their own, under whatever account.
"""

from django.db import migrations

from audit.rowsecurity import application_may_not, application_may_update, gated

GATED = ("reviews_reviewitem", "reviews_itemreason", "reviews_disposition", "reviews_finding")

KEPT = (
    "reviews_reviewplan",
    "reviews_planduty",
    "reviews_workinghours",
    "reviews_staffplate",
    "reviews_review",
    "reviews_reviewstep",
    "reviews_logreview",
    "reviews_reminder",
    *GATED,
)

NEVER_CHANGED = (
    "reviews_reviewplan",
    "reviews_planduty",
    "reviews_reviewstep",
    "reviews_itemreason",
    "reviews_disposition",
    "reviews_reminder",
)

RULES = """
create function reviews_refuse(what text, name text) returns void
language plpgsql set search_path = pg_catalog
as $$ begin raise exception '%', what using errcode = '23514', constraint = name; end $$;

-- Two accounts are taken for one person when they share an e-mail address or a full name (reviews.policy.people).
create function reviews_same_person(one bigint, other bigint) returns boolean
language sql stable set search_path = pg_catalog, public
as $$
    select one = other or exists (
        select from accounts_user a, accounts_user b
        where a.id = one and b.id = other and (
            (btrim(a.email) <> '' and lower(btrim(a.email)) = lower(btrim(b.email)))
            or lower(btrim(a.full_name)) = lower(btrim(b.full_name))
        )
    )
$$;

create function reviews_is_subject(person bigint, subject_uid text) returns boolean
language sql stable set search_path = pg_catalog, public
as $$
    select exists (
        select from accounts_user s where s.uid::text = subject_uid and reviews_same_person(person, s.id)
    )
$$;

-- As the ledger's owner, because the application may not read the ledger: is this access that person's?
create function reviews_access_is_of(access_uid uuid, subject_uid text) returns boolean
language sql stable security definer set search_path = pg_catalog, public
as $$
    select exists (
        select from audit_accessrecord r
        where r.uid = access_uid and r.person = subject_uid and r.actor_kind = 'person'
    )
$$;
revoke all on function reviews_access_is_of(uuid, text) from public;
grant execute on function reviews_access_is_of(uuid, text) to alpr_app;

create function reviews_server_clock() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
    -- Whoever writes the row does not say when.
    new.at := clock_timestamp();
    return new;
end
$$;

create trigger server_clock before insert on reviews_reviewstep
    for each row execute function reviews_server_clock();

create function reviews_duty_of_another() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if exists (
        select from reviews_planduty d
        where d.plan_id = new.plan_id and d.duty <> new.duty and reviews_same_person(d.user_id, new.user_id)
    ) then
        perform reviews_refuse('Nobody both reviews and approves.', 'plan_approver_is_another');
    end if;
    return new;
end
$$;

create trigger duty_of_another before insert on reviews_planduty
    for each row execute function reviews_duty_of_another();

create function reviews_item_holds() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if tg_op = 'INSERT' and not reviews_access_is_of(new.access, new.subject) then
        perform reviews_refuse('The ledger has no such access of this person.', 'item_is_of_its_access');
    end if;
    if new.reviewer_id is not null and reviews_is_subject(new.reviewer_id, new.subject) then
        perform reviews_refuse('Nobody reviews their own access.', 'item_reviewed_by_another');
    end if;
    if (select state from reviews_review where id = new.review_id for share) <> 'open' then
        perform reviews_refuse('The review is not open.', 'item_of_an_open_review');
    end if;
    return new;
end
$$;

create trigger item_holds before insert or update on reviews_reviewitem
    for each row execute function reviews_item_holds();

create function reviews_may_decide() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
declare
    item reviews_reviewitem;
begin
    new.at := clock_timestamp();
    select * into item from reviews_reviewitem where id = new.item_id for update;
    if item.reviewer_id is distinct from new.by_id then
        perform reviews_refuse('Another person reviews this access.', 'disposition_of_its_reviewer');
    end if;
    if reviews_is_subject(new.by_id, item.subject) then
        perform reviews_refuse('Nobody reviews their own access.', 'disposition_by_another');
    end if;
    -- Shared: a review is not submitted while a decision about it is being written.
    if (select state from reviews_review where id = item.review_id for share) <> 'open' then
        perform reviews_refuse('The review is not open.', 'disposition_of_an_open_review');
    end if;
    return new;
end
$$;

create trigger may_decide before insert on reviews_disposition
    for each row execute function reviews_may_decide();

create function reviews_review_begins() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if new.state <> 'open' then
        perform reviews_refuse('A review begins open.', 'review_state_machine');
    end if;
    new.opened_at := clock_timestamp();
    return new;
end
$$;

create trigger begins_open before insert on reviews_review
    for each row execute function reviews_review_begins();

create function reviews_review_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if (old.state, new.state) not in (('open', 'submitted'), ('submitted', 'open'), ('submitted', 'approved')) then
        perform reviews_refuse(format('A review does not go from %s to %s.', old.state, new.state),
            'review_state_machine');
    end if;
    if new.state = 'submitted' then
        new.submitted_at := clock_timestamp();
        if exists (
            select from reviews_reviewitem i where i.review_id = new.id
                and not exists (select from reviews_disposition d where d.item_id = i.id)
        ) then
            perform reviews_refuse('An access of this review has not been decided.', 'review_submitted_whole');
        end if;
        if exists (
            select from reviews_reviewitem i where i.review_id = new.id
                and (select d.verdict from reviews_disposition d where d.item_id = i.id order by d.id desc limit 1)
                    = 'finding'
                and not exists (select from reviews_finding f where f.item_id = i.id)
        ) then
            perform reviews_refuse('A finding of this review is not written down.', 'review_findings_written');
        end if;
    end if;
    if new.state = 'approved' then
        new.approved_at := clock_timestamp();
        if new.submitted_by_id is distinct from old.submitted_by_id then
            perform reviews_refuse('Who submitted it stays as it was.', 'review_submission_stays');
        end if;
        if reviews_same_person(new.approved_by_id, new.submitted_by_id) or exists (
            select from reviews_reviewitem i
            where i.review_id = new.id and (
                reviews_same_person(new.approved_by_id, i.reviewer_id) or exists (
                    select from reviews_disposition d
                    where d.item_id = i.id and reviews_same_person(new.approved_by_id, d.by_id)
                )
            )
        ) then
            perform reviews_refuse('Nobody approves what they reviewed.', 'review_approved_by_another');
        end if;
        if exists (
            select from reviews_reviewitem i join reviews_finding f on f.item_id = i.id
            where i.review_id = new.id and reviews_is_subject(new.approved_by_id, i.subject)
        ) then
            perform reviews_refuse('A finding is about the one who approves.', 'review_approver_not_found_about');
        end if;
    end if;
    return new;
end
$$;

create trigger state_machine before update on reviews_review
    for each row execute function reviews_review_moves();

create function reviews_finding_begins() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
declare
    item reviews_reviewitem;
begin
    new.made_at := clock_timestamp();
    select * into item from reviews_reviewitem where id = new.item_id;
    if new.state <> 'open' then
        perform reviews_refuse('A finding begins open.', 'finding_state_machine');
    end if;
    if item.reviewer_id is distinct from new.made_by_id then
        perform reviews_refuse('Another person reviews this access.', 'finding_of_its_reviewer');
    end if;
    if reviews_is_subject(new.assigned_to_id, item.subject) then
        perform reviews_refuse('The finding is about the one who should own it.', 'finding_owned_by_another');
    end if;
    if (select state from reviews_review where id = item.review_id for share) <> 'open' then
        perform reviews_refuse('The review is not open.', 'finding_of_an_open_review');
    end if;
    return new;
end
$$;

create trigger begins_open before insert on reviews_finding
    for each row execute function reviews_finding_begins();

create function reviews_finding_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
declare
    of_subject text;
begin
    if (old.state, new.state) not in (('open', 'resolved'), ('resolved', 'open'), ('resolved', 'closed')) then
        perform reviews_refuse(format('A finding does not go from %s to %s.', old.state, new.state),
            'finding_state_machine');
    end if;
    if new.state = 'resolved' then
        new.resolved_at := clock_timestamp();
        if new.resolved_by_id is distinct from new.assigned_to_id then
            perform reviews_refuse('Its owner resolves a finding.', 'finding_resolved_by_its_owner');
        end if;
    end if;
    if new.state = 'closed' then
        new.closed_at := clock_timestamp();
        if (new.resolution, new.resolved_by_id, new.resolved_at)
            is distinct from (old.resolution, old.resolved_by_id, old.resolved_at) then
            perform reviews_refuse('What was resolved stays as it was.', 'finding_resolution_stays');
        end if;
        select subject into of_subject from reviews_reviewitem where id = new.item_id;
        if reviews_same_person(new.closed_by_id, new.made_by_id)
            or reviews_same_person(new.closed_by_id, new.assigned_to_id)
            or reviews_same_person(new.closed_by_id, new.resolved_by_id)
            or reviews_is_subject(new.closed_by_id, of_subject)
        then
            perform reviews_refuse('Nobody approves their own finding.', 'finding_closed_by_another');
        end if;
    end if;
    return new;
end
$$;

create trigger state_machine before update on reviews_finding
    for each row execute function reviews_finding_moves();

create function reviews_log_review_moves() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    if (old.state, new.state) <> ('open', 'signed') then
        perform reviews_refuse('A log review is signed once.', 'log_review_signed_once');
    end if;
    new.signed_at := clock_timestamp();
    return new;
end
$$;

create trigger state_machine before update on reviews_logreview
    for each row execute function reviews_log_review_moves();
"""

UNDO = """
drop trigger state_machine on reviews_logreview;
drop trigger state_machine on reviews_finding;
drop trigger begins_open on reviews_finding;
drop trigger state_machine on reviews_review;
drop trigger begins_open on reviews_review;
drop trigger may_decide on reviews_disposition;
drop trigger item_holds on reviews_reviewitem;
drop trigger duty_of_another on reviews_planduty;
drop trigger server_clock on reviews_reviewstep;
drop function reviews_log_review_moves();
drop function reviews_finding_moves();
drop function reviews_finding_begins();
drop function reviews_review_moves();
drop function reviews_review_begins();
drop function reviews_may_decide();
drop function reviews_item_holds();
drop function reviews_duty_of_another();
drop function reviews_server_clock();
drop function reviews_access_is_of(uuid, text);
drop function reviews_is_subject(bigint, text);
drop function reviews_same_person(bigint, bigint);
drop function reviews_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("audit", "0002_ledger_rules")]

    operations = [
        *(gated(table) for table in GATED),
        *(application_may_not(table, "delete") for table in KEPT),
        *(application_may_not(table, "update") for table in NEVER_CHANGED),
        application_may_update("reviews_workinghours", "ended_at", "ended_by_id"),
        application_may_update("reviews_staffplate", "ended_at", "ended_by_id"),
        application_may_update(
            "reviews_review", "state", "submitted_at", "submitted_by_id", "approved_at", "approved_by_id"
        ),
        application_may_update("reviews_reviewitem", "reviewer_id", "assigned_at"),
        application_may_update(
            "reviews_finding",
            "state",
            "resolution",
            "resolved_at",
            "resolved_by_id",
            "closed_at",
            "closed_by_id",
        ),
        application_may_update("reviews_logreview", "state", "counts", "note", "signed_at", "signed_by_id"),
        migrations.RunSQL(sql=RULES, reverse_sql=UNDO),
    ]
