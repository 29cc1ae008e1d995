"""Searching reads: what is found, what is refused with the field named, and what the ledger says of it."""

import html
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reads.models import Read
from reads.selectors import PAGE
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access

HERE, API = "/reads/", "/api/v1/reads/search"
READ_LINK = re.compile(r'href="/reads/([0-9a-f-]{36})"')
ADDRESSES = re.compile(r'(?:href|src|action|hx-[a-z]+|formaction)="([^"]*)"')


def search(client: Client, **fields: object) -> HttpResponse:
    return client.post(HERE, fields)


def found(client: Client, **fields: object) -> list[str]:
    """Read ids on the result page, newest first."""
    answer = search(client, **fields)
    assert answer.status_code == 200
    return READ_LINK.findall(answer.text)


def by_program(client: Client, body: object) -> HttpResponse:
    return client.post(API, body, content_type="application/json")


def reads_of(*plates: str, **other: object) -> list[Read]:
    with under_access():
        frame = FrameFactory()
        return [ReadFactory(frame=frame, plate=plate, crop="none", **other) for plate in plates]


def day(days_ago: float) -> datetime:
    return timezone.now() - timedelta(days=days_ago)


def test_exact_search_shows_that_plate_and_no_other_and_the_ledger_says_which(
    patrol: Client, ledger: Ledger
) -> None:
    wanted, *others = reads_of("8ABC123", "8ABC1234", "8ABC12", "8ABD123")
    answer = search(patrol, plate="8abc-123")
    assert READ_LINK.findall(answer.text) == [str(wanted.uid)]
    assert "8ABC123" in answer.text and "1 read" in answer.text
    for other in others:
        assert f">{other.plate}<" not in answer.text
    seen = ledger.last("reads.search")
    assert (seen.username, seen.method, seen.result, seen.status) == ("officer", "POST", "shown", 200)
    assert seen.plates_sought == ["8ABC123"]
    assert (seen.records, seen.plates) == ([f"read:{wanted.uid}"], ["us-ca 8ABC123"])
    assert json.loads(seen.query)["plate"] == "8abc-123"
    assert seen.size == len(answer.content)


def test_plate_that_was_never_read_is_a_look_too(patrol: Client, ledger: Ledger) -> None:
    answer = search(patrol, plate="9ZZZ999", region="us-nv")
    assert "Nothing matches" in answer.text
    seen = ledger.last("reads.search")
    assert (seen.plates_sought, seen.records, seen.plates) == (["us-nv 9ZZZ999"], [], [])


