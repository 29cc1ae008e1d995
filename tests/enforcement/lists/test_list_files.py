"""Files as they come: whatever the bytes, they are read, or refused with a sentence."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError

from enforcement.list_files import FileRow, ImportRefused, open_list_file, xlsx_files
from enforcement.list_files.cells import moment_of, region_of
from enforcement.list_files.problems import CellRefused
from tests.enforcement.lists.sending import xlsx_of

CITY = ZoneInfo("America/Los_Angeles")
KINDS = ("scofflaw", "wanted", "permit", "watch")


def rows_of(data: bytes, *, name: str = "list.csv", kind: str = "permit") -> list[FileRow]:
    return list(open_list_file(io.BytesIO(data), name=name, kind=kind, zone=CITY).rows)


def read_or_refused(data: bytes, name: str, kind: str) -> None:
    """The promise: rows that fit the database, or one sentence."""
    try:
        for row in rows_of(data, name=name, kind=kind):
            assert row.problem or (row.plate.isascii() and row.plate.isalnum() and len(row.plate) <= 10)
            assert row.problem or row.reason
            assert len(row.problem) <= 200 and len(row.reason) <= 200 and len(row.reference) <= 60
            assert "\x00" not in row.reason + row.reference + row.problem
            (row.reason + row.reference + row.problem).encode()
            assert row.amount_due is None or 0 <= row.amount_due <= Decimal("9999999.99")
            assert row.notices is None or 0 <= row.notices <= 32_767
    except ImportRefused as error:
        assert error.sentence.endswith((".", "?"))


@given(data=st.binary(max_size=3000), kind=st.sampled_from(KINDS), name=st.sampled_from(["a.csv", "a.xlsx"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_rows_or_a_sentence(data: bytes, kind: str, name: str) -> None:
    read_or_refused(data, name, kind)


@given(
    text=st.text(max_size=600),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    kind=st.sampled_from(KINDS),
)
@settings(max_examples=300, deadline=None)
def test_any_text_below_good_titles_is_rows_or_a_sentence(text: str, encoding: str, kind: str) -> None:
    head = "plate,state,reason,reference,amount due,notices,valid from,valid until\n"
    read_or_refused((head + text).encode(encoding, "replace"), "a.csv", kind)


CELLS = st.one_of(
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from(["8ABC123", "CA", "=1+1", "-5", "2026-12-31", "9999-12-31", "(5.00)", "1e400", "٣"]),
)


@given(cells=st.lists(CELLS, min_size=8, max_size=9), kind=st.sampled_from(KINDS))
@settings(max_examples=60, deadline=None)
def test_any_cells_of_a_workbook_are_rows_or_a_sentence(cells: list[object], kind: str) -> None:
    titles = ["plate", "state", "reason", "reference", "amount due", "notices", "valid from", "valid until"]
    try:
        data = xlsx_of([titles, cells])
    except (ValueError, IllegalCharacterError):
        return  # characters that no workbook can hold
    read_or_refused(data, "a.xlsx", kind)


GOOD_WORKBOOK = xlsx_of([["plate", "state"], ["8ABC123", "CA"]])


@given(
    damage=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=8, unique=True)
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_is_rows_or_a_sentence(damage: list[tuple[float, int]]) -> None:
    data = bytearray(GOOD_WORKBOOK)
    for place, byte in damage:
        data[int(place * len(data))] = byte
    read_or_refused(bytes(data), "a.xlsx", "permit")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_ending_is_read(encoding: str, separator: str, ending: str) -> None:
    text = ending.join(
        separator.join(cells)
        for cells in (
            ["Plate", "State", "Reason"],
            ["8abc 123", "ca", "Résident"],
            ["", "", ""],
            ["7X", "NV", ""],
        )
    )
    first, second = rows_of(text.encode(encoding))
    assert (first.number, first.plate, first.region, first.reason) == (2, "8ABC123", "us-ca", "Résident")
    assert (second.number, second.plate, second.region, second.reason) == (4, "7X", "us-nv", "Permit")


def test_quotes_separators_and_line_breaks_inside_cells_stay_inside() -> None:
    data = b'sep=;\nplate;state;reason\n"8ABC123";CA;"Lot B; two\ncars, ""one"" row"\n'
    (row,) = rows_of(data)
    assert (row.plate, row.reason, row.problem) == ("8ABC123", 'Lot B; two cars, "one" row', "")


def test_a_formula_is_refused_and_never_computed() -> None:
    (row,) = rows_of(b'plate,state\n"=""8ABC123""",CA\n')
    assert (row.column, row.plate) == ("plate", "")
    assert "formula" in row.problem
    (row,) = rows_of(xlsx_of([["plate", "state", "reason"], ["8ABC123", "CA", "=1+1"]]), name="a.xlsx")
    assert (row.column, row.plate) == ("reason", "8ABC123")


