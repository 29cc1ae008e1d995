"""One cell of a file, taken or refused. A cell is text (CSV) or what a workbook holds: text, number, date."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation

from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from alpr_portal.lib.text import one_line
from enforcement.list_files.problems import CellRefused

Cell = object
"""str, int, float, bool, Decimal, date, datetime, time, timedelta, None or `Formula`."""

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
MOST_OWED = Decimal("9999999.99")
MOST_NOTICES = 32_767
LONGEST_SHOWN = 40


class Formula:
    """A workbook's cell that would have to be computed. Nothing is ever computed here."""


FORMULA = "The cell holds a formula; write its result instead."

REGIONS_BY_WORD = {
    **{code: code for code in REGIONS},
    **{name.lower().replace(".", ""): code for code, name in REGIONS.items()},
    # Last, so that CA is California: no list of this country means Canada by it.
    **{code.removeprefix("us-"): code for code in REGIONS if code.startswith("us-")},
    "can": "ca",
    "mex": "mx",
    "gov": "us-gov",
    "usg": "us-gov",
    "us government": "us-gov",
    "washington dc": "us-dc",
}

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2})")
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*(am|pm)?", re.IGNORECASE)


def text_of(cell: Cell) -> str:
    """A cell as one line of text, '' where it is empty. Raises CellRefused for a formula."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, Formula):
        raise CellRefused(FORMULA)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    text = str(cell)
    if text.lstrip().startswith("="):
        raise CellRefused(FORMULA)
    if text.isascii() and text.isprintable():
        # Nearly every cell of a million rows.
        return " ".join(text.split())
    if "\x00" in text or "\ufffd" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise CellRefused("The cell has characters that are no text; save the file as UTF-8.")
    return " ".join(one_line(text).split())


def shown(text: str) -> str:
    """What was written, short enough for a sentence."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def plate_of(cell: Cell) -> str:
    if isinstance(cell, bool | datetime | date | time | timedelta):
        raise CellRefused("The workbook holds a date or a truth value here; mark the column as text.")
    text = text_of(cell)
    if not text:
        raise CellRefused("The row has no plate.")
    try:
        return typed_plate(text)
    except BadPlate as error:
        raise CellRefused(str(error)) from None


def region_of(cell: Cell) -> str:
    """The region's code; '' where the source does not say."""
    text = text_of(cell)
    if not text:
        return ""
    word = " ".join(text.lower().replace(".", "").replace("_", "-").split())
    if word not in REGIONS_BY_WORD:
        raise CellRefused(
            f"“{shown(text)}” is no state that the portal knows; write it as CA, us-ca or California."
        )
    return REGIONS_BY_WORD[word]


def words_of(cell: Cell, *, longest: int) -> str:
    text = text_of(cell)
    if len(text) > longest:
        raise CellRefused(f"The text has {len(text)} characters; {longest} are the most.")
    return text


def amount_of(cell: Cell) -> Decimal | None:
    """US dollars, None where the cell is empty."""
    text = text_of(cell)
    if not text:
        return None
    plain = text.replace("$", "").replace("USD", "").strip()
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if plain.startswith("-") or (plain.startswith("(") and plain.endswith(")")):
        raise CellRefused(f"An amount due is not negative: “{shown(text)}”.")
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", plain):
        raise CellRefused(f"“{shown(text)}” is no amount; write dollars and cents, for example 1234.50.")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise CellRefused(f"“{shown(text)}” is no amount.") from None
    if isinstance(cell, float):
        amount = (
            amount.quantize(Decimal("0.01")) if abs(amount - round(amount, 2)) < Decimal("1e-6") else amount
        )
    if amount != amount.quantize(Decimal("0.01")):
        raise CellRefused(f"“{shown(text)}” has parts of a cent.")
    if amount > MOST_OWED:
        raise CellRefused(f"“{shown(text)}” is more than {MOST_OWED:,}; is it really an amount?")
    return amount.quantize(Decimal("0.01"))


def notices_of(cell: Cell) -> int | None:
    """How many unpaid notices, None where the cell is empty."""
    text = text_of(cell)
    if not text:
        return None
    if text.startswith("-"):
        raise CellRefused(f"A number of notices is not negative: “{shown(text)}”.")
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > MOST_NOTICES:
        raise CellRefused(f"“{shown(text)}” is no number of notices; write a whole number.")
    return int(text)


def moment_of(cell: Cell, zone: tzinfo, *, end_of_day: bool = False) -> datetime | None:
    """A time in UTC's sense (aware), city time where the cell names no zone; None where it is empty.

    A date alone begins, or with `end_of_day` ends, with the day.
    """
    if isinstance(cell, datetime):
        day, clock, away = cell.date(), cell.time(), cell.tzinfo
        alone = clock == time.min and away is None
    elif isinstance(cell, date):
        day, clock, away, alone = cell, time.min, None, True
    elif isinstance(cell, bool | int | float | time | timedelta):
        raise CellRefused("The workbook holds a number here; format the column as a date.")
    else:
        text = text_of(cell)
        if not text:
            return None
        day, clock, away, alone = moment_in(text)
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise CellRefused(
            f"The year {day.year} is out of reach ({EARLIEST_YEAR} to {LATEST_YEAR});"
            " leave the cell empty where there is no such day."
        )
    if alone and end_of_day:
        day += timedelta(days=1)
    return datetime.combine(day, clock, away or zone)


def moment_in(text: str) -> tuple[date, time, tzinfo | None, bool]:
    """(day, time of day, zone if named, whether the day stands alone)."""
    odd = CellRefused(
        f"“{shown(text)}” is no date that the portal reads; write 2026-03-01, 2026-03-01 14:30 or 3/1/2026."
    )
    first, _, rest = text.replace("T", " ").partition(" ")
    try:
        if iso := ISO_DAY.fullmatch(first):
            year, month, day = (int(part) for part in iso.groups() if part is not None)
        elif us := US_DAY.fullmatch(first):
            month, day, year = (int(part) for part in us.groups())
        else:
            raise odd
        on = date(year, month, day)
        if not rest:
            return on, time.min, None, True
        if "T" in text or re.search(r"(Z|[+-]\d{2}:?\d{2})$", text):
            whole = datetime.fromisoformat(text.replace(" ", "T"))
            return on, whole.time(), whole.tzinfo, False
        clock = CLOCK.fullmatch(rest)
        if clock is None:
            raise odd
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if clock[4]:
            if not 1 <= hour <= 12:
                raise odd
            hour = hour % 12 + (12 if clock[4].lower() == "pm" else 0)
        return on, time(hour, minute, second), None, False
    except CellRefused:
        raise
    except (ValueError, OverflowError):
        raise odd from None
