"""The five database roles, and the database that belongs to the first of them.

owner     owns every table; migrations only
app       what the portal runs as; owns nothing, bound by row security
gate      writes access records, and can do nothing else
auditor   reads the access ledger, under an access record of its own
sealer    seals the ledger; reads no record's content and writes nothing but seals

Run by `manage.py prepare_database` with a login that may create roles. Where a database administrator makes
them by hand, `deploy/roles.sql` says the same.
"""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

ROLES = ("owner", "app", "gate", "auditor", "sealer")


def password_of(role: str, folder: Path, given: str) -> str:
    """The role's password: the one given, else the one kept in `folder`, else a new one, kept there."""
    if given:
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"db-{role}"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text().strip()


def prepare(admin_url: str, *, database: str, passwords: dict[str, str]) -> None:
    """Create or repair the roles, the database and what each role may do in it. Safe to run again."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for role in ROLES:
            make_role(connection, f"alpr_{role}", passwords[role])
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            # Setting another owner needs membership in that role; a superuser has it anyway.
            connection.execute("grant alpr_owner to current_user")
            connection.execute(
                sql.SQL("create database {} owner alpr_owner template template0 encoding 'UTF8'").format(
                    sql.Identifier(database)
                )
            )
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL(
                "grant connect on database {} to alpr_owner, alpr_app, alpr_gate, alpr_auditor, alpr_sealer"
            ).format(sql.Identifier(database))
        )
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
        connection.execute("revoke all on schema public from public")
        connection.execute("alter schema public owner to alpr_owner")
        connection.execute("grant usage on schema public to alpr_app, alpr_gate, alpr_auditor, alpr_sealer")
        connection.execute("grant all on schema public to alpr_owner")
        connection.execute(
            "alter default privileges for role alpr_owner in schema public"
            " grant select, insert, update, delete on tables to alpr_app"
        )
        connection.execute(
            "alter default privileges for role alpr_owner in schema public"
            " grant usage on sequences to alpr_app"
        )


def make_role(connection: psycopg.Connection, name: str, password: str) -> None:
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    connection.execute(
        sql.SQL("{} role {} login nosuperuser nobypassrls nocreatedb nocreaterole password {}").format(
            sql.SQL("alter" if exists else "create"), sql.Identifier(name), sql.Literal(password)
        )
    )
