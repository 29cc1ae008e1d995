"""What the database finds by equality is what a slow comparison of everything with everything finds."""

import itertools

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alpr_portal.lib.lookalikes import (
    beginnings_alike,
    compare,
    fold,
    numbers_one_off,
    one_character_off,
)
from audit.system import system_access
from enforcement.models import HotlistEntry
from enforcement.selectors.likenesses import standing_likenesses
from enforcement.selectors.past_likenesses import past_likenesses
from reads.models import Read
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import FrameFactory, ReadFactory, under_access

# Few letters, so that likenesses are frequent: two groups of look-alikes and one letter of its own.
plates = st.text(alphabet="0OQ8BA", min_size=1, max_size=10)
regions = st.sampled_from(["", "us-ca", "us-nv"])
vehicles = st.tuples(plates, regions)


@given(plates, plates)
def test_the_numbers_one_off_are_those_that_compare_finds(plate: str, other: str) -> None:
    expected = plate == other or one_character_off(plate, other) is not None
    assert (other in numbers_one_off(plate)) == expected


@given(plates)
def test_the_beginnings_alike_are_few_and_hold_every_look_alike(plate: str) -> None:
    forms = beginnings_alike(plate)
    assert len(forms) == len(set(forms)) <= 1024
    for letters in itertools.islice(itertools.product("0ODQ8BA", repeat=len(plate)), 300):
        other = "".join(letters)
        if fold(other) == fold(plate):
            assert other.startswith(tuple(forms))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(vehicles, max_size=8), st.lists(vehicles, min_size=1, max_size=4))
@example({("A", "us-ca"), ("AB", "us-ca"), ("B", "")}, [("A", "us-ca"), ("0", "")])
def test_the_database_finds_what_comparing_everything_finds(
    db: None, listed: set[tuple[str, str]], seen: list[tuple[str, str]]
) -> None:
    with under_access():
        hotlist = HotlistFactory()
        entries = [EntryFactory(hotlist=hotlist, plate=plate, region=region) for plate, region in listed]
        reads = [
            Read(pk=number, plate=plate, region=region, received_at=timezone.now())
            for number, (plate, region) in enumerate(seen, start=1)
        ]
        found = {
            (one.read.pk, one.entry.pk, one.likeness.match, one.likeness.why)
            for one in standing_likenesses(reads=reads, now=timezone.now())
            if one.hotlist == hotlist
        }
        expected = {
            (read.pk, entry.pk, likeness.match, likeness.why)
            for read in reads
            for entry in entries
            if (likeness := compare(read.plate, read.region, entry.plate, entry.region)) is not None
        }
        assert found == expected
        HotlistEntry.objects.filter(hotlist=hotlist).update(removed_at=timezone.now())


def test_without_an_access_the_lists_answer_nothing_though_the_plan_is_kept() -> None:
    listed, other = (
        Read(pk=number, plate=plate, region="us-ca", received_at=timezone.now())
        for number, plate in enumerate(("8ABC123", "0NONE0"))
    )
    with under_access():
        entry = EntryFactory()
    for _ in range(3):
        with system_access("test", door="tests", reason="Allowed") as access, access.transaction():
            (finding,) = standing_likenesses(reads=[listed, other], now=timezone.now())
        assert (finding.read, finding.entry, finding.hotlist) == (listed, entry, entry.hotlist)
        assert list(access.records) == [f"hotlistentry:{entry.uid}"]
    for read in (listed, other):
        with pytest.raises(ProgrammingError, match="No open access record"), transaction.atomic():
            standing_likenesses(reads=[read], now=timezone.now())


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(vehicles, min_size=1, max_size=3), st.lists(vehicles, max_size=6))
def test_past_reads_are_found_the_same_way(
    db: None, listed: set[tuple[str, str]], seen: list[tuple[str, str]]
) -> None:
    began = timezone.now()
    with under_access():
        hotlist, frame = HotlistFactory(), FrameFactory()
        entries = [EntryFactory(hotlist=hotlist, plate=plate, region=region) for plate, region in listed]
        reads = [
            ReadFactory(plate=plate, region=region, frame=frame, received_at=timezone.now(), crop="")
            for plate, region in seen
        ]
        found = {
            (one.read.pk, one.entry.pk, one.likeness.match)
            for one in past_likenesses(entries=entries, since=began, until=timezone.now())
        }
        expected = {
            (read.pk, entry.pk, likeness.match)
            for read in reads
            for entry in entries
            if (likeness := compare(read.plate, read.region, entry.plate, entry.region)) is not None
        }
        assert found == expected
