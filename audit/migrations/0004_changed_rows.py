"""Changes of configuration, written by the database itself: before and after of every row, and who.

`alpr_row_changed` is put on each table by `audit.changes.changes_are_kept`; its arguments are those of
`audit.changes.Kept`.
It runs as the ledger's owner, so no role needs a right to write these events, and none can write one by hand.
"""

from django.db import migrations, models

SQL = r"""
-- The changes of one transaction belong together: the rows, and the event of the action that changed them. A number and a
-- beginning, so that numbers which start over in a restored database do not meet old ones.
create function alpr_transaction() returns text
language sql stable set search_path = pg_catalog
as $$ select pg_current_xact_id()::text || '.' || (extract(epoch from now()) * 1000000)::bigint::text $$;

alter table audit_changeevent alter column transaction set default alpr_transaction();

create function alpr_shown_value(name text, value jsonb, masked text[]) returns jsonb
language sql stable set search_path = pg_catalog
as $$
    select case
        when value is null or jsonb_typeof(value) = 'null' or value = '""'::jsonb then value
        when name = any (masked) or name ~ '(password|secret|token)' or name ~ '(^|_)(plates?(_|$)|key$)'
            then '"(masked)"'::jsonb
        when length(value::text) > 20000 then jsonb_build_object(
            'characters', length(value::text),
            'sha256', encode(sha256(convert_to(value::text, 'UTF8')), 'hex'),
            'begins', left(value::text, 200))
        else value
    end
$$;

create function alpr_shown_row(ledger_row jsonb, masked text[]) returns jsonb
language sql stable set search_path = pg_catalog, public
as $$ select coalesce(jsonb_object_agg(key, alpr_shown_value(key, value, masked)), '{}') from jsonb_each(ledger_row) $$;

-- Who acts: whom the open access record names; else whom the application says; else the login that typed the statement. The
-- last is all that is ever believed of another login than the application's.
create function alpr_who_acts(out username text, out person text, out access uuid, out said jsonb)
language plpgsql stable security definer set search_path = pg_catalog, public
as $$
declare
    named text := coalesce(current_setting('alpr.access_id', true), '');
begin
    said := '{}';
    if session_user = 'alpr_app' then
        said := coalesce(nullif(current_setting('alpr.acting', true), ''), '{}')::jsonb;
        username := said ->> 'username';
        person := said ->> 'person';
        if named <> '' then
            select record.username, record.person, record.uid
                into username, person, access
                from audit_accessrecord record
                where record.uid = named::uuid and record.at > now() - interval '1 hour'
                    and not exists (select from audit_accessoutcome outcome where outcome.access_id = record.uid);
            if not found then
                username := said ->> 'username';
                person := said ->> 'person';
            end if;
        end if;
    end if;
    if coalesce(username, '') = '' then
        username := 'direct SQL by ' || session_user;
        person := '';
        said := jsonb_strip_nulls(jsonb_build_object('address', host(inet_client_addr())));
    end if;
    username := left(username, 150);
    person := left(coalesce(person, ''), 36);
    said := said - array['username', 'person'];
end
$$;

create function alpr_row_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public set timezone = 'UTC'
as $$
declare
    kind text := tg_argv[0];
    masked text[] := string_to_array(tg_argv[1], ',');
    left_out text[] := string_to_array(tg_argv[2], ',');
    about text[] := string_to_array(tg_argv[3], ',');
    was jsonb := '{}';
    is_now jsonb := '{}';
    whole jsonb;
    before jsonb;
    after jsonb;
    target text;
    who record;
begin
    if tg_op <> 'INSERT' then
        was := to_jsonb(old);
    end if;
    if tg_op <> 'DELETE' then
        is_now := to_jsonb(new);
    end if;
    whole := case when tg_op = 'DELETE' then was else is_now end;
    before := was - left_out;
    after := is_now - left_out;
    if tg_op = 'UPDATE' then
        select jsonb_object_agg(key, value) into before from jsonb_each(was - left_out)
            where value is distinct from is_now -> key;
        if before is null then
            return null;
        end if;
        select jsonb_object_agg(key, is_now -> key) into after from jsonb_object_keys(before) key;
    end if;
    if array_length(about, 1) = 3 then
        execute format('select coalesce(to_jsonb(r) ->> ''uid'', r.id::text) from public.%I r where id = $1', about[2])
            into target using (whole ->> about[1])::bigint;
        target := about[3] || ':' || target;
    end if;
    who := alpr_who_acts();
    insert into audit_changeevent (event, target, username, person, access, detail) values (
        case tg_op when 'INSERT' then 'row_added' when 'UPDATE' then 'row_changed' else 'row_removed' end,
        left(coalesce(target, kind || ':' || coalesce(whole ->> 'uid', whole ->> 'id')), 80),
        who.username, who.person, who.access,
        (jsonb_build_object(
            'table', tg_table_name,
            'row', coalesce(whole ->> 'id', whole ->> 'uid'),
            'before', alpr_shown_row(before, masked),
            'after', alpr_shown_row(after, masked)
        ) || who.said)::text
    );
    return null;
end
$$;

create function alpr_table_emptied() returns trigger
language plpgsql security definer set search_path = pg_catalog, public
as $$
declare
    rows bigint;
    who record;
begin
    execute format('select count(*) from public.%I', tg_table_name) into rows;
    if rows > 0 then
        who := alpr_who_acts();
        insert into audit_changeevent (event, target, username, person, access, detail) values (
            'table_emptied', tg_argv[0] || ':all', who.username, who.person, who.access,
            (jsonb_build_object('table', tg_table_name, 'rows', rows) || who.said)::text
        );
    end if;
    return null;
end
$$;

-- What the database says it saw, nobody else may say: it is written from inside a trigger, or not at all.
create function alpr_said_by_the_database() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'Only the database itself writes %.', new.event using errcode = '42501';
    end if;
    return new;
end
$$;

create trigger a_row_changed before insert on audit_changeevent
    for each row when (new.event in ('row_added', 'row_changed', 'row_removed', 'table_emptied'))
    execute function alpr_said_by_the_database();

-- A session that plays a replica fires no ordinary trigger: its changes are written down none the less.
alter table audit_changeevent enable always trigger a_row_changed;
alter table audit_changeevent enable always trigger ledger_row;

revoke all on function alpr_who_acts(), alpr_row_changed(), alpr_table_emptied() from public;
"""

UNDO = """
alter table audit_changeevent enable trigger ledger_row;
drop trigger a_row_changed on audit_changeevent;
drop function alpr_said_by_the_database();
drop function alpr_table_emptied();
drop function alpr_row_changed();
drop function alpr_who_acts();
drop function alpr_shown_row(jsonb, text[]);
drop function alpr_shown_value(text, jsonb, text[]);
alter table audit_changeevent alter column transaction drop default;
drop function alpr_transaction();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_ledger_lookups")]

    operations = [
        migrations.AddField(
            model_name="changeevent",
            name="transaction",
            field=models.CharField(default="", editable=False, max_length=40),
        ),
        migrations.AddIndex(
            model_name="changeevent",
            index=models.Index(fields=["transaction", "id"], name="change_by_transaction"),
        ),
        migrations.AddIndex(
            model_name="changeevent",
            index=models.Index(
                fields=["-id"],
                condition=models.Q(event__in=["row_added", "row_changed", "row_removed", "table_emptied"]),
                name="change_of_rows",
            ),
        ),
        migrations.RunSQL(sql=SQL, reverse_sql=UNDO),
    ]
