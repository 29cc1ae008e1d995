"""A file's dry run and its swap: what it says beforehand, what it changes, and what it never touches."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from enforcement.actions import imports
from enforcement.actions.import_work import DAMAGED, MISSING, STUMBLED
from enforcement.list_storage import FileRefused
from enforcement.models import Hotlist, HotlistImport
from tests.conftest import Ledger
from tests.enforcement.lists.sending import (
    counts,
    csv_of,
    put_by_hand,
    received,
    rows_of,
    standing,
    taken_over,
    tried,
    worked,
    xlsx_of,
)
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory

FIRST = csv_of(
    "8ABC123,CA,6,412.50,,",
    "7XYZ999,us-nv,5,100,,2026-12-31",
    "5OLD555,California,9,900.00,,",
)
SECOND = csv_of(
    "8ABC123,CA,7,512.50,,",
    "7XYZ999,NV,5,100,,2026-12-31",
    "6NEW666,CA,5,250,,",
)


def test_a_first_file_is_shown_whole_and_changes_nothing_before_it_is_applied(
    scofflaws: Hotlist, ledger: Ledger
) -> None:
    made = tried(scofflaws, FIRST)
    assert (made.state, made.problem, made.rows_done, made.rows_total) == ("ready", "", 3, 3)
    assert counts(made) == {"added": 3, "changed": 0, "same": 0, "gone": 0, "refused": 0}
    assert [(row.number, row.plate, row.region, row.notices) for row in rows_of(made)] == [
        (2, "8ABC123", "us-ca", 6),
        (3, "7XYZ999", "us-nv", 5),
        (4, "5OLD555", "us-ca", 9),
    ]
    assert standing(scofflaws) == {}
    scofflaws.refresh_from_db()
    assert (scofflaws.version, scofflaws.standing) == (0, 0)
    seen = ledger.last("enforcement.import")
    assert (seen.username, seen.result, seen.records) == (
        "system:worker",
        "shown",
        [f"hotlistimport:{made.uid}"],
    )


def test_applying_swaps_the_whole_list_and_keeps_file_counts_and_person(
    scofflaws: Hotlist, boss: User
) -> None:
    taken_over(scofflaws, FIRST, by=boss)
    before = standing(scofflaws)
    made = tried(scofflaws, SECOND, by=boss)
    assert counts(made) == {"added": 1, "changed": 1, "same": 1, "gone": 1, "refused": 0}
    (changed,) = rows_of(made, "changed")
    assert (changed.entry.notices, changed.notices) == (6, 7)
    (gone,) = rows_of(made, "gone")
    assert (gone.number, gone.plate) == (0, "5OLD555")
    assert standing(scofflaws).keys() == before.keys(), "a dry run changes nothing"

    assert imports.apply(list_import=made, leave_out_refused=False, by=boss, now=timezone.now()).allowed
    worked(made)
    now = standing(scofflaws)
    assert made.state == "applied"
    assert (made.received_by, made.decided_by) == (boss, boss)
    assert set(now) == {("8ABC123", "us-ca"), ("7XYZ999", "us-nv"), ("6NEW666", "us-ca")}
    assert now["8ABC123", "us-ca"].notices == 7
    assert now["8ABC123", "us-ca"].pk != before["8ABC123", "us-ca"].pk, "the old words stay in the history"
    assert now["7XYZ999", "us-nv"].pk == before["7XYZ999", "us-nv"].pk
    old = before["5OLD555", "us-ca"]
    assert old.removed_at is None
    scofflaws.refresh_from_db()
    assert (scofflaws.version, scofflaws.standing) == (2, 3)
    assert scofflaws.refreshed_at == made.received_at
    with default_storage.open(made.stored) as file:
        assert file.read() == SECOND


def test_additions_only_let_nothing_be_gone_and_make_nothing_fresh(scofflaws: Hotlist, boss: User) -> None:
    taken_over(scofflaws, FIRST, by=boss)
    scofflaws.refresh_from_db()
    fresh = scofflaws.refreshed_at
    made = taken_over(scofflaws, csv_of("6NEW666,CA,5,250,,"), by=boss, whole=False)
    assert counts(made) == {"added": 1, "changed": 0, "same": 0, "gone": 0, "refused": 0}
    assert len(standing(scofflaws)) == 4
    scofflaws.refresh_from_db()
    assert scofflaws.refreshed_at == fresh


def test_what_a_person_added_by_hand_is_not_gone_with_the_next_file(boss: User) -> None:
    hotlist = HotlistFactory(kind="watch")
    put_by_hand(hotlist, by=boss)
    made = taken_over(hotlist, csv_of("8ABC123,CA,,,Watched,"), by=boss)
    assert made.gone == 0
    assert set(standing(hotlist)) == {("4HAND44", "us-ca"), ("8ABC123", "us-ca")}


def test_refused_rows_name_row_and_column_and_are_left_out_only_when_a_person_says_so(
    scofflaws: Hotlist, boss: User
) -> None:
    taken_over(scofflaws, FIRST, by=boss)
    data = csv_of(
        "8ABC123,CA,6,412.50,,",
        "8ABC123,us-ca,6,1,,",
        "7XYZ999,ZZ,5,100,,",
        "5OLD555,CA,9,-3,,",
        "=8BAD888,CA,5,1,,",
        "6NEW666,CA,5,1,,31/12/2026",
        "3TEN333,CA,,1,,",
        "2TOO222,CA,5,1,,,extra",
        "1CUT111,CA",
    )
    made = tried(scofflaws, data, by=boss)
    assert [(row.number, row.column) for row in rows_of(made, "refused")] == [
        (3, "plate"),
        (4, "state"),
        (5, "amount due"),
        (6, "plate"),
        (7, "valid until"),
        (8, "notices"),
        (9, ""),
        (10, ""),
    ]
    twice = rows_of(made, "refused")[0]
    assert twice.problem == "This vehicle stands in row 2 already."
    assert counts(made) == {"added": 0, "changed": 0, "same": 1, "gone": 0, "refused": 8}
    decision = imports.apply(list_import=made, leave_out_refused=False, by=boss, now=timezone.now())
    assert decision.code == "refused_rows"
    made.refresh_from_db()
    assert made.state == "ready"
    assert imports.apply(list_import=made, leave_out_refused=True, by=boss, now=timezone.now()).allowed
    worked(made)
    # The vehicles of refused rows stay as they stand.
    assert set(standing(scofflaws)) == {("8ABC123", "us-ca"), ("7XYZ999", "us-nv"), ("5OLD555", "us-ca")}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"plate;notices\n8ABC123;5\n", "a.csv", "no column for the state"),
        (b"plate,state,plate number,notices\n8ABC123,CA,1,5\n", "a.csv", "Two columns could be the plate"),
        (b"plate,state,notices\n", "a.csv", "no rows"),
        (b"\n\n\n", "a.csv", "no rows"),
        (b"PK\x03\x04 and nothing else", "a.xlsx", "cannot be read"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "a.csv", "not a table"),
        (b'plate,state,notices\n"8ABC123,CA,5\n' + b"x" * 20_000 + b"\n", "a.csv", "quotation mark"),
        (b"plate,state,notices\n" + b"x" * 70_000, "a.csv", "more than 65,536 characters"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_a_sentence_and_changes_nothing(
    scofflaws: Hotlist, boss: User, data: bytes, name: str, said: str
) -> None:
    taken_over(scofflaws, FIRST, by=boss)
    made = tried(scofflaws, data, name=name, by=boss)
    assert made.state == "failed"
    assert said in made.problem
    assert rows_of(made) == []
    assert len(standing(scofflaws)) == 3
    assert not imports.apply(list_import=made, leave_out_refused=True, by=boss, now=timezone.now()).allowed


def test_a_workbook_is_read_with_its_dates_numbers_and_formulas(scofflaws: Hotlist) -> None:
    day = datetime(2026, 12, 31)  # noqa: DTZ001  a workbook knows no zones
    rows = [
        ["License Plate", "State", "Open citations", "Balance due", "Expires", "Colour"],
        ["8ABC123", "CA", 6, 412.5, day, "blue"],
        [1234567, "California", "5", "$1,000.00", "2026-12-31", None],
        ["=A2", "CA", 5, 1, None, None],
        ["7DATE77", "CA", 5, 1, 46022, None],
    ]
    made = tried(scofflaws, xlsx_of(rows), name="list.xlsx")
    first, second = rows_of(made, "added")
    end = datetime(2027, 1, 1, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert (first.plate, first.notices, first.amount_due, first.valid_until) == (
        "8ABC123",
        6,
        Decimal("412.50"),
        end,
    )
    assert (second.plate, second.amount_due, second.valid_until) == ("1234567", Decimal("1000.00"), end)
    assert [(row.number, row.column) for row in rows_of(made, "refused")] == [
        (4, "plate"),
        (5, "valid until"),
    ]
    assert made.notes == ["Nothing is made of these columns: Colour."]


def test_list_that_changed_after_the_dry_run_makes_it_outdated(boss: User) -> None:
    hotlist = HotlistFactory(kind="watch")
    made = tried(hotlist, csv_of("8ABC123,CA,,,Watched,"), by=boss)
    put_by_hand(hotlist, by=boss)
    decision = imports.apply(list_import=made, leave_out_refused=False, by=boss, now=timezone.now())
    assert decision.code == "outdated"
    made.refresh_from_db()
    assert made.state == "outdated"
    again = worked(imports.run_again(list_import=made, by=boss))
    assert (again.state, again.list_version) == ("ready", 1)


def test_list_that_changes_between_decision_and_swap_is_not_overwritten(boss: User) -> None:
    hotlist = HotlistFactory(kind="watch")
    made = tried(hotlist, csv_of("8ABC123,CA,,,Watched,"), by=boss)
    assert imports.apply(list_import=made, leave_out_refused=False, by=boss, now=timezone.now()).allowed
    Hotlist.objects.filter(pk=hotlist.pk).update(version=9)
    worked(made)
    assert made.state == "outdated"
    assert standing(hotlist) == {}


def test_second_decision_about_the_same_dry_run_is_told_who_was_faster(
    scofflaws: Hotlist, boss: User
) -> None:
    made = tried(scofflaws, FIRST, by=boss)
    stale = HotlistImport.objects.get(pk=made.pk)
    assert imports.discard(list_import=made, by=boss, now=timezone.now()).allowed
    decision = imports.apply(list_import=stale, leave_out_refused=False, by=boss, now=timezone.now())
    assert not decision.allowed
    assert "Magnus Hale decided against it" in decision.reason


def test_a_feed_applies_by_itself_when_nothing_is_refused(scofflaws: Hotlist, mailoutbox: list) -> None:
    made = tried(scofflaws, FIRST, alone=True)
    assert (made.state, made.decided_by) == ("applied", None)
    assert len(standing(scofflaws)) == 3
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["8ABC123,CA,six,1,,"], "were refused"),
        ([f"8ABC{n:03},CA,5,1,," for n in range(20)], "may be cut off"),
    ],
)
def test_a_feed_that_looks_wrong_waits_for_a_person_and_its_owner_is_told(
    scofflaws: Hotlist, boss: User, mailoutbox: list, lines: list[str], said: str
) -> None:
    taken_over(scofflaws, csv_of(*(f"8ABC{n:03},CA,5,1,," for n in range(40))), by=boss)
    made = tried(scofflaws, csv_of(*lines), alone=True)
    assert made.state == "ready"
    assert len(standing(scofflaws)) == 40
    (letter,) = mailoutbox
    assert letter.to == [boss.email]
    assert said in letter.body
    assert "8ABC" not in letter.body


def test_the_same_bytes_again_are_the_same_dry_run_while_it_stands(scofflaws: Hotlist, boss: User) -> None:
    made = tried(scofflaws, FIRST)
    assert received(scofflaws, FIRST).pk == made.pk
    imports.discard(list_import=made, by=boss, now=timezone.now())
    assert received(scofflaws, FIRST).pk != made.pk


@pytest.mark.parametrize(("data", "name"), [(b"", "a.csv"), (b"x", "a.pdf"), (b"x", "csv")])
def test_what_is_no_file_of_entries_is_not_even_kept(scofflaws: Hotlist, data: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        received(scofflaws, data, name=name)
    assert not HotlistImport.objects.exists()


def test_a_file_over_the_limit_is_refused(scofflaws: Hotlist, settings: object) -> None:
    settings.ALPR_LIST_BYTES = 1000
    with pytest.raises(FileRefused, match="has more than"):
        received(scofflaws, b"x" * 1001)


def test_bytes_that_storage_lost_or_changed_are_not_taken_over(scofflaws: Hotlist) -> None:
    made = received(scofflaws, FIRST)
    default_storage.delete(made.stored)
    assert worked(made).problem == MISSING
    made = received(scofflaws, SECOND)
    default_storage.delete(made.stored)
    with default_storage.open(made.stored, "wb") as file:
        file.write(FIRST)
    assert worked(made).problem == DAMAGED


def test_whatever_the_portal_stumbles_over_ends_on_the_import(
    scofflaws: Hotlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr("enforcement.actions.import_work.open_list_file", broken)
    assert tried(scofflaws, FIRST).problem == STUMBLED


def test_an_entry_that_two_files_differ_in_is_replaced_whoever_put_it_there(boss: User) -> None:
    hotlist = HotlistFactory(kind="watch")
    hand = EntryFactory(hotlist=hotlist, plate="8ABC123", added_by=boss, notices=None, amount_due=None)
    made = taken_over(hotlist, csv_of("8ABC123,CA,,,Another reason,"), by=boss)
    assert made.changed == 1
    assert standing(hotlist)["8ABC123", "us-ca"].pk != hand.pk
