"""A finished month is counted once, under an access of the system's, and small numbers stay back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from alpr_portal.lib.figures import SECTIONS, Count, Group, Report, report
from audit.events import SystemActor
from policy.actions import figures
from policy.models import MonthFigure
from policy.months import last_month, next_month, span
from policy.selectors.figures import due
from policy.tasks import publish_figures
from reads.models import Read
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.policy import MonthFigureFactory
from tests.factories.reads import ReadFactory, under_access

BY = SystemActor("test")


@pytest.fixture
def this_month() -> date:
    return timezone.localdate().replace(day=1)


@pytest.fixture
def own_source() -> Iterator[list[Report]]:
    """What a part of the portal reports under “reviews”, for this test only."""
    said: list[Report] = []
    sources = SECTIONS["reviews"].sources
    before = list(sources)
    sources.clear()

    @report("reviews")
    def reviews(start: datetime, end: datetime) -> Report:
        return said[0]

    yield said
    sources[:] = before


def publish(month: date) -> dict[str, str]:
    assert figures.publish(month=month, by=BY, now=span(month)[1])
    return {row.key: row.words for row in MonthFigure.objects.filter(month=month)}


def test_a_month_is_counted_under_an_access_of_the_systems_and_shown_without_one(
    client: Client, ledger: Ledger, this_month: date
) -> None:
    for number in range(7):
        ReadFactory(plate=f"7FIG00{number}")
    shown = publish(this_month)
    assert shown["reads"] == "7"
    written = ledger.last("policy.figures")
    assert (written.username, written.result) == ("system:beat", "shown")
    assert written.plates == []
    assert written.records == []
    before = len(ledger.records())
    page = client.get("/policy/figures")
    assert b"Plates read" in page.content
    assert b"7FIG00" not in page.content
    assert len(ledger.records()) == before


def test_small_numbers_are_not_kept_let_alone_shown(client: Client, this_month: date) -> None:
    ReadFactory()
    ReadFactory()
    shown = publish(this_month)
    assert shown["reads"] == "fewer than 5"
    row = MonthFigure.objects.get(key="reads")
    assert row.number is None
    assert b"fewer than 5" in client.get("/policy/figures").content
    assert shown["held.reads"] == "fewer than 50"


def test_the_database_refuses_to_keep_a_small_number() -> None:
    for wrong in ({"number": 3}, {"kind": "small", "number": 3}, {"month": date(2026, 1, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthFigureFactory(**wrong)


def test_searches_are_counted_by_the_purpose_that_was_stated(
    client: Client, ledger: Ledger, this_month: date
) -> None:
    read = ReadFactory()
    people.log_in(client, people.detective(), purpose="police_request", reference="26-003712")
    counted = ledger.connection.execute(
        "select count(*) from audit_accessrecord r join audit_accessoutcome o on o.access_id = r.uid"
        " where r.door = 'reads.search' and r.method = 'POST' and r.purpose = 'police_request'"
        " and o.result = 'shown' and r.actor_kind = 'person' and r.at >= %s",
        [span(this_month)[0]],
    ).fetchone()[0]
    for _ in range(6):
        client.post("/reads/", {"plate": read.plate})
    client.post("/reads/", {"plate": ""})  # refused, so it counts as none
    shown = publish(this_month)
    assert shown["searches.police_request"] == f"{counted + 6:,}"


def test_a_month_is_published_once_and_stays(this_month: date) -> None:
    for number in range(7):
        ReadFactory(plate=f"8FIG00{number}")
    publish(this_month)
    ReadFactory()
    assert figures.publish(month=this_month, by=BY, now=span(this_month)[1]) is False
    assert MonthFigure.objects.get(key="reads").number == 7
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        MonthFigure.objects.update(number=8)


def test_a_month_that_has_not_ended_is_not_published(this_month: date) -> None:
    ReadFactory()
    with pytest.raises(ValidationError, match="when it has ended"):
        figures.publish(month=this_month, by=BY, now=span(this_month)[1] - timedelta(seconds=1))


def test_before_the_first_read_there_is_nothing_to_publish(this_month: date) -> None:
    with under_access():
        assert not Read.objects.exists()
    assert figures.publish(month=this_month, by=BY, now=span(this_month)[1]) is False
    publish_figures()
    assert not MonthFigure.objects.exists()


def test_what_no_part_reports_on_says_so(client: Client, this_month: date) -> None:
    ReadFactory()
    assert "no way yet to release data" in MonthFigure(label=SECTIONS["releases"].nothing).label
    publish(this_month)
    assert b"The portal has no way yet to release data" in client.get("/policy/figures").content


def test_another_part_of_the_portal_reports_through_the_registry(
    own_source: list[Report], this_month: date
) -> None:
    ReadFactory()
    total = Count("reviews", "Reviews finished", 26)
    own_source.append(Report(groups=(Group(total, (Count("a", "A", 2), Count("b", "B", 24))),)))
    shown = publish(this_month)
    assert (shown["a"], shown["b"]) == ("fewer than 5", "withheld")


def test_a_share_is_shown_only_where_its_parts_are() -> None:
    from alpr_portal.lib.figures import Share

    parts = (Count("x", "", 20), Count("y", "", 180), Count("z", "", 0))
    told = Report(groups=(Group(Count("t", "", 200), parts),), shares=(Share("rate", "", "x", ("x", "y")),))
    assert [row.words for row in figures.published("hits", told, 5)][-1] == "10.0 %"
    few = Report(
        groups=(Group(Count("t", "", 184), (Count("x", "", 4), Count("y", "", 180))),),
        shares=(Share("rate", "", "x", ("x", "y")),),
    )
    assert [row.words for row in figures.published("hits", few, 5)][-1] == "withheld"
    none = Report(
        groups=(Group(Count("t", "", 0), (Count("x", "", 0),)),), shares=(Share("r", "", "x", ("x",)),)
    )
    assert [row.key for row in figures.published("hits", none, 5)] == ["t", "x"]


def test_a_portal_that_stood_still_catches_up() -> None:
    now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    assert due(now) == [date(2026, 4, 1)]
    MonthFigureFactory(month=date(2026, 1, 1))
    assert due(now) == [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]
    MonthFigureFactory(month=date(2026, 4, 1))
    assert due(now) == []


@pytest.mark.parametrize("month", [date(2026, 1, 1), date(2026, 12, 1), date(2028, 2, 1)])
def test_months_follow_each_other(month: date) -> None:
    assert last_month(next_month(month)) == month
    assert span(month)[1] == span(next_month(month))[0]


def test_a_month_begins_at_the_citys_midnight_on_both_sides_of_the_clock_change() -> None:
    start, end = span(date(2026, 3, 1))
    assert start.astimezone(UTC) == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2026, 4, 1, 7, tzinfo=UTC)
