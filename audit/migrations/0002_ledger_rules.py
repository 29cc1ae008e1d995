"""What the database itself holds of the access gate: who may write the ledger, what it says by itself,
and the question
that row security asks. The roles were made by `manage.py prepare_database`.
"""

from django.db import migrations

CANONICAL = r"""
create function alpr_canonical(ledger_row json, at text) returns bytea
language sql immutable parallel safe set search_path = pg_catalog
as $$
    -- RFC 8785's manner: keys sorted by byte, no spaces, nothing escaped that need not be. The two columns that are
    -- computed from these bytes stay out of them; the time is always UTC with six digits.
    select convert_to(
        '{' || string_agg(
            to_json(key)::text || ':' || case key when 'at' then to_json(at)::text else value::text end,
            ',' order by key collate "C"
        ) || '}',
        'UTF8'
    )
    from json_each(ledger_row)
    where key not in ('payload', 'leaf')
$$;

create function alpr_ledger_row() returns trigger
language plpgsql set search_path = pg_catalog, public
as $$
begin
    new.at := clock_timestamp();
    new.payload := alpr_canonical(
        to_json(new), to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    );
    new.leaf := sha256('\x00'::bytea || new.payload);
    return new;
end
$$;

create function alpr_append_only() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
    raise exception 'The access ledger is append-only: % of % refused.', tg_op, tg_table_name
        using errcode = '42501';
end
$$;
"""

OPEN = """
create function alpr_access_open() returns boolean
language plpgsql stable parallel safe security definer set search_path = pg_catalog, public
as $$
declare
    named text := current_setting('alpr.access_id', true);
begin
    -- What this query can see in the ledger was committed by the gate's role: the asking role cannot insert there.
    if coalesce(named, '') <> '' then
        perform 1
        from audit_accessrecord record
        where record.uid = named::uuid
            and record.at > now() - interval '1 hour'
            and not exists (select from audit_accessoutcome outcome where outcome.access_id = record.uid);
        if found then
            return true;
        end if;
    end if;
    raise exception 'No open access record: ALPR data is shown only under one.'
        using errcode = '42501', hint = 'Views are marked with audit.marks; commands use audit.system.system_access.';
end
$$;
"""

# A filter is applied to rows, so a query that meets no row would ask nothing and its "no such plate"
# would go unwritten.
# PostgreSQL computes an immutable function once, while it plans the query, whatever the table holds:
# there the same
# question is put first. It is not immutable in truth, which does no harm: a plan that is kept and used
# again later still
# meets the first question before it gives out a row.
ASKED_FIRST = """
create function alpr_access_asked_first() returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, public
as $$ begin return alpr_access_open(); end $$;
"""

TABLES = ("audit_accessrecord", "audit_accessoutcome", "audit_changeevent")

APPEND_ONLY = "".join(
    f"""
create trigger ledger_row before insert on {table} for each row execute function alpr_ledger_row();
create trigger append_only before update or delete on {table} for each row execute function alpr_append_only();
create trigger append_only_truncate before truncate on {table}
    for each statement execute function alpr_append_only();
alter table {table} enable row level security;
create policy written_by_the_gate on {table} for insert with check (true);
create policy read_under_an_access on {table} for select
    using (alpr_access_asked_first() and (select alpr_access_open()));
revoke all on {table} from alpr_app, alpr_gate, alpr_auditor, public;
grant select on {table} to alpr_auditor;
"""
    for table in TABLES
)

GRANTS = """
grant insert (uid, actor_kind, username, person, full_name, organisation, roles, purpose, reference, door, method, query,
    plates_sought, address, agent, session) on audit_accessrecord to alpr_gate;
grant insert (access_id, result, status, code, record_count, records, plates, size, ms)
    on audit_accessoutcome to alpr_gate;
grant insert (event, target, username, person, access, detail) on audit_changeevent to alpr_app;
"""

UNDO = (
    "".join(
        f"""
drop policy read_under_an_access on {table};
drop policy written_by_the_gate on {table};
alter table {table} disable row level security;
drop trigger append_only_truncate on {table};
drop trigger append_only on {table};
drop trigger ledger_row on {table};
"""
        for table in TABLES
    )
    + """
drop function alpr_access_asked_first();
drop function alpr_access_open();
drop function alpr_append_only();
drop function alpr_ledger_row();
drop function alpr_canonical(json, text);
"""
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(sql=CANONICAL + OPEN + ASKED_FIRST + APPEND_ONLY + GRANTS, reverse_sql=UNDO)]