@pytest.mark.parametrize(
    ("word", "region"),
    [
        ("CA", "us-ca"),
        ("ca", "us-ca"),
        ("US-CA", "us-ca"),
        ("California", "us-ca"),
        ("new  york", "us-ny"),
        ("D.C.", "us-dc"),
        ("Canada", "ca"),
        ("MX", "mx"),
        ("", ""),
        (None, ""),
    ],
)
def test_states_are_taken_by_code_and_by_name(word: str | None, region: str) -> None:
    assert region_of(word) == region


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01", "2026-03-01T08:00:00+00:00"),
        ("20260301", "2026-03-01T08:00:00+00:00"),
        ("3/1/2026", "2026-03-01T08:00:00+00:00"),
        ("03/01/2026 2:30 PM", "2026-03-01T22:30:00+00:00"),
        ("2026-03-01 14:30", "2026-03-01T22:30:00+00:00"),
        ("2026-03-01T14:30:00Z", "2026-03-01T14:30:00+00:00"),
        ("2026-07-01T14:30:00+02:00", "2026-07-01T12:30:00+00:00"),
    ],
)
def test_dates_are_read_in_city_time_unless_they_say_otherwise(text: str, utc: str) -> None:
    assert moment_of(text, CITY) == datetime.fromisoformat(utc)


def test_a_day_alone_ends_with_its_last_minute() -> None:
    ends = moment_of("2026-03-08", CITY, end_of_day=True)
    assert ends.astimezone(UTC) == datetime(2026, 3, 9, 7, tzinfo=UTC), "the clocks change on that day"
    assert ends.astimezone(UTC) - moment_of("2026-03-08", CITY).astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize(
    "text",
    ["31/12/2026", "3/1/26", "2026-02-30", "tomorrow", "9999-12-31", "0000-00-00", "2026-03-01 25:00", 46000],
)
def test_odd_dates_are_refused(text: object) -> None:
    with pytest.raises(CellRefused):
        moment_of(text, CITY)


def test_an_end_before_the_beginning_is_refused() -> None:
    (row,) = rows_of(b"plate,state,valid from,valid until\n8ABC123,CA,2026-03-02,2026-03-01\n")
    assert row.column == "valid until"


def test_a_workbook_that_unpacks_to_more_than_it_may_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx_files, "MOST_SMALL", 10_000)
    file = io.BytesIO(xlsx_of([["plate", "state"], ["8ABC123", "CA"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/theme/theme9.xml", b"<a>" + b" " * 20_000 + b"</a>")
    with pytest.raises(ImportRefused, match="larger than the portal reads"):
        rows_of(file.getvalue(), name="a.xlsx")


def test_a_workbook_with_an_entity_bomb_is_refused() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of([["plate", "state"], ["8ABC123", "CA"]]))) as good,
        zipfile.ZipFile(file, "w") as bad,
    ):
        for part in good.namelist():
            data = good.read(part)
            if part == "xl/workbook.xml":
                bomb = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
                data = bomb + data.split(b"?>", 1)[-1]
            bad.writestr(part, data)
    with pytest.raises(ImportRefused):
        rows_of(file.getvalue(), name="a.xlsx")


def test_a_file_is_read_row_by_row() -> None:
    """The second row is there before the last one was looked at."""

    class Counting(io.BytesIO):
        read_so_far = 0

        def read1(self, size: int = -1) -> bytes:
            data = super().read1(size)
            self.read_so_far += len(data)
            return data

    file = Counting(b"plate,state\n" + b"8ABC123,CA\n" * 200_000)
    opened = open_list_file(file, name="a.csv", kind="permit", zone=CITY)
    assert opened.about == 200_000
    file.read_so_far = 0
    assert next(opened.rows).plate == "8ABC123"
    assert file.read_so_far < 100_000
    opened.rows.close()
