"""The watched folder: what lies in it is taken in once and moved aside; what is not ready stays."""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from audit.events import SystemActor
from enforcement.actions.list_folder import take_files
from enforcement.models import Hotlist, HotlistImport
from enforcement.tasks import take_list_files
from tests.enforcement.lists.conftest import Written
from tests.enforcement.lists.sending import csv_of, standing, taken_over, worked
from tests.factories import accounts
from tests.factories.enforcement_hits import HotlistFactory

BEAT = SystemActor("beat")
DATA = csv_of("8ABC123,CA,6,412.50,,", "7XYZ999,NV,5,100,,")


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    settings.ALPR_LIST_FOLDER = str(tmp_path / "watched")
    (tmp_path / "watched" / "scofflaw").mkdir(parents=True)
    return tmp_path / "watched"


def put(path: Path, data: bytes = DATA, *, age: int = 60) -> Path:
    """A file last written `age` seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    written_at = (timezone.now() - timedelta(seconds=age)).timestamp()
    os.utime(path, (written_at, written_at))
    return path


def take() -> list[HotlistImport]:
    return take_files(by=BEAT, now=timezone.now())


def names(folder: Path) -> list[str]:
    """Files without the time and the mark that moving aside puts before them."""
    return sorted(path.name.split("-", 3)[-1] for path in folder.iterdir()) if folder.exists() else []


def test_a_file_is_taken_applied_and_moved_aside(scofflaws: Hotlist, folder: Path) -> None:
    put(folder / "scofflaw" / "nightly.csv")
    (made,) = take()
    assert (made.way, made.whole, made.apply_by_itself, made.received_by) == ("folder", True, True, None)
    worked(made)
    assert (made.state, made.decided_by) == ("applied", None)
    assert set(standing(scofflaws)) == {("8ABC123", "us-ca"), ("7XYZ999", "us-nv")}
    assert names(folder / "scofflaw" / "taken") == ["nightly.csv"]
    assert names(folder / "scofflaw" / "refused") == names(folder / "scofflaw" / "working") == []
    assert take() == [], "what was moved aside is not taken twice"


@pytest.mark.parametrize("door", ["command", "task"])
def test_command_and_timetable_take_what_lies_there(scofflaws: Hotlist, folder: Path, door: str) -> None:
    put(folder / "scofflaw" / "nightly.csv")
    said = io.StringIO()
    if door == "command":
        call_command("take_list_files", stdout=said)
    else:
        take_list_files()
    made = HotlistImport.objects.get()
    assert made.file_name == "nightly.csv"
    if door == "command":
        assert said.getvalue() == f"scofflaw: nightly.csv, import {made.uid}\n1 files taken in.\n"


def test_a_file_that_is_none_is_moved_aside_with_its_reason(
    written: Written, folder: Path, mailoutbox: list
) -> None:
    boss = accounts.manager()
    hotlist = HotlistFactory(code="scofflaw", owner=boss)
    put(folder / "scofflaw" / "empty.csv", b"")
    good = put(folder / "scofflaw" / "good.csv")
    (made,) = take()
    assert made.file_name == good.name, "one that is refused stops no other"
    refused = folder / "scofflaw" / "refused"
    assert names(refused) == ["empty.csv", "empty.csv.why"]
    (why,) = refused.glob("*.why")
    assert why.read_text() == "“empty.csv” is empty.\n"
    (event,) = written.events("import_failed")
    assert (event.target, event.username) == (hotlist.ledger_target, "system:beat")
    assert event.detail["reason"] == "“empty.csv” is empty."
    (letter,) = mailoutbox
    assert letter.to == [boss.email]
    assert "It is empty or too large" in letter.body
    assert "empty.csv" not in letter.body
    assert standing(hotlist) == {}


def test_a_file_that_cannot_be_read_changes_nothing_and_its_owner_is_told(
    scofflaws: Hotlist, boss: User, folder: Path, mailoutbox: list
) -> None:
    taken_over(scofflaws, DATA, by=boss)
    put(folder / "scofflaw" / "broken.csv", b"plate;notices\n8ABC123;5\n")
    (made,) = take()
    worked(made)
    assert made.state == "failed"
    assert "no column for the state" in made.problem
    assert len(standing(scofflaws)) == 2
    (letter,) = mailoutbox
    assert letter.to == [boss.email]
    assert made.problem in letter.body


def test_the_letter_about_a_restricted_list_does_not_name_it(
    boss: User, folder: Path, mailoutbox: list
) -> None:
    HotlistFactory(code="quiet", name="The quiet list", kind="watch", audience="restricted", owner=boss)
    put(folder / "quiet" / "broken.csv", b"plate;notices\n8ABC123;5\n")
    (made,) = take()
    worked(made)
    (letter,) = mailoutbox
    assert "One of your lists" in letter.body
    assert "quiet" not in (letter.subject + letter.body).lower()


@pytest.mark.parametrize(
    ("name", "age"),
    [
        ("young.csv", 2),
        (".hidden.csv", 60),
        ("nightly.csv.part", 60),
        ("notes.pdf", 60),
        ("deeper/nightly.csv", 60),
    ],
)
def test_what_is_still_written_or_no_file_of_entries_stays_where_it_is(
    scofflaws: Hotlist, folder: Path, name: str, age: int
) -> None:
    path = put(folder / "scofflaw" / name, age=age)
    assert take() == []
    assert path.read_bytes() == DATA


def test_files_of_an_unknown_code_stay_and_are_complained_of(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = put(folder / "nobodys" / "nightly.csv")
    assert take() == []
    assert path.exists()
    assert "'nobodys', which is no list's code" in caplog.text


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A place beside the watched folder; nothing in it is ever touched."""
    path = put(tmp_path / "outside" / "secret.csv")
    yield path
    assert [one.name for one in path.parent.iterdir()] == ["secret.csv"]
    assert path.read_bytes() == DATA


