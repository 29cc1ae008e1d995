"""Zones, their rules and holidays as people keep them; and what is refused, with the field named."""

import io
import json
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from enforcement.models import Holiday, Hotlist, Zone, ZoneRule
from tests.factories import accounts as people
from tests.factories.enforcement_zones import (
    PermitListFactory,
    ZoneFactory,
    ZoneRuleFactory,
    box,
    place,
)

SQUARE = {"type": "MultiPolygon", "coordinates": box(0, 0, 50, 50)}


@pytest.fixture
def administrator(client: Client) -> Client:
    return people.log_in(client, people.administrator())


def zone_said(**changed: object) -> dict[str, object]:
    said = {
        "code": "oak-100",
        "name": "Oak Street 100",
        "kind": "block_face",
        "district": "",
        "shape": json.dumps(SQUARE),
        "is_active": "on",
    }
    return said | changed


def rule_said(**changed: object) -> dict[str, object]:
    said = {
        "compare": "same_position",
        "limit_minutes": "120",
        "grace_minutes": "5",
        "tolerance_metres": "15",
        "days": ["0", "1", "2"],
        "hours_from": "08:00",
        "hours_until": "18:00",
        "permit_list": "",
        "most_a_day": "1",
        "first_day": str(timezone.localdate()),
        "last_day": "",
        "replaces": "",
    }
    return said | changed


def ring(*corners: tuple[float, float]) -> str:
    points = [list(reversed(place(*corner))) for corner in corners]
    return json.dumps({"type": "Polygon", "coordinates": [points]})


def test_a_zone_is_kept_with_the_box_of_its_outline(administrator: Client) -> None:
    answer = administrator.post("/zones/new", zone_said())
    assert answer.status_code == 302
    zone = Zone.objects.get(code="oak-100")
    (low, left), (high, right) = place(0, 0), place(50, 50)
    assert (zone.south, zone.west) == pytest.approx((low, left))
    assert (zone.north, zone.east) == pytest.approx((high, right))
    page = administrator.get("/zones/oak-100").content.decode()
    assert "Oak Street 100" in page


def test_corners_typed_a_line_each_are_an_outline_and_an_empty_line_begins_the_other_side(
    administrator: Client,
) -> None:
    def lines(south: float) -> str:
        corners = [place(south, 0), place(south, 50), place(south + 8, 50), place(south + 8, 0)]
        return "\n".join(f"{latitude:.6f}, {longitude:.6f}" for latitude, longitude in corners)

    text = f"{lines(0)}\n\n{lines(10)}\n"
    assert administrator.post("/zones/new", zone_said(shape=text)).status_code == 302
    zone = Zone.objects.get()
    assert len(zone.shape) == 2
    assert all(polygon[0][0] == polygon[0][-1] for polygon in zone.shape)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (ring((0, 0), (50, 50), (0, 50), (50, 0)), "The outline crosses itself near longitude"),
        (ring((0, 0), (50, 50)), "at least three different corners"),
        (ring((0, 0), (0, 50), (0, 25)), "The outline"),
        (ring((0, 0), (0, 50), (90_000, 50)), "lies outside the city"),
        (json.dumps({"type": "Point", "coordinates": [1, 2]}), "a zone is a Polygon"),
        (json.dumps({"type": "Polygon", "coordinates": [[["a", 1], [1, 2], [2, 3]]]}), "is no point"),
        (json.dumps({"type": "Polygon", "coordinates": [[[10**400, 1], [1, 2], [2, 3]]]}), "not a number"),
        (json.dumps({"type": "Polygon", "coordinates": "here"}), "not polygons"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "not JSON"),
        ("{", "not JSON"),
        ("34.1, -118.1\nhere", "Line 2 is no corner"),
        ("0, 0\n0, 1\n1, 1", "outside the city"),
        ("nan, 0\n0, 1\n1, 1", "not a number"),
        ("\n".join(f"{p[1]}, {p[0]}" for p in (place(0, 0), place(0, 50), place(50, 0))), "are swapped"),
        ("", "Draw the outline"),
    ],
)
def test_an_outline_that_is_none_is_refused_and_says_why(
    administrator: Client, shape: str, said: str
) -> None:
    answer = administrator.post("/zones/new", zone_said(shape=shape))
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors["shape"])
    assert not Zone.objects.exists()
    assert "Oak Street 100" in answer.content.decode(), "what was typed is still there"


