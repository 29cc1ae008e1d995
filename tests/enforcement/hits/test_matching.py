"""Every accepted read is matched: what makes a hit, which kind, and what does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions.accepted import take_in
from enforcement.models import Hit, Hotlist
from reads.models import Read
from tests.conftest import Ledger
from tests.factories.enforcement_hits import EntryFactory, ExemptionFactory, HotlistFactory
from tests.factories.reads import ReadFactory, under_access


def taken_in(*reads: Read) -> list[Hit]:
    """What hits there are after these reads were accepted."""
    take_in(read_ids=[read.pk for read in reads], by=SystemActor("matcher"), now=timezone.now())
    with under_access():
        return list(Hit.objects.select_related("entry", "hotlist").order_by("id"))


def test_the_listed_number_and_state_make_an_exact_hit(ledger: Ledger) -> None:
    entry, read = EntryFactory(), ReadFactory()
    (hit,) = taken_in(read)
    assert (hit.match, hit.kind, hit.entry, hit.state) == ("exact", "scofflaw", entry, "new")
    assert (hit.plate, hit.region, hit.priority) == ("8ABC123", "us-ca", 3)
    record = ledger.last("enforcement.match")
    assert record.username == "system:matcher"
    assert {f"read:{read.uid}", f"hotlistentry:{entry.uid}"} <= set(record.records)


@pytest.mark.parametrize(
    "plate, region, listed, listed_region, why",
    [
        ("8ABCI23", "us-ca", "8ABC123", "us-ca", "I read where the list has 1."),
        ("8A8CI23", "us-ca", "8ABC123", "us-ca", "8 read where the list has B, I read where the list has 1."),
        ("8ABX123", "us-ca", "8ABC123", "us-ca", "X read where the list has C."),
        ("9ABC123", "us-ca", "8ABC123", "us-ca", "9 read where the list has 8."),
        ("8ABC12", "us-ca", "8ABC123", "us-ca", "The list has one more character: 3, in place 7."),
        (
            "8ABC1237",
            "us-ca",
            "8ABC123",
            "us-ca",
            "One more character was read than the list has: 7, in place 8.",
        ),
        ("8ABC123", "", "8ABC123", "us-ca", "The state was not read; the list has California."),
        (
            "8ABC123",
            "us-nv",
            "8ABC123",
            "",
            "The list does not say which state; Nevada was read.",
        ),
        ("A", "us-ca", "B", "us-ca", "A read where the list has B."),
        ("A", "us-ca", "A7", "us-ca", "The list has one more character: 7, in place 2."),
    ],
)
def test_what_a_camera_could_take_for_it_makes_a_possible_hit_that_says_why(
    plate: str, region: str, listed: str, listed_region: str, why: str
) -> None:
    EntryFactory(plate=listed, region=listed_region)
    (hit,) = taken_in(ReadFactory(plate=plate, region=region))
    assert (hit.match, hit.why) == ("possible", [why])


@pytest.mark.parametrize(
    "plate, region",
    [("8ABC123", "us-nv"), ("8XYC123", "us-ca"), ("8ABC1", "us-ca"), ("8ABC12345", "us-ca")],
)
def test_another_vehicle_makes_no_hit_and_its_entry_stays_in_the_database(
    plate: str, region: str, ledger: Ledger
) -> None:
    entry, read = EntryFactory(), ReadFactory(plate=plate, region=region)
    assert taken_in(read) == []
    assert f"hotlistentry:{entry.uid}" not in ledger.last("enforcement.match").records


def test_no_hit_of_a_list_out_of_use_a_permit_list_or_an_entry_out_of_its_time(ledger: Ledger) -> None:
    hour = timedelta(hours=1)
    now = timezone.now()
    EntryFactory(hotlist=HotlistFactory(is_active=False))
    EntryFactory(hotlist=HotlistFactory(kind=Hotlist.Kind.PERMIT))
    EntryFactory(valid_from=now + hour)
    EntryFactory(valid_until=now - hour)
    EntryFactory(removed_at=now)
    assert taken_in(ReadFactory()) == []
    assert not [name for name in ledger.last("enforcement.match").records if name.startswith("hotlist")]


def test_a_list_that_asks_for_exact_hits_gets_no_others() -> None:
    strict = HotlistFactory(alert_policy=Hotlist.AlertPolicy.EXACT_ONLY)
    EntryFactory(hotlist=strict)
    EntryFactory(hotlist=strict, plate="8XYZ789", region="")
    assert taken_in(ReadFactory(plate="8ABC12"), ReadFactory(plate="8XYZ789", region="")) == []
    assert len(taken_in(ReadFactory())) == 1


def test_a_hit_takes_over_what_its_list_says_of_it() -> None:
    EntryFactory(
        hotlist=HotlistFactory(
            stale=True, alert_policy=Hotlist.AlertPolicy.SILENT, audience=Hotlist.Audience.RESTRICTED
        )
    )
    (hit,) = taken_in(ReadFactory())
    assert (hit.silent, hit.restricted, hit.stale_when_made) == (True, True, True)


def test_an_exemption_hides_no_hit_and_is_said_on_it() -> None:
    EntryFactory()
    ExemptionFactory()
    (hit,) = taken_in(ReadFactory())
    assert hit.why[1].startswith("This vehicle is exempt everywhere until ")
    assert hit.why[1].endswith(": A vehicle of the fire department")


def test_the_reads_of_a_frame_are_asked_about_in_one_statement() -> None:
    EntryFactory()
    reads = [ReadFactory(plate=f"9XYZ{number:03}") for number in range(12)]
    with CaptureQueriesContext(connection) as asked:
        assert taken_in(*reads) == []
    statements = [query["sql"] for query in asked.captured_queries]
    assert sum("from enforcement_entries_like(" in sql for sql in statements) == 1
