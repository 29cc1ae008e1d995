"""CSV for people who open it in a spreadsheet: no cell of it is ever taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\x00")


def harmless(value: object) -> str:
    """The value as text; one that a spreadsheet would compute gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(BEGINS_FORMULA) or text.lstrip().startswith(BEGINS_FORMULA) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The same, line by line, for a file that is longer than memory should hold."""
    yield csv_bytes(header, [])
    for row in rows:
        text = io.StringIO(newline="")
        csv.writer(text).writerow([harmless(value) for value in row])
        yield text.getvalue().encode()
