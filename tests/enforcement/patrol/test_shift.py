"""The shift summary: an officer's own figures, and for who reads the ledger, anybody's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import ChalkSession, Hit, HitStep, Hotlist
from reads.models import Camera
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import FrameFactory, ReadFactory, under_access


def figure(page: str, label: str) -> str:
    return page.partition(f"<dt>{label}</dt><dd>")[2].partition("<")[0]


@pytest.fixture
def on_patrol(olive: User, car: Camera) -> ChalkSession:
    """Half an hour in car 12, still going on."""
    session = ChalkSession.objects.create(officer=olive, vehicle="Car 12")
    with_start = timezone.now() - timedelta(minutes=30)
    ChalkSession.objects.filter(pk=session.pk).update(started_at=with_start)
    session.refresh_from_db()
    return session


@pytest.fixture
def rejected_hit(olive: User, car: Camera, on_patrol: ChalkSession) -> Hit:
    hit = hit_of(EntryFactory(), read=ReadFactory(frame=FrameFactory(camera=car)))
    with under_access():
        HitStep.objects.create(hit=hit, step="rejected", state="rejected", by=olive, reason="misread")
        Hit.objects.filter(pk=hit.pk).update(
            state="rejected", reject_reason="misread", decided_by=olive, decided_at=timezone.now()
        )
    return hit


def test_reads_hits_decisions_and_minutes_of_the_day(
    patrol: Client, rejected_hit: Hit, ledger: Ledger
) -> None:
    page = patrol.get("/shift").text
    assert (figure(page, "Reads"), figure(page, "Hits"), figure(page, "Rejected")) == ("1", "1", "1")
    assert 29 <= int(figure(page, "Minutes on patrol")) <= 31
    assert figure(page, "Car 12")
    assert ledger.last("patrol.shift").result == "shown"


def test_another_officer_has_a_shift_of_their_own(patrol: Client, rejected_hit: Hit) -> None:
    other = log_in(Client(), accounts.person("officer", username="other"))
    page = other.get("/shift").text
    assert (figure(page, "Reads"), figure(page, "Hits"), figure(page, "Rejected")) == ("0", "0", "0")


def test_an_officer_may_not_look_at_anothers_and_a_manager_may(
    patrol: Client, olive: User, rejected_hit: Hit
) -> None:
    other = log_in(Client(), accounts.person("officer", username="other"))
    refused = other.get(f"/shift?officer={olive.uid}")
    assert refused.status_code == 422 and "There is no such officer" in refused.text
    page = log_in(Client(), accounts.manager()).get(f"/shift?officer={olive.uid}").text
    assert olive.get_full_name() in page
    assert figure(page, "Rejected") == "1"


def test_restricted_hits_are_not_even_counted(patrol: Client, car: Camera, on_patrol: ChalkSession) -> None:
    entry = EntryFactory(hotlist=HotlistFactory(audience=Hotlist.Audience.RESTRICTED))
    hit_of(entry, read=ReadFactory(frame=FrameFactory(camera=car)))
    assert figure(patrol.get("/shift").text, "Hits") == "0"


def test_open_hits_of_the_vehicle_are_listed_and_new_ones_blind(
    patrol: Client, car: Camera, on_patrol: ChalkSession
) -> None:
    hit = hit_of(EntryFactory(), read=ReadFactory(frame=FrameFactory(camera=car)))
    page = patrol.get("/shift").text
    assert f"/hits/{hit.uid}" in page
    assert "8ABC123" not in page


@pytest.mark.parametrize(
    "query",
    ["day=yesterday", "day=0001-01-01", "day=9999-12-31", "start=25:00", "end=x", "officer=1", "officer=x'"],
)
def test_nonsense_is_refused_with_a_sentence(patrol: Client, query: str, ledger: Ledger) -> None:
    answer = patrol.get(f"/shift?{query}")
    assert answer.status_code == 422
    assert ledger.last("patrol.shift").code == "shift_refused"


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_days_on_which_the_clock_changes_and_nights_are_shifts_too(patrol: Client, day: str) -> None:
    assert patrol.get(f"/shift?day={day}").status_code == 200
    assert patrol.get(f"/shift?day={day}&start=22:00&end=06:00").status_code == 200
