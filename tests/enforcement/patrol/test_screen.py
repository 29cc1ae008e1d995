"""The patrol screen as a page: what it shows of a vehicle, and what it keeps to itself."""

from uuid import uuid4

import pytest
from django.test import Client

from enforcement.models import ChalkSession, Hit, Hotlist
from reads.models import Camera, Read
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.enforcement_zones import ZoneFactory, ZoneRuleFactory
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access


def read_by(camera: Camera, plate: str = "8ABC123") -> Read:
    return ReadFactory(plate=plate, frame=FrameFactory(camera=camera))


def hit_by(camera: Camera, *, plate: str = "8ABC123", **of_the_list: object) -> Hit:
    entry = EntryFactory(plate=plate, hotlist=HotlistFactory(**of_the_list))
    return hit_of(entry, read=read_by(camera, plate))


def test_a_vehicle_is_chosen_first_and_kept(patrol: Client, car: Camera) -> None:
    assert "Which vehicle are you in?" in patrol.get("/patrol/").text
    patrol.post("/patrol/vehicle", {"vehicle": "Car 12"})
    page = patrol.get("/patrol/").text
    assert 'data-vehicle="Car 12"' in page
    assert "No reads of vehicle Car 12 yet." in page


def test_a_vehicle_without_a_camera_is_refused_by_name(patrol: Client, car: Camera, ledger: Ledger) -> None:
    answer = patrol.post("/patrol/vehicle", {"vehicle": "Car 99"})
    assert answer.status_code == 422
    assert "No camera in service is on this vehicle" in answer.text
    assert ledger.last("patrol.vehicle").code == "no_such_vehicle"


def test_the_vehicle_of_a_chalk_session_is_the_one_that_is_watched(patrol: Client, car: Camera) -> None:
    CameraFactory(code="car-7", vehicle="Car 7")
    patrol.post("/patrol/vehicle", {"vehicle": "Car 12"})
    ChalkSession.objects.create(officer=accounts.User.objects.get(username="officer"), vehicle="Car 7")
    assert 'data-vehicle="Car 7"' in patrol.get("/patrol/").text


def test_reads_of_this_vehicle_alone_are_shown_and_are_in_the_ledger(
    in_car_12: Client, car: Camera, ledger: Ledger
) -> None:
    mine, other = read_by(car), read_by(CameraFactory(code="car-7", vehicle="Car 7"), "7XYZ987")
    page = in_car_12.get("/patrol/").text
    assert f"read-card-{mine.uid}" in page and str(other.uid) not in page
    seen = ledger.last("patrol.screen")
    assert (seen.result, seen.plates) == ("shown", ["us-ca 8ABC123"])
    assert f"read:{mine.uid}" in seen.records


def test_a_new_hit_shows_neither_kind_nor_list_nor_reason(in_car_12: Client, car: Camera) -> None:
    hit = hit_by(car, name="The scofflaw list")
    page = in_car_12.get("/patrol/").text
    card = page[page.index(f"hit-card-{hit.uid}") :].partition("</li>")[0]
    for secret in ("Scofflaw", "scofflaw", "Seven unpaid", "those of the list"):
        assert secret not in card


def test_exact_and_possible_differ_in_word_and_sign(in_car_12: Client, car: Camera) -> None:
    exact = hit_by(car)
    entry = EntryFactory(plate="7XYZ987")
    possible = hit_of(entry, read=read_by(car, "7XYZ981"), match=Hit.Match.POSSIBLE)
    page = in_car_12.get("/patrol/").text
    card = page[page.index(f"hit-card-{exact.uid}") :].partition("</li>")[0]
    assert "✓" in card and "Exact hit" in card and "8ABC123" in card
    card = page[page.index(f"hit-card-{possible.uid}") :].partition("</li>")[0]
    assert "≈" in card and "Possible hit" in card
    assert "7XYZ981" not in card and "Read it in the picture" in card


def test_hits_come_by_priority_and_then_the_newest_first(in_car_12: Client, car: Camera) -> None:
    low = hit_by(car, plate="1AAA111", priority=8)
    first = hit_by(car, plate="2BBB222", priority=2)
    second = hit_by(car, plate="3CCC333", priority=2)
    page = in_car_12.get("/patrol/").text
    assert page.index(str(second.uid)) < page.index(str(first.uid)) < page.index(str(low.uid))


