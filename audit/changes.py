"""Tables whose every change is kept with before and after, whoever makes it and by whatever means (ADR 9).

A trigger of the table writes a change event for each row that is added, changed or removed (migration
0004): `save()`, `update()`, `bulk_create()`, a cascade and SQL typed by hand are all the same to it. Apps
name their tables here (`keep`), so that the database can be told who acts before a write, and put the
trigger on them in a migration (`changes_are_kept`). A contract test holds the two together, and finds the
model that is in neither.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import migrations, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.acting import who_acts


class RowEvent(StrEnum):
    """Kinds of change event that only the database's own triggers can write."""

    ADDED = "row_added"
    CHANGED = "row_changed"
    REMOVED = "row_removed"
    EMPTIED = "table_emptied"


@dataclass(frozen=True)
class Kept:
    """What is kept of a table's changes.

    `kind` names its rows in the ledger (`camera:<uid or id>`). `masked`: columns of which is only said that
    they changed. `left_out`: columns that the portal itself keeps up from hour to hour; a change of nothing
    else is no change of configuration. `about`: (column, table, kind) of the row that a row belongs to, under
    whose name its changes are found.
    """

    kind: str
    masked: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    about: tuple[str, str, str] | tuple[()] = ()

    @property
    def arguments(self) -> tuple[str, str, str, str]:
        """As the trigger has them."""
        return self.kind, ",".join(self.masked), ",".join(self.left_out), ",".join(self.about)


WRITES_ONE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) +(?:ONLY +)?"?(\w+)(?!\w|"?\.)', re.IGNORECASE)

_kept: dict[str, Kept] = {}


def keep(tables: Mapping[str, Kept]) -> None:
    """Called by each app when it is ready, with its tables."""
    _kept.update(tables)
    names_a_kept_table.cache_clear()


def kept_tables() -> dict[str, Kept]:
    return dict(_kept)


def place_of(row: models.Model) -> tuple[str, str] | None:
    """(kind, key) under which the ledger has the changes of a row; None for a table that is not kept."""
    kept = _kept.get(row._meta.db_table)
    if kept is None:
        return None
    if kept.about:
        column, _, kind = kept.about
        found = next(field for field in row._meta.concrete_fields if field.column == column)
        row = getattr(row, found.name)
        return kind, key_of(row)
    return kept.kind, key_of(row)


def key_of(row: models.Model) -> str:
    return str(getattr(row, "uid", None) or row.pk)


def what_is_at(kind: str, key: str) -> str:
    """What a row is called whose changes are kept; the ledger's own name for one that is gone."""
    model = next((one for one in apps.get_models() if kind == kind_kept(one)), None)
    if model is not None:
        column = "uid" if any(field.name == "uid" for field in model._meta.concrete_fields) else "pk"
        try:
            if (found := model._base_manager.filter(**{column: key}).first()) is not None:
                return str(found)
        except (ValidationError, ValueError):
            pass
    return f"{kind}:{key}"


def kind_kept(model: type[models.Model]) -> str:
    kept = _kept.get(model._meta.db_table)
    return kept.kind if kept is not None else ""


def changes_are_kept(table: str, kept: Kept) -> migrations.RunSQL:
    """Put the triggers on a table. ENABLE ALWAYS: also in a session that plays a replica to avoid them."""
    arguments = ", ".join(f"'{argument}'" for argument in kept.arguments)
    return migrations.RunSQL(
        sql=f"""
            create trigger changes_kept after insert or update or delete on {table}
                for each row execute function alpr_row_changed({arguments});
            create trigger emptying_kept before truncate on {table}
                for each statement execute function alpr_table_emptied({arguments});
            alter table {table} enable always trigger changes_kept;
            alter table {table} enable always trigger emptying_kept;
        """,
        reverse_sql=f"""
            drop trigger emptying_kept on {table};
            drop trigger changes_kept on {table};
        """,
    )


def changes_are_no_longer_kept(table: str) -> migrations.RunSQL:
    """Before `changes_are_kept` says something else of the same table."""
    return migrations.RunSQL(
        sql=f"drop trigger emptying_kept on {table}; drop trigger changes_kept on {table};",
        reverse_sql=migrations.RunSQL.noop,
    )


def tell_who_acts(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """A wrapper around every statement of the application's connection: before one that writes a kept table,
    the database is told who acts, in the same transaction.

    Told each time, because a savepoint that is rolled back takes what was told with it.
    """
    text = sql if isinstance(sql, str) else sql.as_string(None)
    if not may_write_a_kept_table(text):
        return execute(sql, params, many, context)
    connection: BaseDatabaseWrapper = context["connection"]
    own = nullcontext() if connection.in_atomic_block else transaction.atomic(using=connection.alias)
    who = who_acts()
    with own:
        with connection.wrap_database_errors:
            connection.connection.execute(
                "select set_config('alpr.acting', %s, true)", [who.told() if who is not None else ""]
            )
        return execute(sql, params, many, context)


def may_write_a_kept_table(sql: str) -> bool:
    """Asked of every statement, so the usual ones are known by their first words."""
    if sql[:6].upper() == "SELECT":
        return False
    if (written := WRITES_ONE.match(sql)) is not None:
        return written[1] in _kept
    return names_a_kept_table().search(sql) is not None


@lru_cache(maxsize=1)
def names_a_kept_table() -> re.Pattern[str]:
    tables = "|".join(sorted(map(re.escape, _kept)))
    return re.compile(rf"\b(?:{tables})\b" if tables else r"(?!)")


def listen(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of `connection_created`."""
    if connection.alias == "default" and tell_who_acts not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_who_acts)