@pytest.mark.parametrize("link", ["file", "folder", "working"])
def test_links_lead_nowhere(scofflaws: Hotlist, folder: Path, outside: Path, link: str) -> None:
    if link == "file":
        (folder / "scofflaw" / "nightly.csv").symlink_to(outside)
    elif link == "folder":
        (folder / "scofflaw").rmdir()
        (folder / "scofflaw").symlink_to(outside.parent)
    else:
        (folder / "scofflaw" / "working").symlink_to(outside.parent)
    # Late enough for what would lie in `working` since long.
    assert take_files(by=BEAT, now=timezone.now() + timedelta(hours=1)) == []
    assert not HotlistImport.objects.exists()


@pytest.mark.parametrize("name", ["working", "taken", "refused"])
def test_nothing_is_moved_through_a_link(
    scofflaws: Hotlist, folder: Path, outside: Path, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    path = put(folder / "scofflaw" / "nightly.csv")
    (folder / "scofflaw" / name).symlink_to(outside.parent)
    assert take() == []
    assert path.exists()
    assert f"“{name}” is a link" in caplog.text


def test_a_file_that_a_dead_process_left_is_taken_up_before_a_newer_one_of_its_name(
    scofflaws: Hotlist, folder: Path
) -> None:
    put(folder / "scofflaw" / "working" / "nightly.csv", age=3600)
    newer = put(folder / "scofflaw" / "nightly.csv", csv_of("6NEW666,CA,5,250,,"))
    assert take() == [], "perhaps somebody is still at the first one"
    assert newer.exists()
    first, second = take_files(by=BEAT, now=timezone.now() + timedelta(minutes=11))
    assert (first.sha256 != second.sha256, first.pk < second.pk) == (True, True)
    assert [worked(one).state for one in (first, second)] == ["applied", "ready"]
    assert len(list((folder / "scofflaw" / "taken").iterdir())) == 2


def test_no_folder_is_watched_unless_one_is_set(settings: object) -> None:
    settings.ALPR_LIST_FOLDER = ""
    assert take() == []
