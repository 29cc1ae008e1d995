"""Migration operations that put a table behind the access gate, or make it append-only.

The rule itself is in the database (`alpr_access_open`, migration 0002), so raw SQL, a shell, the admin and
COPY are bound by it as much as a view is.
"""

from django.db import migrations


def gated(table: str) -> migrations.RunSQL:
    """Row security on `table`: every query raises unless it names a committed, open access record.

    Asked twice: while the query is planned (so that "no such plate" is an answer too, and refused), and, by
    the sub-select, once when it runs (so that a plan kept from an earlier access opens nothing).
    """
    return migrations.RunSQL(
        sql=f"""
            alter table {table} enable row level security;
            alter table {table} force row level security;
            create policy access_gate on {table}
                using (alpr_access_asked_first() and (select alpr_access_open()))
                with check (alpr_access_asked_first() and (select alpr_access_open()));
        """,
        reverse_sql=f"""
            drop policy access_gate on {table};
            alter table {table} no force row level security;
            alter table {table} disable row level security;
        """,
    )


def application_may_update(table: str, *columns: str) -> migrations.RunSQL:
    """The application may change these columns of `table` and no other: what was observed stays as it was."""
    return migrations.RunSQL(
        sql=f"""
            revoke update on {table} from alpr_app;
            grant update ({", ".join(columns)}) on {table} to alpr_app;
        """,
        reverse_sql=f"grant update on {table} to alpr_app;",
    )


def application_may_not(table: str, *rights: str) -> migrations.RunSQL:
    """Take rights (`update`, `delete`) on a whole table away from the application."""
    return migrations.RunSQL(
        sql=f"revoke {', '.join(rights)} on {table} from alpr_app;",
        reverse_sql=f"grant {', '.join(rights)} on {table} to alpr_app;",
    )


def keys_may_be_checked(table: str) -> migrations.RunSQL:
    """First in a migration that adds a foreign key to a gated table: PostgreSQL looks into it as the owner.

    The next migration must say `owner_is_bound_again`: keys are added at a migration's end. Meanwhile the
    owner, who only migrates, is not bound; the application always is.
    """
    return migrations.RunSQL(
        sql=f"alter table {table} no force row level security;",
        reverse_sql=f"alter table {table} force row level security;",
    )


def owner_is_bound_again(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"alter table {table} force row level security;",
        reverse_sql=f"alter table {table} no force row level security;",
    )