def test_an_outline_of_a_hundred_thousand_points_is_refused_before_it_is_looked_at(
    administrator: Client,
) -> None:
    corner = [-118.144, 34.147]
    shape = json.dumps({"type": "Polygon", "coordinates": [[corner] * 100_000]}, separators=(",", ":"))
    file = io.BytesIO(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"code": "big", "name": "Big", "kind": "lot"},
                        "geometry": json.loads(shape),
                    }
                ],
            }
        ).encode()
    )
    file.name = "zones.geojson"
    answer = administrator.post("/zones/import", {"file": file})
    assert answer.status_code == 422
    (problem,) = answer.context["problems"]
    assert (problem.feature, problem.field) == (1, "geometry")
    assert "this has 100000" in problem.sentence
    typed = administrator.post("/zones/new", zone_said(shape=shape))
    assert typed.status_code == 422
    assert "at most 2000 corners" in " ".join(typed.context["form"].errors["shape"])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "Oak Street"}, "code"),
        ({"code": "holidays"}, "code"),
        ({"code": "there"}, "code"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"kind": "street"}, "kind"),
        ({"district": "nowhere"}, "district"),
        ({"kind": "district", "district": "old-town"}, "district"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_with_its_field(
    administrator: Client, changed: dict[str, object], field: str
) -> None:
    ZoneFactory(code="there")
    ZoneFactory(code="old-town", kind=Zone.Kind.DISTRICT)
    answer = administrator.post("/zones/new", zone_said(**changed))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Zone.objects.filter(name="Oak Street 100").exists()


def test_a_zone_is_changed_and_keeps_its_code_and_kind(administrator: Client) -> None:
    ZoneFactory(code="oak-100")
    answer = administrator.post(
        "/zones/oak-100/change",
        {"code": "elm", "kind": "lot", "name": "Oak 1", "shape": json.dumps(SQUARE), "district": ""},
    )
    assert answer.status_code == 302
    zone = Zone.objects.get()
    assert (zone.code, zone.kind, zone.name, zone.is_active) == ("oak-100", "block_face", "Oak 1", False)


def feature(code: str, **changed: object) -> dict[str, object]:
    properties = {"code": code, "name": f"Zone {code}", "kind": "block_face"} | changed
    geometry = properties.pop("geometry", SQUARE)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def sent(client: Client, *features: object) -> object:
    file = io.BytesIO(json.dumps({"type": "FeatureCollection", "features": list(features)}).encode())
    file.name = "zones.geojson"
    return client.post("/zones/import", {"file": file})


def test_a_file_of_zones_is_taken_over_whole_and_again_changes_what_is_there(administrator: Client) -> None:
    both = feature("oak-100", district="old-town"), feature("old-town", kind="district")
    assert sent(administrator, *both).status_code == 302
    assert Zone.objects.get(code="oak-100").district.code == "old-town"
    assert sent(administrator, feature("oak-100", name="Oak, renamed")).status_code == 302
    assert Zone.objects.count() == 2
    assert Zone.objects.get(code="oak-100").name == "Oak, renamed"


def test_a_file_with_one_bad_feature_changes_nothing_and_names_feature_and_field(
    administrator: Client,
) -> None:
    crossing = json.loads(ring((0, 0), (50, 50), (0, 50), (50, 0)))
    answer = sent(
        administrator,
        feature("oak-100"),
        feature("elm-100", geometry=crossing),
        feature("ash-100", kind="street"),
        feature("oak-100"),
        feature("yew-100", district="nowhere"),
        "no feature",
    )
    assert answer.status_code == 422
    found = {(problem.feature, problem.field) for problem in answer.context["problems"]}
    assert found == {(2, "geometry"), (3, "kind"), (4, "code"), (5, "district"), (6, "type")}
    assert "crosses itself" in answer.content.decode()
    assert not Zone.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": []}', "1 to 500 features"),
        (b'{"type": "FeatureCollection", "features": {}}', "no GeoJSON FeatureCollection"),
        (b" " * (5 * 2**20 + 1), "more than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused(administrator: Client, data: bytes, said: str) -> None:
    file = io.BytesIO(data)
    file.name = "zones.geojson"
    answer = administrator.post("/zones/import", {"file": file})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_new_rule_ends_the_one_it_replaces_and_neither_is_changed_otherwise(administrator: Client) -> None:
    old = ZoneRuleFactory(zone__code="oak-100", hours_from=time(8), hours_until=time(18))
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = administrator.post(
        "/zones/oak-100/rules/new",
        rule_said(limit_minutes="60", first_day=str(tomorrow), replaces=str(old.pk)),
    )
    assert answer.status_code == 302
    old.refresh_from_db()
    new = ZoneRule.objects.exclude(pk=old.pk).get()
    assert (old.last_day, old.limit_minutes) == (tomorrow - timedelta(days=1), 120)
    assert (new.first_day, new.last_day, new.limit_minutes) == (tomorrow, None, 60)
    assert new.created_by.username == "administrator"
    page = administrator.get("/zones/oak-100").content.decode()
    assert "2 hours" in page
    assert "To come" in page


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"limit_minutes": "0"}, "limit_minutes", "1 to 20160"),
        ({"limit_minutes": "20161"}, "limit_minutes", "1 to 20160"),
        ({"limit_minutes": "two"}, "limit_minutes", "1 to 20160"),
        ({"grace_minutes": "-1"}, "grace_minutes", "0 to 1440"),
        ({"tolerance_metres": "0"}, "tolerance_metres", "1 to 200"),
        ({"most_a_day": "25"}, "most_a_day", "1 to 24"),
        ({"days": []}, "days", "at least one day"),
        ({"days": ["9"]}, "days", "valid choice"),
        ({"hours_from": "late"}, "hours_from", "time of day"),
        ({"hours_from": "17:00", "hours_until": "20:00"}, "hours_from", "overlap"),
        ({"hours_from": "22:00", "hours_until": "09:00", "days": ["6"]}, "hours_from", "Monday"),
        ({"first_day": "2020-01-01"}, "first_day", "today at the earliest"),
        ({"first_day": "soon"}, "first_day", "Write a day"),
        ({"last_day": "2026-01-01", "first_day": "2099-01-01"}, "last_day", "lies before the first"),
        ({"permit_only": "on"}, "permit_list", "Name the permit list"),
        ({"permit_list": "secret"}, "permit_list", "no such permit list"),
        ({"compare": "by eye"}, "compare", "valid choice"),
        ({"replaces": "999999"}, "replaces", "no longer in force"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_its_field(
    administrator: Client, changed: dict[str, object], field: str, said: str
) -> None:
    ZoneRuleFactory(zone__code="oak-100", hours_from=time(8), hours_until=time(18), days=[0, 1, 2, 3, 4])
    PermitListFactory(code="secret", audience=Hotlist.Audience.RESTRICTED)
    alone = {"days": ["5", "6"]} if "hours_from" not in changed and "days" not in changed else {}
    answer = administrator.post("/zones/oak-100/rules/new", rule_said(**alone | changed))
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert ZoneRule.objects.count() == 1


def test_a_long_term_rule_stands_beside_the_others(administrator: Client) -> None:
    ZoneRuleFactory(zone__code="oak-100")
    said = rule_said(compare="long_term", limit_minutes="4320")
    assert administrator.post("/zones/oak-100/rules/new", said).status_code == 302
    assert administrator.post("/zones/oak-100/rules/new", said).status_code == 422


def test_a_rule_that_holds_today_is_replaced_from_tomorrow_on(administrator: Client) -> None:
    old = ZoneRuleFactory(zone__code="oak-100")
    answer = administrator.post("/zones/oak-100/rules/new", rule_said(replaces=str(old.pk)))
    assert answer.status_code == 422
    assert "begin tomorrow" in " ".join(answer.context["form"].errors["first_day"])
    old.refresh_from_db()
    assert old.last_day is None


def test_a_rule_is_ended_with_a_last_day_and_not_in_the_past(administrator: Client) -> None:
    rule = ZoneRuleFactory(zone__code="oak-100")
    today = timezone.localdate()
    end = f"/zones/oak-100/rules/{rule.pk}/end"
    assert administrator.post(end, {"last_day": str(today - timedelta(days=1))}).status_code == 422
    assert administrator.post(end, {"last_day": "never"}).status_code == 422
    assert administrator.post(end, {"last_day": str(today)}).status_code == 302
    rule.refresh_from_db()
    assert rule.last_day == today
    assert administrator.post(end, {"last_day": str(today + timedelta(days=5))}).status_code == 422
    other = ZoneFactory()
    assert administrator.post(f"/zones/{other.code}/rules/{rule.pk}/end").status_code == 404


def test_holidays_are_added_once_and_removed_before_they_come(administrator: Client) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=3)
    assert administrator.post("/zones/holidays", {"day": str(soon), "name": "Rose Day"}).status_code == 302
    again = administrator.post("/zones/holidays", {"day": str(soon), "name": "Rose Day"})
    assert "already" in again.content.decode()
    past = administrator.post("/zones/holidays", {"day": "2020-01-01", "name": "Long ago"})
    assert (past.status_code, Holiday.objects.count()) == (422, 1)
    assert administrator.post("/zones/holidays", {"day": "someday", "name": ""}).status_code == 422
    come = Holiday.objects.create(day=today, name="Today")
    administrator.post(f"/zones/holidays/{come.pk}/remove")
    administrator.post(f"/zones/holidays/{Holiday.objects.get(day=soon).pk}/remove")
    assert [holiday.name for holiday in Holiday.objects.all()] == ["Today"]


