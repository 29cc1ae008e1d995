"""Two at once, on two real connections: one decides, the other is told, and no entry is lost."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import Hotlist, HotlistImport
from tests.enforcement.hits.test_races import at_once
from tests.enforcement.lists.conftest import Written
from tests.enforcement.lists.sending import csv_of, standing, tried, worked
from tests.factories import accounts
from tests.factories.enforcement_hits import HotlistFactory

DATA = csv_of("8ABC123,CA,,,Watched,", "7XYZ999,NV,,,Watched,")
ENTRY = {"plate": "4hand44", "region": "us-ca", "reason": "Seen leaving a collision", "lasts": "3"}


def two_managers() -> list[tuple[Client, User]]:
    people = [
        accounts.manager(),
        accounts.manager(username="second", full_name="Sonia Post", email="s@x.org"),
    ]
    return [(accounts.log_in(Client(), person), person) for person in people]


def dry_run() -> tuple[Hotlist, HotlistImport]:
    hotlist = HotlistFactory(code="watch", kind="watch")
    return hotlist, tried(hotlist, DATA)


def test_of_two_who_apply_a_dry_run_one_does_and_the_other_is_told(written: Written) -> None:
    (one, _), (two, _) = two_managers()
    hotlist, made = dry_run()
    address = f"/imports/{made.uid}/apply"
    answers = at_once(
        lambda: one.post(address, follow=True).content.decode(),
        lambda: two.post(address, follow=True).content.decode(),
    )
    made.refresh_from_db()
    assert made.state == "applying"
    told = [body for body in answers if f"{made.decided_by.full_name} had it applied already" in body]
    assert len(told) == 1
    (event,) = written.events("import_applied")
    assert event.username == made.decided_by.username
    worked(made)
    hotlist.refresh_from_db()
    assert (made.state, hotlist.version, hotlist.standing) == ("applied", 1, 2)


def test_of_one_who_applies_and_one_who_discards_one_wins(written: Written) -> None:
    (one, first), (two, second) = two_managers()
    hotlist, made = dry_run()
    at_once(lambda: one.post(f"/imports/{made.uid}/apply"), lambda: two.post(f"/imports/{made.uid}/discard"))
    made.refresh_from_db()
    applied = made.decided_by == first
    assert made.decided_by in (first, second)
    assert worked(made).state == ("applied" if applied else "discarded")
    assert len(standing(hotlist)) == (2 if applied else 0)


def test_an_entry_added_while_a_dry_run_is_decided_is_never_overwritten(written: Written) -> None:
    (one, _), (two, person) = two_managers()
    hotlist, made = dry_run()
    answers = at_once(
        lambda: one.post(f"/imports/{made.uid}/apply").status_code,
        lambda: two.post("/lists/entries/add", ENTRY | {"hotlist": "watch"}).status_code,
    )
    assert answers == [302, 302]
    assert worked(made).state == "outdated"
    ((key, entry),) = standing(hotlist).items()
    assert key == ("4HAND44", "us-ca")
    assert entry.added_by == person


def test_of_two_who_add_the_same_vehicle_one_does(written: Written) -> None:
    (one, _), (two, _) = two_managers()
    hotlist = HotlistFactory(code="watch", kind="watch")
    said = ENTRY | {"hotlist": "watch"}
    answers = at_once(
        lambda: one.post("/lists/entries/add", said).status_code,
        lambda: two.post("/lists/entries/add", said).status_code,
    )
    assert sorted(answers) == [302, 422]
    (entry,) = standing(hotlist).values()
    assert entry.valid_until - timezone.now() < timedelta(days=3)
    hotlist.refresh_from_db()
    assert (hotlist.version, hotlist.standing) == (1, 1)
