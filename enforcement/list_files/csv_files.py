"""CSV as it really comes: any of four separators, four encodings, a mark at its beginning or none."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from enforcement.list_files.columns import known_titles
from enforcement.list_files.problems import EMPTY, NO_TABLE, ImportRefused

SEPARATORS = ",;\t|"
LONGEST_LINE = 65_536
LONGEST_FIELD = 10_000
BEGINNING = 4096
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def csv_rows(file: BinaryIO) -> Iterator[list[str]]:
    """Every record of the file with its header, a blank line as []. Raises ImportRefused."""
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield from records(text)
    finally:
        # The file is the caller's, who closes it, perhaps before this.
        if not file.closed:
            text.detach()


def records(text: TextIO) -> Iterator[list[str]]:
    lines = bounded_lines(text)
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise ImportRefused(EMPTY)
    separator = ""
    if first.lower().startswith("sep=") and len(first.strip()) <= 5:
        # Excel's own first line, which names the separator.
        separator = first.strip()[4:5]
        first = next((line for line in lines if line.strip()), "")
    if not separator or separator not in SEPARATORS:
        separator = separator_of(first)
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(with_first(first, lines), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ImportRefused(
                f"Row {number} has a cell of more than {LONGEST_FIELD:,} characters."
                " Perhaps a quotation mark is opened and never closed."
            ) from None
        yield row


def with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def bounded_lines(text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise ImportRefused(f"Line {number} has more than {LONGEST_LINE:,} characters. {NO_TABLE}")
        yield line


def separator_of(header: str) -> str:
    """The separator with which the titles make most sense; then the one that makes most columns."""
    return max(SEPARATORS, key=lambda separator: guess(header, separator))


def guess(header: str, separator: str) -> tuple[int, int]:
    try:
        titles = next(csv.reader([header], delimiter=separator), [])
    except csv.Error:
        return 0, 0
    return known_titles(list(titles)), len(titles)


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 where every byte fits it, else Windows' Latin alphabet; UTF-16 by its mark or its NUL bytes."""
    file.seek(0)
    beginning = file.read(BEGINNING)
    for mark, encoding in MARKS:
        if beginning.startswith(mark):
            return encoding
    if beginning.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise ImportRefused(NO_TABLE)
    evens, odds = beginning[::2].count(0), beginning[1::2].count(0)
    if evens + odds > len(beginning) // 4:
        if odds > 4 * evens:
            return "utf-16-le"
        if evens > 4 * odds:
            return "utf-16-be"
        raise ImportRefused(NO_TABLE)
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while data := file.read(2**20):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def lines_in(file: BinaryIO) -> int:
    """About how many rows there are, for a progress bar."""
    file.seek(0)
    lines = 0
    while data := file.read(2**20):
        lines += data.count(b"\n")
    return lines
