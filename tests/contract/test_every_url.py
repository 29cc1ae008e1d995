"""Every route of the portal, each persona at each of them: what answers, and what the ledger says of it."""

import re
from collections import defaultdict
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.permissions import Permission
from audit.doors import walk
from audit.marks import Kind, Mark, mark_of
from tests.conftest import Ledger
from tests.contract.access_table import (
    ANYBODY,
    BACKGROUND,
    READS_THE_LEDGER,
    RIGHTS,
    TABLE,
    WITHOUT_PURPOSE,
)
from tests.contract.personas import PERSONAS, PLATE, Things, knocking, make_things


def key_of(route: str) -> str:
    """A route as the table writes it: the names of what varies, without converters or regular expressions."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", re.sub(r"\^?\(\?P<(\w+)>.*\)(/?)\$", r"<\1>\2", route))


def marks() -> dict[str, Mark | None]:
    return {key_of(route): mark_of(pattern.callback) for route, pattern in walk()}


def address(route: str, things: Things) -> str:
    """The route with something that is really there in each of its places."""
    here = {
        "frames/<uid>": things.frame.uid,
        "reads/<uid>": things.read.uid,
        "capture/<uid>": things.read.uid,
        "account/sessions/<uid>": uuid4(),
        "ledger/<uid>": uuid4(),
        "person/<uid>": things.person.uid,
        "hits/<uid>": things.hit.uid,
        "exemptions/<uid>": things.exemption.uid,
        "reviews/<uid>": things.reviews.review.uid,
        "reviews/items/<uid>": things.reviews.item.uid,
        "reviews/findings/<uid>": things.reviews.finding.uid,
        "reviews/logs/<uid>": things.reviews.week.uid,
        "reviews/staff-plates/<uid>": things.reviews.staff_plate.uid,
        "lists/<code>/entries/<uid>": things.entry.uid,
        "imports/<uid>": things.list_import.uid,
    }
    found = "/" + route
    for part, uid in here.items():
        if part in found:
            found = found.replace("<uid>", str(uid))
    found = found.replace("lists/<code>", f"lists/{things.hotlist.code}")
    found = found.replace("<kind>/<key>", f"user/{things.person.uid}")
    found = found.replace("changes/<number>", "changes/" + "9" * 9)
    found = found.replace("<kind>/<uid>", f"read/{things.read.uid}")
    found = found.replace("zones/<code>", f"zones/{things.zone.code}")
    found = found.replace("rules/<pk>", f"rules/{things.rule.pk}")
    found = found.replace("holidays/<pk>", f"holidays/{things.holiday.pk}")
    found = found.replace("hours/<pk>", f"hours/{things.reviews.hours.pk}")
    found = found.replace("<number>", str(things.policy.number))
    found = found.replace("<year>/<month>", f"{things.figure.month.year}/{things.figure.month.month}")
    found = found.replace("<pk>", str(things.correction.pk))
    found = found.replace("<app_label>", "accounts").replace("<url>", "nowhere")
    camera = ContentType.objects.get_for_model(things.camera).pk
    found = found.replace("<content_type_id>/<object_id>", f"{camera}/{things.camera.pk}")
    model = re.search(r"/admin/\w+/(\w+)/<object_id>", found)
    if model is not None:
        found = found.replace("<object_id>", str(things.pks[model.group(1)]))
    assert "<" not in found, f"say in tests/contract what {route} names"
    return found


def test_every_view_bears_a_mark() -> None:
    assert [route for route, mark in marks().items() if mark is None] == []


def test_no_two_record_views_have_one_name() -> None:
    doors = defaultdict(list)
    for route, mark in marks().items():
        if mark.kind is Kind.RECORDS:
            doors[mark.name].append(route)
    assert {name: routes for name, routes in doors.items() if len(routes) > 1} == {}


def test_every_record_view_asks_for_the_right_the_table_says() -> None:
    doors = {mark.name: mark for mark in marks().values() if mark.kind is Kind.RECORDS}
    assert {name: str(mark.permission) for name, mark in doors.items()} == RIGHTS
    assert {right for right in RIGHTS.values() if right} <= set(Permission)
    assert {name for name, mark in doors.items() if not mark.purpose} == WITHOUT_PURPOSE
    assert {name for name, mark in doors.items() if mark.background} == BACKGROUND
    assert {name for name, mark in doors.items() if mark.ledger} == {
        name for name in RIGHTS if name.startswith("audit.")
    } | READS_THE_LEDGER


def test_every_route_is_in_the_table_and_the_table_holds_no_other() -> None:
    assert sorted({route for _, route in TABLE}) == sorted(marks())


def test_only_the_listed_pages_are_for_anybody() -> None:
    assert sorted(route for route, mark in marks().items() if mark.kind is Kind.PUBLIC) == sorted(ANYBODY)
    opened = {route for (_, route), row in TABLE.items() if row["anonymous"] == "200"}
    assert opened <= set(ANYBODY)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_door_answers_this_persona_as_the_table_says(persona: str, ledger: Ledger) -> None:
    things = make_things()
    client = knocking(persona)
    cookies = client.cookies.output(header="", sep=";")
    answered: dict[tuple[str, str], str] = {}
    for method, route in TABLE:
        client.cookies.clear()
        client.cookies.load(cookies)
        door = marks()[route]
        before = len(ledger.people())
        with transaction.atomic():
            answer = client.generic(
                method,
                address(route, things),
                b"{}" if "api/" in route else b"",
                content_type="application/json" if "api/" in route else "application/x-www-form-urlencoded",
            )
            body = answer.getvalue()
            transaction.set_rollback(True)
        written = ledger.people()[before:]
        assert len(written) <= 1, (method, route, written)
        result = written[0].result if written else ""
        answered[method, route] = f"{answer.status_code}{result[:1]}"
        if door.kind is not Kind.PUBLIC:
            assert "no-store" in answer.headers["Cache-Control"], route
        if written:
            assert written[0].door == door.name, route
            assert written[0].record_count == len(written[0].records), route
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", route
        assert answer.headers["Content-Security-Policy"], route
        # A copy of the ledger is recorded as a whole, by its hash.
        if PLATE.encode() in body and not route.startswith("ledger/copy/"):
            assert f"us-ca {PLATE}" in written[0].plates, (method, route)
    expected = {door: row[persona] for door, row in TABLE.items()}
    wrong = {door: (got, expected[door]) for door, got in answered.items() if got != expected[door]}
    assert wrong == {}, f"{len(wrong)} doors answer {persona} otherwise (got, expected)"
