"""One vehicle that passes in many frames is one hit."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.events import SystemActor
from enforcement.actions.accepted import take_in
from enforcement.models import Hit, Sighting
from reads.models import Read
from tests.enforcement.hits.conftest import SEEN, fresh, steps
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import ReadFactory, under_access


def taken(read: Read) -> list[Hit]:
    take_in(read_ids=[read.pk], by=SystemActor("matcher"), now=timezone.now())
    with under_access():
        return list(Hit.objects.order_by("id"))


def test_ten_frames_are_one_hit_with_ten_sightings() -> None:
    EntryFactory()
    for second in range(10):
        hits = taken(ReadFactory.at(timezone.now() + timedelta(seconds=second)))
    assert len(hits) == 1
    with under_access():
        assert Sighting.objects.count() == 10


def test_a_read_that_is_announced_twice_changes_nothing() -> None:
    EntryFactory()
    read = ReadFactory()
    assert taken(read) == taken(read)
    with under_access():
        assert Sighting.objects.count() == 1


def test_the_same_vehicle_on_two_lists_is_a_hit_of_each() -> None:
    EntryFactory(), EntryFactory(hotlist=HotlistFactory(kind="wanted"))
    assert {hit.kind for hit in taken(ReadFactory())} == {"scofflaw", "wanted"}


def test_an_exact_sighting_makes_a_possible_hit_exact() -> None:
    EntryFactory()
    (hit,) = taken(ReadFactory(plate="8A8C123"))
    assert hit.match == "possible"
    sharper = ReadFactory()
    (hit,) = taken(sharper)
    assert (hit.match, hit.plate, hit.read_id) == ("exact", "8ABC123", sharper.pk)
    assert steps(hit) == ["made", "became_exact"]


def test_the_rest_of_the_pass_joins_the_decided_hit_and_a_later_pass_makes_a_new_one(
    client: Client, officer: User
) -> None:
    EntryFactory()
    now = timezone.now()
    (hit,) = taken(ReadFactory.at(now))
    client.post(f"/hits/{hit.uid}/reject", {"reason": "exempt"})
    assert len(taken(ReadFactory.at(now + timedelta(minutes=9)))) == 1
    assert len(taken(ReadFactory.at(now + timedelta(minutes=20)))) == 2


def test_what_was_decided_of_a_look_alike_hides_no_exact_sighting(client: Client, officer: User) -> None:
    EntryFactory()
    (hit,) = taken(ReadFactory(plate="8A8C123"))
    client.post(f"/hits/{hit.uid}/confirm", {"plate": "8A8C123", "region": "us-ca"})
    assert fresh(hit).reject_reason == "other_vehicle"
    assert [one.match for one in taken(ReadFactory())] == ["possible", "exact"]


def test_a_renewed_entry_goes_on_with_the_open_hit() -> None:
    first = EntryFactory()
    (hit,) = taken(ReadFactory())
    with under_access():
        type(first).objects.update(removed_at=timezone.now())
    EntryFactory(hotlist=first.hotlist, notices=8)
    assert taken(ReadFactory()) == [hit]


def test_a_correction_that_is_undone_brings_the_hit_back(
    client: Client, officer: User, django_capture_on_commit_callbacks: object
) -> None:
    """The officer typed the wrong state; the read is the listed vehicle's after all."""
    EntryFactory()
    read = ReadFactory()
    (hit,) = taken(read)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/hits/{hit.uid}/confirm", SEEN | {"region": "us-nv"})
    with under_access():
        correction = Read.objects.get(pk=read.pk).corrections.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/reads/{read.uid}/corrections/{correction.pk}/undo")
    with under_access():
        assert [(one.state, one.match) for one in Hit.objects.order_by("id")] == [
            ("rejected", "exact"),
            ("new", "exact"),
        ]
