"""Changes in words: what was changed, from what to what, with the names that fields and rows have now."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst

from audit.change_log import Line
from audit.changes import RowEvent, kept_tables
from audit.fields import GatedModel
from audit.models import ChangeEvent

VERBS = {
    RowEvent.ADDED: "Added",
    RowEvent.CHANGED: "Changed",
    RowEvent.REMOVED: "Removed",
    RowEvent.EMPTIED: "Emptied",
}
MASKED = "(masked)"
BY_HAND = "direct SQL by "
BY_PORTAL = "system:"


@dataclass(frozen=True)
class FieldChange:
    """One column. `masked`: only that it changed is kept."""

    label: str
    before: str
    after: str
    masked: bool


@dataclass(frozen=True)
class RowChange:
    """One row: `name` as it is called now, or was called."""

    verb: str
    kind: str
    name: str
    number: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class Told:
    """One line, ready to be read. `entered_by`: who the database saw at work, where the action names
    somebody else."""

    number: int
    at: object
    what: str
    username: str
    entered_by: str
    by_hand: bool
    by_portal: bool
    reason: str
    through: str
    address: str
    access: object
    event: str
    said: list[tuple[str, str]]
    target: str
    rows: list[RowChange]

    @property
    def subject(self) -> RowChange | None:
        return self.rows[-1] if self.rows else None


def tell(lines: Iterable[Line]) -> list[Told]:
    names = Names()
    return [told(line, names) for line in lines]


def told(line: Line, names: "Names") -> Told:
    rows = [row_change(row, names) for row in line.rows]
    shown = line.shown_by
    # Where and why the rows were written is with the rows; an action says its own reason.
    first = line.rows[0] if line.rows else shown
    circumstances = detail_of(first) if line.rows else {}
    said = detail_of(line.event) if line.event is not None else {}
    return Told(
        number=shown.pk,
        at=shown.at,
        what=label(line.event.event) if line.event is not None else rows[-1].verb,
        username=shown.username,
        entered_by=first.username if first.username != shown.username else "",
        by_hand=first.username.startswith(BY_HAND),
        by_portal=shown.username.startswith(BY_PORTAL),
        reason=str(said.get("reason") or circumstances.get("reason") or ""),
        through=str(circumstances.get("through", "")),
        address=str(circumstances.get("address", "")),
        access=shown.access or first.access,
        event=line.event.event if line.event is not None else "",
        said=[(label(name), shown_plainly(value)) for name, value in said.items() if name != "reason"],
        target=shown.target,
        rows=rows,
    )


def row_change(row: ChangeEvent, names: "Names") -> RowChange:
    said = detail_of(row)
    table, number = str(said.get("table", "")), str(said.get("row", ""))
    before, after = said.get("before") or {}, said.get("after") or {}
    model = model_of(table)
    columns = {field.column: field for field in model._meta.concrete_fields} if model else {}
    wanted = [name for name in columns if name in before or name in after]
    wanted += sorted((set(before) | set(after)) - set(wanted))
    if row.event != RowEvent.CHANGED:
        wanted = [name for name in wanted if name not in ("id", "uid")]
    fields = [
        FieldChange(
            label=capfirst(str(columns[name].verbose_name)) if name in columns else label(name),
            before=names.shown(columns.get(name), before[name]) if name in before else "",
            after=names.shown(columns.get(name), after[name]) if name in after else "",
            masked=MASKED in (before.get(name), after.get(name)),
        )
        for name in wanted
    ]
    return RowChange(
        verb=VERBS[RowEvent(row.event)],
        kind=kind_of(table),
        name=name_of(row, said, names),
        number=number,
        fields=fields,
    )


def name_of(row: ChangeEvent, said: dict[str, Any], names: "Names") -> str:
    """What the row is called now; for a row that was added or removed, what it was called then."""
    if row.event == RowEvent.EMPTIED:
        return f"{said.get('rows', 'All')} rows"
    then = called((said.get("before") or {}) | (said.get("after") or {}))
    model, number = model_of(str(said.get("table", ""))), str(said.get("row", ""))
    now = names.of(model, number) if model and number else ""
    return (now or then if row.event == RowEvent.CHANGED else then or now) or f"number {number}"


class Names:
    """What rows are called now, each asked for once. Only of tables that show no ALPR data."""

    def __init__(self) -> None:
        self.known: dict[tuple[type[models.Model], str], str] = {}

    def of(self, model: type[models.Model], number: str) -> str:
        """'' for a row that is gone, or of a table behind the gate."""
        if issubclass(model, GatedModel):
            return ""
        if (model, number) not in self.known:
            found = model._base_manager.filter(pk=number).first()
            self.known[model, number] = str(found) if found is not None else ""
        return self.known[model, number]

    def shown(self, field: models.Field | None, value: object) -> str:
        if isinstance(field, models.ForeignKey) and value is not None:
            return self.of(field.related_model, str(value)) or f"number {value}"
        if field is not None and field.choices and value not in (None, ""):
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.DateTimeField) and isinstance(value, str):
            moment = parse_datetime(value)
            return f"{timezone.localtime(moment):%-d %b %Y, %H:%M:%S}" if moment else value
        return shown_plainly(value)


def shown_plainly(value: object) -> str:
    if value is None:
        return "Nothing"
    if value is True or value is False:
        return "Yes" if value else "No"
    if isinstance(value, str):
        return "Masked" if value == MASKED else value or "Empty"
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(map(str, value)) or "Empty"
    return json.dumps(value, ensure_ascii=False)


def detail_of(change: ChangeEvent) -> dict[str, Any]:
    """An event's own words; what was cut short when it was stored is shown as the text it is."""
    try:
        said = json.loads(change.detail)
    except ValueError:
        return {"detail": change.detail}
    return said if isinstance(said, dict) else {"detail": change.detail}


def called(row: dict[str, Any]) -> str:
    """What a row that is gone was called."""
    for name in ("full_name", "name", "title", "username", "code"):
        if isinstance(row.get(name), str) and row[name] != MASKED:
            return str(row[name])
    return ""


def label(name: str) -> str:
    return capfirst(name.removesuffix("_id").replace("_", " "))


def kind_of(table: str) -> str:
    model = model_of(table)
    return capfirst(str(model._meta.verbose_name)) if model is not None else table


@lru_cache
def model_of(table: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def kinds() -> dict[str, str]:
    """Every table whose changes are kept, and what its rows are called, by that name."""
    return dict(sorted(((table, kind_of(table)) for table in kept_tables()), key=lambda pair: pair[1]))
