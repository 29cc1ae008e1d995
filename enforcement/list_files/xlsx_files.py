"""XLSX, read row by row from the packed file. Formulas are given out as such and never computed."""

import logging
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell

from enforcement.list_files.cells import Cell, Formula
from enforcement.list_files.columns import MOST_COLUMNS
from enforcement.list_files.problems import EMPTY, ImportRefused

log = logging.getLogger("enforcement.list_files")

MOST_PARTS = 500
MOST_UNPACKED = 1536 * 2**20
"""Bytes of all parts: what a full sheet of eight columns comes to."""
MOST_TEXTS = 96 * 2**20
"""Bytes of the shared texts, the one part besides small ones that is held in memory."""
MOST_SMALL = 16 * 2**20

UNREADABLE = "The workbook cannot be read; open it, save it again as XLSX, or as CSV (UTF-8)."
TOO_LARGE = "Unpacked the workbook is larger than the portal reads; save the sheet as CSV."


def xlsx_rows(file: BinaryIO, notes: list[str]) -> Iterator[list[Cell]]:
    """Every row of the first sheet that can be seen, its header first. Raises ImportRefused.

    `notes` is told which sheets are left out.
    """
    refuse_bombs(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        # Whatever a broken or hostile workbook makes the library say, the person is told the same.
        log.info("A workbook could not be opened: %r", error)
        raise ImportRefused(UNREADABLE) from None
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise ImportRefused("The workbook has no sheet that can be seen.")
        if len(sheets) > 1:
            notes.append(f"Only the first sheet, “{sheets[0].title[:40]}”, is read.")
        yield from cells(sheets[0])
    except ImportRefused:
        raise
    except Exception as error:
        log.info("A workbook could not be read: %r", error)
        raise ImportRefused(UNREADABLE) from None
    finally:
        book.close()


def cells(sheet: object) -> Iterator[list[Cell]]:
    # What the sheet says of its own size is not to be believed.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    empty = True
    for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):  # type: ignore[attr-defined]
        values = [value_of(cell) for cell in row]
        while values and values[-1] in (None, ""):
            values.pop()
        empty = empty and not values
        yield values
    if empty:
        raise ImportRefused(EMPTY)


def value_of(cell: object) -> Cell:
    if not isinstance(cell, ReadOnlyCell):
        return None
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return f"={cell.value}"
    return cell.value


def refuse_bombs(file: BinaryIO) -> None:
    """By what the archive says of itself; reading stops where a part is longer than it said."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    # zipfile answers with NotImplementedError where an archive asks for a later version of the format.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise ImportRefused(UNREADABLE) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ImportRefused(TOO_LARGE)
    for part in parts:
        if part.flag_bits & 1:
            raise ImportRefused("The workbook is locked with a password; save it without one.")
        name = part.filename.lower()
        most = (
            MOST_UNPACKED if "worksheets/" in name else MOST_TEXTS if "sharedstrings" in name else MOST_SMALL
        )
        if part.file_size > most and name.endswith((".xml", ".rels")):
            raise ImportRefused(TOO_LARGE)
