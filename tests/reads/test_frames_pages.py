"""The front page's figures, the list of frames and the page of one frame."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from reads.models import Camera, Frame
from reads.selectors import PAGE
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access

FRAME_LINK = re.compile(r'id="frame-([0-9a-f-]{36})"')


def frames_on(client: Client, **filters: object) -> list[str]:
    answer = client.get("/frames/", filters)
    assert answer.status_code == 200
    return FRAME_LINK.findall(answer.text)


def test_frame_page_shows_its_facts_and_plates_and_writes_down_both(
    patrol: Client, car: Camera, ledger: Ledger
) -> None:
    frame = FrameFactory(
        camera=car,
        shown_name="<b>left</b> 0012.jpg",
        state=Frame.State.READ,
        read_at=timezone.now(),
        latitude=34.147,
        longitude=-118.144,
        notes=["The camera's time is not a date and time and was left out."],
    )
    reads = [ReadFactory(frame=frame, plate=plate) for plate in ("8ABC123", "7XYZ904")]
    page = patrol.get(f"/frames/{frame.uid}").text
    assert "&lt;b&gt;left&lt;/b&gt; 0012.jpg" in page and "<b>left</b>" not in page
    for shown in (
        ">8ABC123<",
        ">7XYZ904<",
        "Car 12, left",
        frame.sha256,
        "34.14700, -118.14400",
        "server clock",
    ):
        assert shown in page
    assert "time is not a date" in html.unescape(page)
    assert frame.original not in page
    seen = ledger.last("reads.frame")
    assert (seen.username, seen.result, seen.status) == ("officer", "shown", 200)
    assert set(seen.records) == {f"frame:{frame.uid}", *(f"read:{read.uid}" for read in reads)}
    assert set(seen.plates) == {"us-ca 8ABC123", "us-ca 7XYZ904"}


@pytest.mark.parametrize(
    ("state", "more", "sentence"),
    [
        ("queued", {}, "Not read yet"),
        ("reading", {"claim": "3fa85f64-5717-4562-b3fc-2c963f66afa6"}, "Not read yet"),
        ("nothing_found", {"read_at": timezone.now()}, "The engine found no plate in this frame"),
        ("failed", {"failure": "The original is missing."}, "The original is missing."),
    ],
)
def test_frame_page_says_how_far_reading_has_come(
    patrol: Client, state: str, more: dict[str, object], sentence: str
) -> None:
    if "claim" in more:
        more = more | {"claimed_at": timezone.now()}
    frame = FrameFactory(state=state, **more)
    page = patrol.get(f"/frames/{frame.uid}").text
    assert sentence in page
    assert ("Try again" in page) == (state == "failed")


def test_list_shows_newest_first_and_filters_by_state_and_camera(
    patrol: Client, car: Camera, ledger: Ledger
) -> None:
    with under_access():
        first = FrameFactory(camera=car)
        second = FrameFactory(camera=car, state=Frame.State.FAILED, failure="It broke.")
        third = FrameFactory()
    assert frames_on(patrol) == [str(one.uid) for one in (third, second, first)]
    assert frames_on(patrol, camera=car.code) == [str(second.uid), str(first.uid)]
    assert frames_on(patrol, camera=car.code, state="failed") == [str(second.uid)]
    seen = ledger.last("reads.frames")
    assert seen.records == [f"frame:{second.uid}"]
    assert '"state":"failed"' in seen.query


def test_plates_in_the_list_are_written_down(patrol: Client, ledger: Ledger) -> None:
    read = ReadFactory(plate="8ABC123")
    assert ">8ABC123<" in patrol.get("/frames/").text
    seen = ledger.last("reads.frames")
    assert f"read:{read.uid}" in seen.records
    assert seen.plates == ["us-ca 8ABC123"]


def test_pages_of_the_list_lose_and_repeat_nothing(patrol: Client) -> None:
    with under_access():
        made = [FrameFactory(original="none", data=b"%d" % n) for n in range(2 * PAGE + 3)]
    seen: list[str] = []
    filters: dict[str, str] = {}
    for _ in range(4):
        text = patrol.get("/frames/", filters).text
        seen += FRAME_LINK.findall(text)
        button = re.search(r'name="before" value="([0-9]+)"', text)
        if button is None:
            break
        filters = {"before": button[1]}
        FrameFactory()  # arrives while the person leafs, on top
    assert seen == [str(frame.uid) for frame in reversed(made)]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("state", "stolen", "There is no such state"),
        ("camera", "no-such", "There is no such camera"),
        ("before", "abc", "There is no such page"),
        ("before", "0", "There is no such page"),
        ("before", str(10**30), "There is no such page"),
        ("before", "-5", "There is no such page"),
    ],
)
def test_bad_filter_is_a_400_page_with_the_field_named(
    patrol: Client, ledger: Ledger, field: str, value: str, sentence: str
) -> None:
    FrameFactory()
    answer = patrol.get("/frames/", {field: value})
    assert answer.status_code == 400
    assert sentence in html.unescape(answer.text)
    assert FRAME_LINK.findall(answer.text) == []
    seen = ledger.last("reads.frames")
    assert (seen.result, seen.status, seen.records) == ("refused", 400, [])


def test_front_page_counts_frames_and_reads_of_today_and_is_a_look_too(
    patrol: Client, ledger: Ledger
) -> None:
    ReadFactory()
    FrameFactory()
    FrameFactory(state=Frame.State.FAILED, failure="It broke.")
    page = patrol.get("/home")
    assert page.status_code == 200
    assert "8ABC123" not in page.text
    seen = ledger.last("home")
    assert (seen.result, seen.records, seen.plates) == ("shown", [], [])


@pytest.mark.parametrize(
    "path", ["/home", "/frames/", "/frames/upload", "/frames/upload/progress", "/reads/"]
)
def test_pages_of_this_app_answer_head_and_refuse_what_they_do_not_take(patrol: Client, path: str) -> None:
    assert patrol.head(path).status_code == 200
    for method in ("put", "patch", "delete", "options"):
        assert getattr(patrol, method)(path).status_code == 405


@pytest.mark.parametrize("who", ["untrained", "lapsed", "stranger"])
def test_person_without_training_opens_no_frame(ledger: Ledger, who: str) -> None:
    read = ReadFactory()
    with under_access():
        frame = read.frame
    person = getattr(accounts, who)()
    client = log_in(Client(), person)
    for path in (
        "/home",
        "/frames/",
        f"/frames/{frame.uid}",
        f"/reads/{read.uid}",
        f"/frames/{frame.uid}/image.jpg",
    ):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "8ABC123" not in answer.text
    looks = ledger.people()
    assert len(looks) == 5
    assert {(look.username, look.result) for look in looks} == {(person.username, "refused")}
    assert all(look.records == [] for look in looks)


def test_camera_out_of_service_is_offered_for_no_upload(patrol: Client) -> None:
    CameraFactory(code="sold", name="Sold camera", is_active=False)
    assert "Sold camera" not in patrol.get("/frames/upload").text


def test_frames_of_a_camera_out_of_service_can_still_be_listed(patrol: Client) -> None:
    old = FrameFactory(camera=CameraFactory(code="car-9-left", is_active=False))
    page = patrol.get("/frames/", {"camera": "car-9-left"})
    assert page.status_code == 200
    assert old.shown_name in page.text
