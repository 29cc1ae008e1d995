"""New entries are matched against past reads: on the timetable, and because a person says why."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions.past_matching import match_waiting
from enforcement.models import Hit, Hotlist, HotlistEntry, Sighting
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import ReadFactory, under_access


def run() -> int:
    return match_waiting(by=SystemActor("beat"), now=timezone.now())


def test_the_timetable_finds_past_reads_of_new_entries_once_and_says_that_they_are_past(
    ledger: Ledger,
) -> None:
    now = timezone.now()
    older = ReadFactory.at(now - timedelta(days=3))
    newer = ReadFactory.at(now - timedelta(days=1))
    alike = ReadFactory.at(now - timedelta(hours=2), plate="8A8C123")
    ReadFactory.at(now - timedelta(days=9))  # outside the window
    entry = EntryFactory()
    assert (run(), run()) == (1, 0)
    with under_access():
        hit = Hit.objects.get()
        assert (hit.entry, hit.from_past, hit.match, hit.read) == (entry, True, "exact", newer)
        assert hit.last_seen_at == alike.received_at
        assert set(Sighting.objects.values_list("read", flat=True)) == {older.pk, newer.pk, alike.pk}
        assert HotlistEntry.objects.get().past_matched_at is not None
    assert ledger.records("enforcement.match_past")[0].username == "system:matcher"


def test_lists_that_make_no_hits_are_not_looked_through() -> None:
    ReadFactory.at(timezone.now() - timedelta(hours=1))
    EntryFactory(hotlist=HotlistFactory(is_active=False))
    EntryFactory(hotlist=HotlistFactory(kind=Hotlist.Kind.PERMIT))
    EntryFactory(removed_at=timezone.now())
    assert run() == 0


def test_a_list_for_exact_hits_gets_no_look_alikes_of_the_past() -> None:
    ReadFactory.at(timezone.now() - timedelta(hours=1), plate="8A8C123")
    EntryFactory(hotlist=HotlistFactory(alert_policy=Hotlist.AlertPolicy.EXACT_ONLY))
    assert run() == 1
    with under_access():
        assert not Hit.objects.exists()


def test_a_person_has_one_entry_looked_for_further_back_and_says_why(client: Client, ledger: Ledger) -> None:
    people.log_in(client, people.manager())
    ReadFactory.at(timezone.now() - timedelta(days=40))
    entry = EntryFactory()
    assert client.get("/hits/past", {"entry": str(entry.uid)}).status_code == 200
    said = {"entry": str(entry.uid), "days": "60", "reason": "Case 24-1182"}
    answer = client.post("/hits/past", said, follow=True)
    assert b"Hits: 1." in answer.content and b"Past read" in answer.content
    with under_access():
        assert Hit.objects.get().from_past


def test_a_whole_list_is_left_to_the_timetable(client: Client) -> None:
    people.log_in(client, people.manager())
    entry = EntryFactory(past_matched_at=timezone.now())
    said = {"hotlist": entry.hotlist.code, "days": "7", "reason": "The list was wrong"}
    assert client.post("/hits/past", said).status_code == 302
    with under_access():
        assert HotlistEntry.objects.get().past_matched_at is None
    assert run() == 1


def test_past_reads_are_not_looked_through_without_a_reason_or_without_bounds(client: Client) -> None:
    people.log_in(client, people.manager())
    entry = EntryFactory()
    for said, sentence in (
        ({"entry": str(entry.uid), "days": "7"}, "Say why past reads are looked through."),
        ({"entry": str(entry.uid), "days": "900", "reason": "x"}, "less than or equal to 92"),
        ({"days": "7", "reason": "x"}, "Choose a list"),
        ({"entry": "8ABC123", "days": "7", "reason": "x"}, "There is no such entry"),
    ):
        answer = client.post("/hits/past", said)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_a_decided_hit_takes_in_older_reads_and_no_new_one_is_made() -> None:
    """What was decided of the vehicle later stands."""
    from tests.factories.enforcement_hits import hit_of

    ReadFactory.at(timezone.now() - timedelta(days=2))
    hit = hit_of(EntryFactory())
    officer = people.officer()
    with under_access():
        Hit.objects.filter(pk=hit.pk).update(
            state="rejected", reject_reason="exempt", decided_at=timezone.now(), decided_by=officer
        )
    run()
    with under_access():
        assert Hit.objects.get() == hit
