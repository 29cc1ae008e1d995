"""The stream to the patrol screen, from a real web server over a real connection."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.actions import trainings
from accounts.models import TrainingRecord, User
from alpr_portal.embedded.redis import EmbeddedRedis
from enforcement.models import Hit, Hotlist
from tests.browser.conftest import free_port
from tests.conftest import Ledger
from tests.enforcement.patrol.live_portal import Person, Server, wait_until
from tests.factories import accounts
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import CameraFactory, under_access
from tests.kill.portal import kill_hard

Street = Callable[[], bytes]
DOOR = "patrol.cards"


def test_read_that_is_stored_is_on_the_screen_of_its_vehicle_and_in_the_ledger(
    officer_there: Person, street: Street, written: Ledger
) -> None:
    screen, other = officer_there.listen(), officer_there.listen(vehicle="Car 7")
    uid = officer_there.send_read(street(), "8ABC123")
    card = screen.cards_until(uid)
    assert "8ABC123" in card
    assert f"/patrol/reads/{uid}/crop.jpg" in card
    theirs = officer_there.send_read(street(), "7XYZ987", camera="car-7-left")
    assert uid not in other.cards_until(theirs)
    pushes = [push for push in written.records(DOOR) if f"read:{uid}" in push.records]
    assert [(push.username, push.result, push.status) for push in pushes] == [("officer", "shown", 200)]
    assert "us-ca 8ABC123" in pushes[0].plates
    assert (pushes[0].purpose, json.loads(pushes[0].query)) == ("time_limit", {"read": uid})
    assert pushes[0].address == "127.0.0.1"
    screen.close()
    other.close()


def test_hit_is_pushed_without_its_reason(officer_there: Person, street: Street) -> None:
    entry = EntryFactory(plate="8ABC123", reason="Seven unpaid notices")
    screen = officer_there.listen()
    officer_there.send_read(street(), "8ABC123")
    with under_access():
        hit = Hit.objects.get(entry=entry)
    pushed = screen.cards_until(f"hit-card-{hit.uid}")
    card = pushed[pushed.index(f"hit-card-{hit.uid}") :].partition("</li>")[0]
    assert "Exact hit" in card and 'data-colour="red"' in card and 'data-sound="chime"' in card
    assert "Scofflaw" not in card and "Seven" not in card
    screen.close()


def test_restricted_hit_is_pushed_to_those_with_the_right_alone(
    server: Server, officer_there: Person, street: Street
) -> None:
    manager = Person(server, accounts.manager())
    EntryFactory(plate="8ABC123", hotlist=HotlistFactory(audience=Hotlist.Audience.RESTRICTED))
    hers, theirs = manager.listen(), officer_there.listen()
    read = officer_there.send_read(street(), "8ABC123")
    with under_access():
        hit = Hit.objects.get()
    later = officer_there.send_read(street(), "7XYZ987")
    assert str(hit.uid) in hers.cards_until(read, later, str(hit.uid))
    assert str(hit.uid) not in theirs.cards_until(read, later)
    hers.close()
    theirs.close()


def test_training_that_lapses_while_listening_ends_the_stream_and_nothing_is_shown(
    officer_there: Person, street: Street, written: Ledger
) -> None:
    colleague = Person(officer_there.server, accounts.person("officer", username="colleague"))
    screen = officer_there.listen()
    training = TrainingRecord.objects.get(user__username="officer")
    trainings.withdraw(
        training=training, reason="Recorded by mistake", by=accounts.manager(), now=timezone.now()
    )
    uid = colleague.send_read(street(), "8ABC123")
    told = screen.next()
    assert told is not None and told.event == "ended"
    said = json.loads(told.data)
    assert said["code"] == "training" and "training" in said["detail"]
    assert screen.next() is None
    screen.close()
    refused = written.last(DOOR)
    assert (refused.username, refused.result, refused.code, refused.records) == (
        "officer",
        "refused",
        "training",
        [],
    )
    assert uid not in str(refused.records)


@pytest.mark.parametrize("persona", ["untrained", "auditor", "detective"])
def test_who_may_not_patrol_gets_no_stream(server: Server, persona: str) -> None:
    somebody: User = getattr(accounts, persona)()
    answer = Person(server, somebody).ask("GET", "/patrol/live?vehicle=Car+12")
    assert answer.status == 403
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_stranger_gets_no_stream(server: Server, officer_there: Person) -> None:
    officer_there.headers = {}
    assert officer_there.ask("GET", "/patrol/live").status == 401


def test_stream_bears_the_headers_of_every_page_and_is_not_buffered(officer_there: Person) -> None:
    screen = officer_there.listen()
    headers = screen.answer.headers
    assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Content-Security-Policy"]
    screen.close()


def test_a_screen_that_comes_back_misses_nothing(officer_there: Person, street: Street) -> None:
    screen = officer_there.listen()
    screen.cards_until(officer_there.send_read(street(), "8ABC123"))
    screen.close()
    missed = [officer_there.send_read(street(), f"7XYZ10{number}") for number in range(3)]
    again = officer_there.listen(last=screen.last_id)
    assert again.cards_until(*missed)
    again.close()


def test_a_new_page_hears_of_what_came_after_it_was_made(officer_there: Person, street: Street) -> None:
    officer_there.send_read(street(), "8ABC123")
    officer_there.ask(
        "POST", "/patrol/vehicle", b"vehicle=Car+12", Content_Type="application/x-www-form-urlencoded"
    )
    page = officer_there.ask("GET", "/patrol/").body.decode()
    after = page.partition('data-after="')[2].partition('"')[0]
    uid = officer_there.send_read(street(), "7XYZ987")
    screen = officer_there.listen(after=after)
    pushed = screen.cards_until(uid)
    assert "8ABC123" not in pushed
    screen.close()


@pytest.mark.parametrize("last", ["1-1", "99999999999999-0", "nonsense", "9" * 40 + "-1"])
def test_an_id_that_the_stream_does_not_know_is_told_to_load_anew(
    officer_there: Person, street: Street, last: str
) -> None:
    officer_there.send_read(street(), "8ABC123")
    screen = officer_there.listen(last=last)
    told = screen.next()
    assert told is not None and told.event == "resync"
    screen.close()


def test_server_that_ends_ends_its_streams_at_once(officer_there: Person) -> None:
    screen = officer_there.listen()
    assert officer_there.server.stop()
    assert screen.next() is None
    screen.close()
    officer_there.server.start()


def test_redis_killed_and_back_is_told_and_then_loaded_anew(
    committed: None, tmp_path: Path, street: Street
) -> None:
    queue = EmbeddedRedis(tmp_path / "redis")
    queue.start()
    server = Server(free_port(), tmp_path / "web.log", REDIS_URL=queue.url)
    server.start()
    CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")
    olive = Person(server, accounts.officer())
    try:
        screen = olive.listen()
        screen.cards_until(olive.send_read(street(), "8ABC123"))
        kill_hard(queue.pid)
        told = screen.next()
        assert told is not None and told.event == "away"
        olive.send_read(street(), "7XYZ987")  # kept, though nobody can be told of it
        wait_until(lambda: not queue.alive(), "Redis to be gone")
        queue.start()
        told = screen.next()
        assert told is not None and told.event == "resync"
        uid = olive.send_read(street(), "6DEF456")
        assert screen.cards_until(uid)
        screen.close()
    finally:
        server.stop()
        queue.stop()