def test_officers_see_zones_and_change_none(client: Client) -> None:
    people.log_in(client, people.officer())
    ZoneRuleFactory(zone__name="Oak Street 100", zone__code="oak-100")
    page = client.get("/zones/").content.decode()
    assert "Oak Street 100" in page
    assert "New zone" not in page
    shapes = client.get("/zones/shapes.json").json()
    assert shapes["features"][0]["properties"]["code"] == "oak-100"
    assert client.post("/zones/new", zone_said()).status_code == 403
    assert client.get("/zones/nowhere").status_code == 404


def test_a_restricted_permit_list_is_not_named_to_those_outside_its_scope(client: Client) -> None:
    listed = PermitListFactory(name="Covert", audience=Hotlist.Audience.RESTRICTED)
    ZoneRuleFactory(zone__code="oak-100", permit_list=listed)
    page = people.log_in(client, people.officer()).get("/zones/oak-100").content.decode()
    assert "Covert" not in page
    assert "a permit list" in page


def test_the_tile_servers_origin_and_no_other_is_let_in(client: Client, settings: object) -> None:
    people.log_in(client, people.officer())
    ZoneFactory()
    assert "img-src 'self' data:;" in client.get("/zones/").headers["Content-Security-Policy"]
    settings.ALPR_TILE_URL = "https://tiles.example.org:8443/{z}/{x}/{y}.png"
    settings.ALPR_TILE_CREDIT = "Map data by the county"
    answer = client.get("/zones/")
    assert "img-src 'self' data: https://tiles.example.org:8443;" in answer.headers["Content-Security-Policy"]
    assert "Map data by the county" in answer.content.decode()