PLATES = (
    *("8ABC123", "8ABC124", "8ABD123", "7ABC123", "ABC123", "8ABC1234", "XABC", "A", "B12", "8A"),
    *("KRT0418", "8BBC123", "ABCABC", "0000000", "1CBA8"),
)
PATTERNS = (
    *("8ABC123", "8ABC*", "*123", "8?BC123", "?ABC123", "8ABC12?", "*ABC*", "8*3", "8A", "A?", "*A"),
    *("?A*", "8?*3", "A*C", "K?T*", "ABC*ABC", "*0", "0*0*", "8ABC???"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_wildcards_find_what_they_say_and_nothing_else(patrol: Client, pattern: str) -> None:
    reads = reads_of(*PLATES)
    likeness = re.compile(pattern.replace("?", ".").replace("*", ".*"))
    wanted = {str(read.uid) for read in reads if likeness.fullmatch(read.plate)}
    start = f"{timezone.localdate():%Y-%m-%d}"
    assert set(found(patrol, plate=pattern, start=start)) == wanted
    if pattern[0] not in "?*" or pattern[-1] not in "?*":
        assert set(found(patrol, plate=pattern)) == wanted


def test_pattern_stands_in_the_query_and_the_plates_it_showed_stand_in_the_outcome(
    patrol: Client, ledger: Ledger
) -> None:
    reads_of("8ABC123", "8ABC999")
    found(patrol, plate="8ABC*")
    seen = ledger.last("reads.search")
    assert (seen.plates_sought, sorted(seen.plates)) == ([], ["us-ca 8ABC123", "us-ca 8ABC999"])
    assert json.loads(seen.query)["plate"] == "8ABC*"


@pytest.mark.parametrize(
    "typed",
    [
        "8abc123",
        " 8ABC 123 ",
        "8·ABC-123",
        "8.ABC.123",
        "８ＡＢＣ１２３",
        "8АВС123",
        "8ΑΒC123",
        " " * 300 + "8ABC123",
    ],
    ids=["lower", "spaces", "separators", "dots", "full width", "Cyrillic", "Greek", "300 spaces"],
)
def test_plate_is_normalised_before_it_is_sought_and_written_down(
    patrol: Client, ledger: Ledger, typed: str
) -> None:
    (read,) = reads_of("8ABC123")
    assert found(patrol, plate=typed) == [str(read.uid)]
    assert ledger.last("reads.search").plates_sought == ["8ABC123"]
    assert by_program(patrol, {"plate": typed}).json()["reads"][0]["id"] == str(read.uid)
    assert ledger.last("api.search").plates_sought == ["8ABC123"]


def test_same_number_from_another_state_is_another_vehicle(patrol: Client, ledger: Ledger) -> None:
    (ours,) = reads_of("8ABC123", region="us-ca")
    (theirs,) = reads_of("8ABC123", region="us-nv")
    assert found(patrol, plate="8ABC123", region="us-nv") == [str(theirs.uid)]
    seen = ledger.last("reads.search")
    assert (seen.plates_sought, seen.plates) == (["us-nv 8ABC123"], ["us-nv 8ABC123"])
    assert set(found(patrol, plate="8ABC123")) == {str(ours.uid), str(theirs.uid)}


def test_camera_window_and_confidence_narrow_the_search_together(patrol: Client) -> None:
    car, post = CameraFactory(), CameraFactory()
    with under_access():
        wanted = ReadFactory.at(day(2), frame=FrameFactory(camera=car), plate="8ABC123", confidence=0.9)
        ReadFactory.at(day(2), frame=FrameFactory(camera=post), plate="8ABC124", confidence=0.9)
        ReadFactory.at(day(9), frame=FrameFactory(camera=car), plate="8ABC125", confidence=0.9)
        ReadFactory.at(day(2), frame=FrameFactory(camera=car), plate="8ABC126", confidence=0.4)
    window = {"start": f"{day(4):%Y-%m-%dT%H:%M}", "end": f"{timezone.localtime():%Y-%m-%d}"}
    assert found(patrol, camera=car.code, confidence="0.8", **window) == [str(wanted.uid)]
    assert len(found(patrol, camera=car.code, **window)) == 2
    assert len(found(patrol, **window)) == 3
    assert len(found(patrol, plate="8ABC*")) == 4


def test_end_given_as_a_day_includes_that_whole_day_of_city_time(patrol: Client) -> None:
    evening = timezone.localtime(day(3)).replace(hour=23, minute=30)
    with under_access():
        late = ReadFactory.at(evening, plate="8ABC123")
    on_the_day = f"{evening:%Y-%m-%d}"
    before = f"{evening - timedelta(days=1):%Y-%m-%d}"
    assert found(patrol, start=on_the_day, end=on_the_day) == [str(late.uid)]
    assert found(patrol, start=before, end=before) == []


def pages(client: Client, program: bool, **fields: object) -> Iterator[list[str]]:
    """The ids of each page, as a browser or a program leafs through them."""
    cursor = ""
    while True:
        if program:
            answer = by_program(client, {**fields, "cursor": cursor}).json()
            ids, cursor = [read["id"] for read in answer["reads"]], answer["next_cursor"]
        else:
            text = search(client, **fields, cursor=cursor).text
            ids = READ_LINK.findall(text)
            button = re.search(r'name="cursor" value="([^"]+)"', text)
            cursor = html.unescape(button[1]) if button else ""
        yield ids
        if not cursor:
            return


def test_a_programs_search_asks_the_database_no_more_for_many_reads_than_for_one(
    patrol: Client, django_assert_max_num_queries: Callable[[int], AbstractContextManager]
) -> None:
    with under_access():
        for n in range(9):
            ReadFactory(plate=f"8MANY{n}", crop="none")
    with django_assert_max_num_queries(30) as captured:
        assert len(by_program(patrol, {"plate": "8MANY1"}).json()["reads"]) == 1
    with django_assert_max_num_queries(len(captured)):
        assert len(by_program(patrol, {"plate": "8MANY*"}).json()["reads"]) == 9


@pytest.mark.parametrize("program", [False, True], ids=["page", "program"])
def test_pages_lose_and_repeat_nothing_even_among_reads_of_the_same_moment(
    patrol: Client, ledger: Ledger, program: bool
) -> None:
    with under_access():
        frame = FrameFactory()
        moments = [day(1) - timedelta(seconds=n % 3) for n in range(2 * PAGE + 7)]
        made = [
            ReadFactory.build(
                frame=frame, camera=frame.camera, received_at=moment, plate=f"8PAGE{n:03}", crop="none"
            )
            for n, moment in enumerate(moments)
        ]
        Read.objects.bulk_create(made)
    wanted = [
        str(read.uid) for read in sorted(made, key=lambda read: (read.received_at, read.pk), reverse=True)
    ]
    leafing = pages(patrol, program, plate="8PAGE*")
    seen = next(leafing)
    with under_access():
        ReadFactory(frame=frame, plate="8PAGENEW", crop="none")  # arrives meanwhile, on top
    rest = list(leafing)
    assert [len(seen), *map(len, rest)] == [PAGE, PAGE, 7]
    assert seen + sum(rest, []) == wanted
    looks = ledger.records("api.search" if program else "reads.search")
    # A program is told each read's frame, so the frame is in its record too.
    assert {len(look.records) - 1 - len(look.plates) for look in looks} == ({0} if program else {-1})
    assert [[one for one in look.records if one != f"frame:{frame.uid}"] for look in looks] == [
        [f"read:{uid}" for uid in wanted[at : at + PAGE]] for at in range(0, len(wanted), PAGE)
    ]


def test_plate_is_in_no_address_of_the_result_page_and_is_not_sought_by_one(
    patrol: Client, ledger: Ledger
) -> None:
    reads_of("8ABC123")
    text = search(patrol, plate="8ABC123").text
    assert ">8ABC123<" in text
    assert not [address for address in ADDRESSES.findall(text) if "8ABC123" in address]
    asked_by_address = patrol.get(HERE, {"plate": "8ABC123"})
    assert asked_by_address.status_code == 200
    assert READ_LINK.findall(asked_by_address.text) == []
    assert ledger.last("reads.search").records == []


def test_htmx_is_given_the_results_alone(patrol: Client) -> None:
    (read,) = reads_of("8ABC123")
    part = patrol.post(HERE, {"plate": "8ABC123"}, headers={"HX-Request": "true"})
    assert READ_LINK.findall(part.text) == [str(read.uid)]
    assert "<html" not in part.text
    wrong = patrol.post(HERE, {"plate": "%"}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422 and 'id="search"' in wrong.text


YEAR_AGO = f"{day(400):%Y-%m-%d}"
BAD = [
    ("plate", {"plate": "%"}, "take out %"),
    ("plate", {"plate": "8ABC_23"}, "take out _"),
    ("plate", {"plate": "8ABC' or 1=1 --"}, "take out ' ="),
    ("plate", {"plate": "8ABC\x00"}, "Null characters are not allowed"),
    ("plate", {"plate": "8ЖЩФ123"}, "take out Ж"),
    ("plate", {"plate": "A" * 10_000}, "at most 40 characters; this has 10000"),
    ("plate", {"plate": "*?" * 20_000}, "at most 40 characters"),
    ("plate", {"plate": "8ABC1234567"}, "at most 10 characters"),
    ("plate", {"plate": "*"}, "at least one letter or digit"),
    ("plate", {"plate": "?*?"}, "at least one letter or digit"),
    ("plate", {"plate": "*A*"}, "Give a character at the beginning or the end"),
    ("plate", {"plate": "*A*", "start": YEAR_AGO}, "Give a character at the beginning"),
    ("plate", {}, "Give a plate, or a time window of at most 31 days"),
    ("plate", {"start": YEAR_AGO}, "a time window of at most 31 days"),
    ("region", {"plate": "8ABC123", "region": "us-zz"}, "There is no such state"),
    ("camera", {"plate": "8ABC123", "camera": "no-such"}, "There is no such camera"),
    ("camera", {"plate": "8ABC123", "camera": "' or 1=1"}, "There is no such camera"),
    ("start", {"plate": "8ABC123", "start": "0001-01-01"}, "The year must be between"),
    ("start", {"plate": "8ABC123", "start": "0001-01-01T00:00"}, "The year must be between"),
    ("end", {"plate": "8ABC123", "end": "9999-12-31"}, "The year must be between"),
    ("end", {"plate": "8ABC123", "end": "9999-12-31T23:59"}, "The year must be between"),
    ("start", {"plate": "8ABC123", "start": "yesterday"}, "Write a date and time"),
    ("start", {"plate": "8ABC123", "start": "2026-02-30"}, "Write a date and time"),
    (
        "end",
        {"plate": "8ABC123", "start": "2026-03-02", "end": "2026-02-01"},
        "The end lies before the start",
    ),
    ("confidence", {"plate": "8ABC123", "confidence": "2"}, "less than or equal to 1"),
    ("confidence", {"plate": "8ABC123", "confidence": "nan"}, "Enter a number"),
    ("confidence", {"plate": "8ABC123", "confidence": "-1"}, "greater than or equal to 0"),
    ("cursor", {"plate": "8ABC123", "cursor": "1000000000"}, "There is no such page"),
    ("cursor", {"plate": "8ABC123", "cursor": "2026-03-01T00:00:00,5"}, "There is no such page"),
    (
        "cursor",
        {"plate": "8ABC123", "cursor": f"2026-03-01T00:00:00+00:00,{10**30}"},
        "There is no such page",
    ),
    ("cursor", {"plate": "8ABC123", "cursor": "x" * 5000}, "at most 80 characters"),
]


@pytest.mark.parametrize(("field", "given", "sentence"), BAD)
def test_bad_search_is_refused_with_the_field_named_and_recorded_as_refused(
    patrol: Client, ledger: Ledger, field: str, given: dict[str, str], sentence: str
) -> None:
    reads_of("8ABC123")
    page = search(patrol, **given)
    assert page.status_code == 422
    assert sentence in html.unescape(page.text)
    assert READ_LINK.findall(page.text) == []
    seen = ledger.last("reads.search")
    assert (seen.result, seen.status, seen.code, seen.records) == ("refused", 422, "search_refused", [])
    answer = by_program(patrol, given)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert list(answer.json()["fields"]) == [field]
    assert sentence in answer.json()["fields"][field][0]
    seen = ledger.last("api.search")
    assert (seen.result, seen.status, seen.code, seen.records) == ("refused", 422, "fields", [])


def test_search_needs_the_right_to_and_the_refusal_names_the_plate_that_was_sought(ledger: Ledger) -> None:
    reads_of("8ABC123")
    client = log_in(Client(), accounts.auditor())
    for answer in (search(client, plate="8ABC123"), by_program(client, {"plate": "8ABC123"})):
        assert answer.status_code == 403
        assert "8ABC123" not in answer.text
        seen = ledger.people()[-1]
        assert (seen.username, seen.result, seen.code) == ("auditor", "refused", "permission")
        assert (seen.plates_sought, seen.records) == (["8ABC123"], [])


def test_detective_searches_under_the_case_number_that_was_stated(ledger: Ledger) -> None:
    (read,) = reads_of("8ABC123")
    client = log_in(Client(), accounts.detective(), purpose="police_request", reference="PD-26-004711")
    assert found(client, plate="8ABC123") == [str(read.uid)]
    seen = ledger.last("reads.search")
    assert (seen.purpose, seen.reference) == ("police_request", "PD-26-004711")
    assert (seen.organisation, seen.full_name) == ("Pasadena Police Department", "Dana Marsh")


def test_search_without_a_purpose_leads_to_stating_one_and_shows_nothing(ledger: Ledger) -> None:
    reads_of("8ABC123")
    client = log_in(Client(), accounts.officer(), purpose="")
    answer = search(client, plate="8ABC123")
    assert answer.status_code == 302 and answer["Location"].startswith("/account/purpose")
    seen = ledger.last("reads.search")
    assert (seen.result, seen.code, seen.records) == ("refused", "purpose", [])


def test_stranger_is_sent_to_log_in_and_is_shown_nothing(client: Client, ledger: Ledger) -> None:
    reads_of("8ABC123")
    assert search(client, plate="8ABC123")["Location"].startswith("/account/login")
    assert by_program(client, {"plate": "8ABC123"}).status_code in (401, 403)
    assert ledger.people() == []
