"""Who may write the seals, and the list of what waits for one.

The list is filled by each record's own transaction, so a record that is rolled back is never on it and
one that is committed
late comes on it late: the sealer takes what it sees there, and needs no watermark. It asks through two
functions that run as
the ledger's owner, because its role reads no record: the hash is all it is told.
"""

from django.db import migrations

LEDGER = (("1", "audit_accessrecord"), ("2", "audit_accessoutcome"), ("3", "audit_changeevent"))

WAITING = """
create table audit_unsealed (source smallint not null, row_id bigint not null, at timestamptz not null);

create function alpr_await_seal() returns trigger
language plpgsql security definer set search_path = pg_catalog, public
as $$
begin
    insert into audit_unsealed (source, row_id, at) values (tg_argv[0]::smallint, new.id, new.at);
    return null;
end
$$;
""" + "".join(
    f"""
create trigger await_seal after insert on {table} for each row execute function alpr_await_seal('{source}');
insert into audit_unsealed (source, row_id, at) select {source}, id, at from {table};
"""
    for source, table in LEDGER
)

ASKED = """
create function alpr_take_unsealed(most integer)
returns table (source smallint, row_id bigint, at timestamptz, leaf bytea)
language plpgsql security definer set search_path = pg_catalog, public
as $$
#variable_conflict use_column
begin
    return query
        with taken as (
            delete from audit_unsealed
            where ctid = any (array(select ctid from audit_unsealed order by at, source, row_id limit most))
            returning source, row_id, at
        )
        select taken.source, taken.row_id, coalesce(access.at, outcome.at, change.at, taken.at),
            coalesce(access.leaf, outcome.leaf, change.leaf)
        from taken
            left join audit_accessrecord access on taken.source = 1 and access.id = taken.row_id
            left join audit_accessoutcome outcome on taken.source = 2 and outcome.id = taken.row_id
            left join audit_changeevent change on taken.source = 3 and change.id = taken.row_id;
end
$$;

create function alpr_unsealed_state(out waiting bigint, out oldest timestamptz)
language sql stable security definer set search_path = pg_catalog, public
as $$ select count(*), min(at) from audit_unsealed $$;

revoke all on function alpr_take_unsealed(integer), alpr_unsealed_state(), alpr_await_seal() from public;
grant execute on function alpr_take_unsealed(integer) to alpr_sealer;
grant execute on function alpr_unsealed_state() to alpr_sealer, alpr_app, alpr_auditor;
"""

APPEND_ONLY = "".join(
    f"""
create trigger append_only before update or delete on {table} for each row execute function alpr_append_only();
create trigger append_only_truncate before truncate on {table}
    for each statement execute function alpr_append_only();
"""
    for table in ("audit_sealedrecord", "audit_checkpoint")
)

GRANTS = """
revoke all on audit_unsealed, audit_sealedrecord, audit_checkpoint, audit_anchor, audit_verification, audit_ledgeralarm
    from alpr_app, alpr_gate, alpr_auditor, alpr_sealer, public;
grant select on audit_unsealed, audit_sealedrecord to alpr_auditor;
grant select on audit_checkpoint, audit_anchor, audit_verification, audit_ledgeralarm to alpr_auditor, alpr_app;
grant select, insert on audit_sealedrecord, audit_checkpoint to alpr_sealer;
grant select, insert, update on audit_anchor to alpr_sealer;
grant insert, update on audit_verification to alpr_app;
grant insert, update, delete on audit_ledgeralarm to alpr_app;
create unique index one_verification_at_a_time on audit_verification ((true)) where state in ('waiting', 'running');
"""

UNDO = (
    "drop index one_verification_at_a_time;"
    + "".join(
        f"drop trigger append_only_truncate on {table}; drop trigger append_only on {table};"
        for table in ("audit_sealedrecord", "audit_checkpoint")
    )
    + "".join(f"drop trigger await_seal on {table};" for _, table in LEDGER)
    + """
drop function alpr_unsealed_state();
drop function alpr_take_unsealed(integer);
drop function alpr_await_seal();
drop table audit_unsealed;
"""
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seals")]

    operations = [migrations.RunSQL(sql=WAITING + ASKED + APPEND_ONLY + GRANTS, reverse_sql=UNDO)]
