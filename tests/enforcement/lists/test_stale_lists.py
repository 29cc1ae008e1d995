"""A list past its freshness limit: its owner is told once each time, and every page says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.events import SystemActor
from enforcement.actions import hotlists
from enforcement.actions.stale_lists import tell_owners
from enforcement.models import Hit, Hotlist
from enforcement.tasks import tell_of_stale_lists
from tests.enforcement.lists.conftest import Written
from tests.factories import accounts
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import under_access

BEAT = SystemActor("beat")


def tell(*, later: timedelta = timedelta(0)) -> list[str]:
    return tell_owners(by=BEAT, now=timezone.now() + later)


def test_the_owner_is_told_once_and_again_when_it_was_fresh_meanwhile(
    written: Written, mailoutbox: list
) -> None:
    boss = accounts.manager()
    hotlist = HotlistFactory(code="watch", name="The watch list", kind="watch", owner=boss, stale=True)
    HotlistFactory(code="fresh", owner=boss)
    assert tell() == ["watch"]
    assert tell() == tell(later=timedelta(hours=20)) == []
    (letter,) = mailoutbox
    assert "The watch list" in letter.body
    assert letter.to == [boss.email]
    assert "no boot and no tow" in letter.body
    (event,) = written.events("hotlist_stale")
    assert event.target == "hotlist:watch"
    assert (event.username, event.detail["limit"], event.detail["hours"]) == ("system:beat", 24, 9 * 24)

    hotlists.confirm_fresh(hotlist=hotlist, by=boss, now=timezone.now())
    (fresh,) = written.events("hotlist_confirmed_fresh")
    assert (fresh.target, fresh.username) == ("hotlist:watch", "manager")
    assert "watch" not in tell(later=timedelta(hours=23))
    assert "watch" in tell(later=timedelta(hours=25))
    assert "watch" not in tell(later=timedelta(hours=26))
    assert len([one for one in written.events("hotlist_stale") if one.target == "hotlist:watch"]) == 2


def test_a_letter_that_does_not_leave_is_tried_again(
    scofflaws: Hotlist, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    Hotlist.objects.update(refreshed_at=timezone.now() - timedelta(days=9))
    with monkeypatch.context() as broken:

        def refuse(hotlist: Hotlist) -> None:
            raise ConnectionRefusedError("no mail server")

        broken.setattr("enforcement.actions.stale_lists.tell_stale", refuse)
        assert tell() == []
    scofflaws.refresh_from_db()
    assert scofflaws.stale_told_at is None
    assert tell() == ["scofflaw"]
    assert len(mailoutbox) == 1


def test_lists_out_of_service_and_new_ones_are_nobodys_alarm(boss: User, mailoutbox: list) -> None:
    HotlistFactory(owner=boss, stale=True, is_active=False)
    HotlistFactory(code="new", owner=boss, refreshed_at=None)
    assert tell() == []
    assert tell(later=timedelta(hours=25)) == ["new"]
    assert len(mailoutbox) == 1


def test_the_timetable_tells_and_names_no_restricted_list(boss: User, mailoutbox: list) -> None:
    HotlistFactory(name="The quiet list", kind="watch", audience="restricted", owner=boss, stale=True)
    tell_of_stale_lists()
    (letter,) = mailoutbox
    assert "quiet" not in (letter.subject + letter.body).lower()


@pytest.mark.parametrize("stale", [True, False])
def test_lists_and_hit_say_whether_the_list_is_stale(desk: Client, boss: User, stale: bool) -> None:
    entry = EntryFactory(hotlist=HotlistFactory(code="scofflaw", owner=boss, stale=stale))
    hit = hit_of(entry)
    with under_access():
        Hit.objects.filter(pk=hit.pk).update(state="accepted", decided_by=boss, decided_at=timezone.now())
    for place in ("/lists/", "/lists/scofflaw"):
        body = desk.get(place).content.decode()
        assert ("Stale since" in body, "Fresh until" in body) == (stale, not stale), place
    assert ("Stale list" in desk.get(f"/hits/{hit.uid}").content.decode()) is stale
    assert desk.get("/api/v1/lists").json()["lists"][0]["stale"] is stale