def test_silent_list_makes_no_sound(in_car_12: Client, car: Camera) -> None:
    hit_by(car, alert_policy=Hotlist.AlertPolicy.SILENT, sound=Hotlist.Sound.ALARM)
    assert 'data-sound="none"' in in_car_12.get("/patrol/").text


def test_restricted_hit_does_not_exist_for_an_officer(in_car_12: Client, car: Camera, ledger: Ledger) -> None:
    hit = hit_by(car, audience=Hotlist.Audience.RESTRICTED)
    assert str(hit.uid) not in in_car_12.get("/patrol/").text
    assert str(hit.uid) not in in_car_12.get("/patrol/reel").text
    assert str(hit.uid) not in in_car_12.get(f"/patrol/cards?hit={hit.uid}").text
    assert f"hit:{hit.uid}" not in ledger.last("patrol.cards").records
    manager = log_in(Client(), accounts.manager())
    assert str(hit.uid) in manager.get(f"/patrol/cards?hit={hit.uid}").text


def test_card_of_a_closed_hit_says_that_it_is_closed(in_car_12: Client, car: Camera) -> None:
    hit = hit_by(car)
    olive = accounts.User.objects.get(username="officer")
    with under_access():
        Hit.objects.filter(pk=hit.pk).update(
            state="rejected", reject_reason="misread", decided_by=olive, decided_at=hit.made_at
        )
    card = in_car_12.get(f"/patrol/cards?hit={hit.uid}").text
    assert 'data-open="0"' in card
    assert str(hit.uid) not in in_car_12.get("/patrol/").text


@pytest.mark.parametrize("query", ["", "?read=nonsense&hit=1", f"?read={uuid4()}&hit={uuid4()}", "?x=1"])
def test_cards_of_nothing_are_empty(in_car_12: Client, query: str) -> None:
    answer = in_car_12.get(f"/patrol/cards{query}")
    assert answer.status_code == 200
    assert answer.text.strip() == ""


def test_cards_of_thousands_of_ids_are_bounded(in_car_12: Client) -> None:
    query = "&".join(f"read={uuid4()}" for _ in range(2000))
    assert in_car_12.get(f"/patrol/cards?{query}").status_code == 200


def test_crop_on_a_card_is_no_sign_that_the_person_is_there(in_car_12: Client, car: Camera) -> None:
    read = read_by(car)
    answer = in_car_12.get(f"/patrol/reads/{read.uid}/crop.jpg")
    assert answer.getvalue().startswith(b"\xff\xd8")
    assert in_car_12.get(f"/patrol/reads/{uuid4()}/crop.jpg").status_code == 404


def test_page_works_when_redis_is_away(
    in_car_12: Client, car: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    from redis import Redis

    from enforcement import live

    monkeypatch.setattr(live, "queue", lambda: Redis(port=1, socket_connect_timeout=0.1))
    read = read_by(car)
    page = in_car_12.get("/patrol/").text
    assert str(read.uid) in page and 'data-after=""' in page


def test_zone_and_rule_stand_beside_the_hits(patrol: Client, car: Camera) -> None:
    zone = ZoneFactory(name="Fair Oaks, 100 block")
    rule = ZoneRuleFactory(zone=zone, limit_minutes=90)
    olive = accounts.User.objects.get(username="officer")
    ChalkSession.objects.create(officer=olive, vehicle="Car 12", zone=zone)
    page = patrol.get("/patrol/").text
    assert "Fair Oaks, 100 block" in page
    assert str(rule) in page


def test_stale_list_is_named_and_restricted_ones_are_not(in_car_12: Client) -> None:
    HotlistFactory(name="The fresh list")
    HotlistFactory(name="The stale list", stale=True)
    HotlistFactory(name="The hidden list", audience=Hotlist.Audience.RESTRICTED, stale=True)
    for address in ("/patrol/", "/patrol/lists"):
        page = in_car_12.get(address).text
        assert "Stale: The stale list" in page
        assert "The fresh list" in page
        assert "The hidden list" not in page
