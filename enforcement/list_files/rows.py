"""From a file's cells to entries, or to refusals that name row and column."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import BinaryIO

from enforcement.list_files import cells
from enforcement.list_files.cells import Cell
from enforcement.list_files.columns import REASON_WITHOUT_ONE, TITLES, Columns, columns_of
from enforcement.list_files.csv_files import csv_rows, lines_in
from enforcement.list_files.problems import EMPTY, CellRefused, ImportRefused
from enforcement.list_files.xlsx_files import xlsx_rows

MOST_ROWS = 2_000_000
LONGEST_REASON, LONGEST_REFERENCE = 200, 60


@dataclass(frozen=True)
class FileRow:
    """One row of the file (the header is row 1). Refused where `problem` is a sentence; then what could be
    read of it is still there."""

    number: int
    plate: str = ""
    region: str = ""
    reason: str = ""
    reference: str = ""
    amount_due: Decimal | None = None
    notices: int | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    column: str = ""
    problem: str = ""


@dataclass
class OpenedFile:
    """`about` rows are in it, so far as one can tell beforehand. `notes` fills while rows are read."""

    about: int | None
    rows: Iterator[FileRow]
    notes: list[str] = field(default_factory=list)


def open_list_file(file: BinaryIO, *, name: str, kind: str, zone: tzinfo) -> OpenedFile:
    """`kind` is the list's, `zone` the city's, in which times without a zone are meant.

    Raises ImportRefused, here or while the rows are read.
    """
    notes: list[str] = []
    if name.lower().endswith((".xlsx", ".xlsm")):
        return OpenedFile(None, taken(xlsx_rows(file, notes), kind, zone, notes, ragged=True), notes)
    about = max(0, lines_in(file) - 1)
    return OpenedFile(about, taken(csv_rows(file), kind, zone, notes, ragged=False), notes)


def taken(
    table: Iterator[list[Cell]], kind: str, zone: tzinfo, notes: list[str], *, ragged: bool
) -> Iterator[FileRow]:
    """`ragged`: a sheet's rows end with their last filled cell. A line of CSV that is short was cut off."""
    number = 0
    columns: Columns | None = None
    found = 0
    for row in table:
        number += 1
        if not any(cell not in (None, "") for cell in row):
            continue
        if columns is None:
            columns = columns_of(list(row), kind)
            if columns.unused:
                notes.append(f"Nothing is made of these columns: {', '.join(columns.unused)}."[:300])
            continue
        found += 1
        if found > MOST_ROWS:
            raise ImportRefused(f"The file has more than {MOST_ROWS:,} rows.")
        if len(row) < columns.width and not ragged:
            yield FileRow(
                number,
                problem=f"The row has {len(row)} cells, the first row has {columns.width}. Was it cut off?",
            )
        else:
            yield entry(number, list(row), columns, kind, zone)
    if not found:
        raise ImportRefused(EMPTY)


def entry(number: int, row: list[Cell], columns: Columns, kind: str, zone: tzinfo) -> FileRow:
    """The row as an entry. The first cell that cannot be taken names the row's refusal."""
    if len(row) > columns.width and any(cell not in (None, "") for cell in row[columns.width :]):
        return FileRow(
            number,
            problem=f"The row has {len(row)} cells, the first row has {columns.width}."
            " Perhaps a separator stands inside a cell without quotation marks.",
        )
    said: dict[str, object] = {}
    wrong, problem = "", ""
    for name, take in takers(kind, zone).items():
        place = columns.places.get(name)
        try:
            said[name] = take(row[place] if place is not None and place < len(row) else None)
        except CellRefused as error:
            if not problem:
                wrong, problem = TITLES[name], str(error)
    if not problem:
        wrong, problem = contradiction(said)
    return FileRow(number, column=wrong, problem=problem[:200], **said)  # type: ignore[arg-type]


def takers(kind: str, zone: tzinfo) -> dict[str, Callable[[Cell], object]]:
    return {
        "plate": cells.plate_of,
        "region": cells.region_of,
        "reason": lambda cell: reason_of(cell, kind),
        "reference": lambda cell: cells.words_of(cell, longest=LONGEST_REFERENCE),
        "amount_due": cells.amount_of,
        "notices": lambda cell: notices_of(cell, kind),
        "valid_from": lambda cell: cells.moment_of(cell, zone),
        "valid_until": lambda cell: cells.moment_of(cell, zone, end_of_day=True),
    }


def reason_of(cell: Cell, kind: str) -> str:
    reason = cells.words_of(cell, longest=LONGEST_REASON) or REASON_WITHOUT_ONE.get(kind, "")
    if not reason:
        raise CellRefused("The row says no reason.")
    return reason


def notices_of(cell: Cell, kind: str) -> int | None:
    notices = cells.notices_of(cell)
    if notices is None and kind == "scofflaw":
        raise CellRefused("The row does not say how many notices are unpaid.")
    return notices


def contradiction(said: dict[str, object]) -> tuple[str, str]:
    """(column, problem) where two cells cannot both be true."""
    begins, ends = said.get("valid_from"), said.get("valid_until")
    if isinstance(begins, datetime) and isinstance(ends, datetime) and ends <= begins:
        return TITLES["valid_until"], "The end does not lie after the beginning."
    return "", ""
