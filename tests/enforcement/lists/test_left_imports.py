"""What a dead worker leaves: a half-read file is begun anew, a swap happened or did not, and it ends."""

import uuid
from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from accounts.models import User
from audit.events import SystemActor
from enforcement import list_store
from enforcement.actions import import_work, imports
from enforcement.actions.import_work import KILLS_WORKERS, MOST_ATTEMPTS, sweep_imports, work_on
from enforcement.models import Hotlist, HotlistImport
from tests.enforcement.lists.conftest import Written
from tests.enforcement.lists.sending import WORKER, csv_of, received, rows_of, standing, tried, worked
from tests.factories import accounts
from tests.factories.enforcement_hits import HotlistFactory
from tests.factories.enforcement_lists import ImportRowFactory

BEAT = SystemActor("beat")
DATA = csv_of("8ABC123,CA,6,412.50,,", "7XYZ999,NV,5,100,,")


class Killed(BaseException):
    """The end of a worker: nothing in the portal catches it."""


def left(made: HotlistImport, state: str, *, attempts: int = 1, ago: timedelta = timedelta(hours=1)) -> None:
    """As a worker that claimed it `ago` and died leaves it."""
    HotlistImport.objects.filter(pk=made.pk).update(
        state=state, claim=uuid.uuid4(), claimed_at=timezone.now() - ago, attempts=attempts
    )


def sweep() -> list[int]:
    return sweep_imports(by=BEAT, now=timezone.now())


def test_a_half_read_file_is_begun_anew(scofflaws: Hotlist) -> None:
    made = received(scofflaws, DATA)
    ImportRowFactory(list_import=made, number=2, plate="8ABC123")
    left(made, "reading")
    work_on(import_id=made.pk, by=WORKER)
    made.refresh_from_db()
    assert made.state == "reading", "nobody else works on what is claimed"
    assert sweep() == [made.pk]
    made.refresh_from_db()
    assert (made.state, made.claim, made.attempts) == ("waiting", None, 1)
    assert sweep() == [], "its message has just been sent"
    worked(made)
    assert (made.state, made.added) == ("ready", 2)
    assert [row.plate for row in rows_of(made)] == ["8ABC123", "7XYZ999"]


@pytest.mark.parametrize("state", ["reading", "applying"])
def test_a_claim_within_its_limit_is_left_alone(scofflaws: Hotlist, settings: object, state: str) -> None:
    made = received(scofflaws, DATA)
    left(made, state, ago=timedelta(seconds=settings.ALPR_CLAIM_SECONDS - 30))
    assert sweep() == []
    made.refresh_from_db()
    assert (made.state, made.claim is None) == (state, False)


@pytest.mark.parametrize("alone", [True, False], ids=["feed", "person"])
@pytest.mark.parametrize("state", ["reading", "applying"])
def test_a_file_that_ends_every_worker_is_given_up(
    written: Written, mailoutbox: list, state: str, alone: bool
) -> None:
    hotlist = HotlistFactory(owner=accounts.manager())
    made = received(hotlist, DATA, alone=alone)
    for attempt in range(1, MOST_ATTEMPTS):
        left(made, state, attempts=attempt)
        assert sweep() == [made.pk]
    left(made, state, attempts=MOST_ATTEMPTS)
    assert sweep() == []
    made.refresh_from_db()
    assert (made.state, made.problem) == ("failed", KILLS_WORKERS)
    (event,) = written.events("import_failed")
    assert (event.target, event.username) == (made.ledger_target, "system:beat")
    assert standing(hotlist) == {}
    # Nobody looks at a feed's page.
    assert [letter.to for letter in mailoutbox] == ([[hotlist.owner.email]] if alone else [])


def test_a_message_that_was_lost_is_sent_again(scofflaws: Hotlist, settings: object) -> None:
    made = received(scofflaws, DATA)
    assert sweep() == []
    lost = timezone.now() - timedelta(seconds=settings.ALPR_LOST_SECONDS + 1)
    HotlistImport.objects.filter(pk=made.pk).update(queued_at=lost)
    assert sweep() == [made.pk]


@pytest.mark.parametrize("when", ["before", "after"], ids=["before the swap", "before the commit"])
def test_a_worker_killed_while_applying_changes_nothing_and_it_is_applied_later(
    written: Written, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    boss = accounts.manager()
    hotlist = HotlistFactory(owner=boss)
    made = tried(hotlist, DATA)
    assert imports.apply(list_import=made, leave_out_refused=False, by=boss, now=timezone.now()).allowed
    swap = list_store.swap

    def killed(locked: HotlistImport) -> None:
        if when == "after":
            swap(locked)
        raise Killed

    with monkeypatch.context() as deadly:
        deadly.setattr(import_work.list_store, "swap", killed)
        with pytest.raises(Killed):
            work_on(import_id=made.pk, by=WORKER)
    made.refresh_from_db()
    hotlist.refresh_from_db()
    assert (made.state, made.claim is None, made.attempts) == ("applying", False, 1)
    assert (standing(hotlist), hotlist.version) == ({}, 0)

    left(made, "applying")
    assert sweep() == [made.pk]
    worked(made)
    hotlist.refresh_from_db()
    assert (made.state, hotlist.version, hotlist.standing) == ("applied", 1, 2)
    assert set(standing(hotlist)) == {("8ABC123", "us-ca"), ("7XYZ999", "us-nv")}
    assert [one.detail["step"] for one in written.events("import_applied")] == ["decided", "done"]


def test_a_worker_in_the_middle_of_its_transaction_is_alive(
    written: Written, admin_connection: psycopg.Connection
) -> None:
    made = received(HotlistFactory(), DATA)
    left(made, "applying")
    with admin_connection.transaction():
        admin_connection.execute("select from enforcement_hotlistimport where id = %s for update", [made.pk])
        assert sweep() == []
    assert sweep() == [made.pk]


def test_a_worker_that_lost_its_claim_drops_what_it_has(
    scofflaws: Hotlist, boss: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = received(scofflaws, DATA)
    opened = import_work.open_list_file

    def slow(*args: object, **more: object) -> object:
        left(made, "reading")
        return opened(*args, **more)

    monkeypatch.setattr(import_work, "open_list_file", slow)
    work_on(import_id=made.pk, by=WORKER)
    made.refresh_from_db()
    assert (made.state, made.problem) == ("reading", "")
    assert rows_of(made) == []
