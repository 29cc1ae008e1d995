"""Chalk sessions, what is due, and exemptions, as officers use them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import ChalkMark, ChalkSession, Exemption, Zone
from tests.conftest import Ledger
from tests.enforcement.zones.test_chalking import chalked, seen
from tests.factories import accounts as people
from tests.factories.enforcement_zones import (
    ChalkMarkFactory,
    ExemptionFactory,
    PermitFactory,
    PermitListFactory,
    ZoneFactory,
    ZoneRuleFactory,
)
from tests.factories.reads import CameraFactory, under_access


@pytest.fixture
def person() -> User:
    return people.officer()


@pytest.fixture
def officer(client: Client, person: User) -> Client:
    return people.log_in(client, person)


def test_a_session_begins_with_a_vehicle_and_zones_once_and_ends(
    officer: Client, person: User, ledger: Ledger
) -> None:
    CameraFactory(vehicle="12")
    zone, other = ZoneFactory(), ZoneFactory()
    said = {"vehicle": "12", "zones": [zone.code, other.code]}
    assert officer.post("/chalk/begin", said).status_code == 302
    session = ChalkSession.objects.get()
    assert (session.officer, session.vehicle, set(session.zones.all())) == (person, "12", {zone, other})
    again = officer.post("/chalk/begin", said)
    assert again.status_code == 422
    assert "end it first" in again.content.decode()
    assert zone.name in officer.get("/chalk/").content.decode()
    assert officer.post("/chalk/end").status_code == 302
    session.refresh_from_db()
    assert session.ended_at is not None
    assert ledger.last("enforcement.chalk_begin").code == "chalk_begin_refused"


@pytest.mark.parametrize(
    "said",
    [{}, {"vehicle": "99"}, {"vehicle": "12", "zones": ["nowhere"]}, {"vehicle": "12", "zones": ["gone"]}],
)
def test_a_session_of_nothing_that_is_there_is_refused(officer: Client, said: dict[str, object]) -> None:
    CameraFactory(vehicle="12")
    ZoneFactory(code="gone", is_active=False)
    assert officer.post("/chalk/begin", said).status_code == 422
    assert not ChalkSession.objects.exists()


def test_an_officer_who_is_asked_chooses_and_what_waited_is_marked(officer: Client, person: User) -> None:
    now = timezone.now()
    camera = CameraFactory(vehicle="12")
    first, second = ZoneFactory(), ZoneFactory(metres=(-10, 20, 10, 150))
    session = ChalkSession.objects.create(officer=person, vehicle="12")
    session.zones.set([first, second])
    ChalkSession.objects.update(started_at=now - timedelta(minutes=30))
    read = seen(camera, now - timedelta(minutes=1), at=(0, 30))
    assert chalked(read, now=now) == []
    page = officer.get("/chalk/").content.decode()
    assert "Which zone is this?" in page
    answer = officer.post("/chalk/zone", {"zone": second.code}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert b'id="chalk-session"' in answer.content
    with under_access():
        mark = ChalkMark.objects.get()
        assert (mark.read_id, mark.zone, mark.session) == (read.pk, second, session)
    session.refresh_from_db()
    assert (session.zone, session.zone_asked) == (second, False)


def test_a_choice_that_is_none_is_refused_in_a_sentence(officer: Client, person: User) -> None:
    assert "begin one first" in officer.post("/chalk/zone", {"zone": "x"}).content.decode()
    ChalkSession.objects.create(officer=person, vehicle="12")
    answer = officer.post("/chalk/zone", {"zone": "nowhere"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "no longer in use" in answer.content.decode()


def due_page(officer: Client, minutes: object = 10) -> str:
    return officer.get("/due-soon", {"minutes": minutes}).content.decode()


def test_what_is_about_to_exceed_is_listed_and_the_look_is_recorded(officer: Client, ledger: Ledger) -> None:
    now = timezone.now()
    rule = ZoneRuleFactory(limit_minutes=120)
    zone = rule.zone
    ChalkMarkFactory.seen(now - timedelta(minutes=112), zone=zone, plate="8DUE001")
    ChalkMarkFactory.seen(now - timedelta(minutes=60), zone=zone, plate="8NOT002")
    ChalkMarkFactory.seen(now - timedelta(minutes=130), zone=zone, plate="8LATE03")
    ChalkMarkFactory.seen(now - timedelta(minutes=500), zone=zone, plate="8LONG04")
    page = due_page(officer)
    assert "8DUE001" in page
    assert "8LATE03" in page
    assert "8NOT002" not in page
    assert "8LONG04" not in page
    assert "us-ca 8DUE001" in ledger.last("enforcement.due_soon").plates
    fragment = officer.get("/due-soon/list", {"minutes": 10}).content.decode()
    assert "8DUE001" in fragment
    assert "<html" not in fragment
    assert "8DUE001" not in due_page(officer, 5)


def test_who_left_or_may_stand_is_not_due(officer: Client) -> None:
    now = timezone.now()
    rule = ZoneRuleFactory(limit_minutes=120, permit_list=PermitListFactory())
    elsewhere = ZoneFactory(metres=(200, -50, 220, 50))
    when = now - timedelta(minutes=115)
    for plate in ("8LEFT01", "8PERM02", "8EXEM03", "8DUE004"):
        ChalkMarkFactory.seen(when, zone=rule.zone, plate=plate)
    ChalkMarkFactory.seen(now - timedelta(minutes=30), zone=elsewhere, plate="8LEFT01", at=(210, 0))
    PermitFactory(hotlist=rule.permit_list, plate="8PERM02")
    ExemptionFactory(plate="8EXEM03")
    page = due_page(officer)
    assert "8DUE004" in page
    assert [plate for plate in ("8LEFT01", "8PERM02", "8EXEM03") if plate in page] == []


@pytest.mark.parametrize("minutes", ["0", "121", "soon", "-5"])
def test_minutes_that_are_none_are_refused_in_a_sentence(officer: Client, minutes: str) -> None:
    answer = officer.get("/due-soon", {"minutes": minutes})
    assert answer.status_code == 400
    assert "1 to 120 minutes" in answer.content.decode()


def exemption_said(**changed: object) -> dict[str, object]:
    until = timezone.localtime() + timedelta(days=7)
    said = {
        "plate": "8abc 123",
        "region": "us-ca",
        "zone": "",
        "reason": "Moving house",
        "valid_until": f"{until:%Y-%m-%dT%H:%M}",
    }
    return said | changed


def test_a_vehicle_is_exempt_here_for_a_time_and_that_can_be_ended(
    officer: Client, person: User, ledger: Ledger
) -> None:
    zone = ZoneFactory()
    assert officer.post("/exemptions/add", exemption_said(zone=zone.code)).status_code == 302
    with under_access():
        exemption = Exemption.objects.get()
        assert (exemption.plate, exemption.region, exemption.made_by) == ("8ABC123", "us-ca", person)
        assert exemption.zone == zone
    assert ledger.last("enforcement.exemption_add").plates_sought == ["us-ca 8ABC123"]
    again = officer.post("/exemptions/add", exemption_said(zone=zone.code))
    assert "exempt there already" in again.content.decode()
    assert "Moving house" in officer.get("/exemptions/").content.decode()
    assert officer.post(f"/exemptions/{exemption.uid}/end").status_code == 302
    assert "Moving house" not in officer.get("/exemptions/").content.decode()
    assert "Moving house" in officer.get("/exemptions/?show=ended").content.decode()


def test_the_form_is_filled_in_from_where_one_stands_without_a_plate_in_an_address(officer: Client) -> None:
    zone = ZoneFactory()
    said = {"prefill": "1", "plate": "8ABC123", "region": "us-nv", "zone": zone.code}
    answer = officer.post("/exemptions/add", said)
    assert answer.status_code == 200
    assert 'value="8ABC123"' in answer.content.decode()
    assert answer.context["form"]["region"].value() == "us-nv"
    with under_access():
        assert not Exemption.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"plate": "???"}, "plate"),
        ({"plate": ""}, "plate"),
        ({"region": ""}, "region"),
        ({"region": "us-xx"}, "region"),
        ({"zone": "nowhere"}, "zone"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"valid_until": "2026-01-01T00:00"}, "valid_until"),
        ({"valid_until": "someday"}, "valid_until"),
        ({"valid_until": "9999-12-31"}, "valid_until"),
    ],
)
def test_an_exemption_that_cannot_be_is_refused_with_its_field(
    officer: Client, changed: dict[str, object], field: str
) -> None:
    answer = officer.post("/exemptions/add", exemption_said(**changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with under_access():
        assert not Exemption.objects.exists()


def test_a_plate_that_no_zone_was_named_for_is_exempt_everywhere(officer: Client) -> None:
    officer.post("/exemptions/add", exemption_said())
    with under_access():
        assert Exemption.objects.get().zone is None
    assert Zone.objects.count() == 0
