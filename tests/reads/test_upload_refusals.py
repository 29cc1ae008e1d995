"""What the upload refuses: by name, with a reason, and without stopping the good files beside it."""

import html
import json

import pytest
from django.test import Client

from accounts.models import User
from reads.models import Camera
from tests.conftest import Ledger
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory
from tests.reads.picture_files import (
    encoded,
    huge_png,
    jpeg,
    picture,
    png,
)
from tests.reads.sending import (
    API,
    PAGE,
    Queue,
    Sent,
    frames,
    numbered,
    send,
    send_with_script,
    stored_files,
)
from tests.reads.test_images import SVG, zip_file

REFUSED = {
    "no image": (b"hello, officer", "is not a picture"),
    "svg": (SVG, "is an SVG file, whatever its name says"),
    "gif": (encoded(picture(), "GIF"), "is a GIF file"),
    "tiff": (encoded(picture(), "TIFF"), "is a TIFF file"),
    "webp": (encoded(picture(), "WEBP"), "is a WebP file"),
    "empty": (b"", "is empty"),
    "truncated": (jpeg()[:-40], "is damaged or was cut short"),
    "polyglot": (jpeg() + zip_file(), "has 114 bytes of something else after the picture"),
    "13000 x 13000": (huge_png(), "is 13000 × 13000 pixels, more than 40 megapixels"),
}


@pytest.mark.parametrize("to", [PAGE, API])
@pytest.mark.parametrize("what", REFUSED)
def test_bad_file_among_good_ones_is_refused_by_name_and_nothing_of_it_is_kept(
    patrol: Client, car: Camera, ledger: Ledger, what: str, to: str
) -> None:
    data, reason = REFUSED[what]
    answer = send(patrol, numbered(1), Sent("evil 7.jpg", data), numbered(2), camera=car.code, to=to)
    if to == PAGE:
        assert answer.status_code == 200
        assert f"“evil 7.jpg” {reason}" in html.unescape(answer.text)
    else:
        assert answer.status_code == 201
        told = answer.json()["files"]
        assert [one["state"] for one in told] == ["accepted", "refused", "accepted"]
        assert told[1]["name"] == "evil 7.jpg"
        assert f"“evil 7.jpg” {reason}" in told[1]["reason"]
        assert told[1]["frame_url"] == ""
    assert [frame.shown_name for frame in frames()] == ["frame 1.png", "frame 2.png"]
    assert len(stored_files()) == 2
    seen = ledger.people()[-1]
    assert json.loads(seen.query)["files"] == ["frame 1.png", "evil 7.jpg", "frame 2.png"]
    assert seen.record_count == 2


@pytest.mark.parametrize("to", [PAGE, API])
def test_bad_file_alone_leaves_nothing_behind(patrol: Client, car: Camera, queue: Queue, to: str) -> None:
    for data, _ in REFUSED.values():
        send(patrol, Sent("evil.jpg", data), camera=car.code, to=to)
    assert (frames(), stored_files(), queue.messages()) == ([], [], [])


@pytest.mark.parametrize("to", [PAGE, API])
def test_file_over_the_limit_is_let_go_by_name_and_the_rest_goes_on(
    patrol: Client, car: Camera, settings: object, to: str
) -> None:
    settings.ALPR_FRAME_BYTES = 100_000
    large = Sent("far too large.jpg", jpeg() + bytes(3_000_000))
    answer = send(patrol, numbered(1), large, numbered(2), camera=car.code, to=to)
    said = html.unescape(answer.text if to == PAGE else json.dumps(answer.json(), ensure_ascii=False))
    assert "“far too large.jpg” is too large for a frame" in said
    assert [frame.shown_name for frame in frames()] == ["frame 1.png", "frame 2.png"]
    assert len(stored_files()) == 2


def test_file_of_exactly_the_limit_is_taken(patrol: Client, car: Camera, settings: object) -> None:
    whole = jpeg()
    settings.ALPR_FRAME_BYTES = 70_000
    fits, too_long = (whole + bytes(size - len(whole)) for size in (70_000, 70_001))
    told = send_with_script(patrol, Sent("fits.jpg", fits), Sent("not.jpg", too_long), camera=car.code)
    assert [(one["name"], one["state"]) for one in told] == [("fits.jpg", "accepted"), ("not.jpg", "refused")]


def test_five_hundred_files_at_once_are_sorted_into_good_and_bad(
    patrol: Client, car: Camera, ledger: Ledger
) -> None:
    bad = {7, 99, 250, 499}
    files = [Sent(f"bad {n}.jpg", b"no") if n in bad else numbered(n) for n in range(500)]
    told = send_with_script(patrol, *files, camera=car.code)
    assert [n for n, one in enumerate(told) if one["state"] == "refused"] == sorted(bad)
    assert sum(one["state"] == "accepted" for one in told) == len(frames()) == len(stored_files()) == 496
    seen = ledger.last("reads.upload")
    assert json.loads(seen.query)["file_count"] == 500
    assert seen.record_count == 496


def test_more_files_than_one_request_may_hold_are_refused_and_nothing_is_kept(
    patrol: Client, car: Camera
) -> None:
    answer = send(patrol, *(Sent(f"{n}.jpg", b"x") for n in range(1001)), camera=car.code)
    assert answer.status_code == 400
    assert (frames(), stored_files()) == ([], [])


@pytest.mark.parametrize("to", [PAGE, API])
@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../../etc/passwd.png", "passwd.png"),
        ("..\\..\\boot.png", "boot.png"),
        ("a\x00b.png", "ab.png"),
        ("invoice‮gnp.exe", "invoicegnp.exe"),
        ("<script>alert(1)</script>.png", "script>.png"),
        ("x" * 296 + ".png", "x" * 115 + "….png"),
    ],
    ids=["dots", "backslashes", "nul", "right to left", "script", "300 characters"],
)
def test_odd_file_name_is_shown_tidied_and_never_used(
    patrol: Client, car: Camera, given: str, shown: str, to: str
) -> None:
    answer = send(patrol, numbered(5, given), camera=car.code, to=to)
    (frame,) = frames()
    assert frame.shown_name == shown
    (path,) = stored_files()
    assert path.name == f"{frame.uid}.png"
    assert "‮" not in answer.text and "\x00" not in answer.text
    if to == PAGE:
        assert html.escape(shown) in answer.text
        assert "<script>alert" not in answer.text
        assert html.escape(shown) in patrol.get(f"/frames/{frame.uid}").text
    else:
        assert answer.json()["files"][0]["name"] == shown


def test_file_without_a_name_is_not_taken_for_a_file(patrol: Client, car: Camera) -> None:
    assert send(patrol, numbered(5, ""), Sent("", png()), camera=car.code).status_code == 200
    assert len(frames()) == 1


@pytest.mark.parametrize("camera", ["no-such-camera", "", "' or 1=1", "\x00", "x" * 5000])
def test_unknown_camera_is_refused_with_the_field_named(
    patrol: Client, car: Camera, ledger: Ledger, camera: str
) -> None:
    answer = send(patrol, numbered(1), camera=camera, to=API)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["fields"]) == ["camera"]
    page = send(patrol, numbered(1), camera=camera)
    assert page.status_code == 422
    said = ("There is no such camera", "Choose the camera", "Null characters are not allowed")
    assert any(sentence in page.text for sentence in said)
    script = send(patrol, numbered(1), camera=camera, accept="application/json")
    assert (script.status_code, script.json()["code"]) == (422, "nothing_uploaded")
    assert (frames(), stored_files()) == ([], [])
    seen = ledger.last("reads.upload")
    assert (seen.result, seen.status, seen.code, seen.records) == ("refused", 422, "nothing_uploaded", [])


def test_camera_out_of_service_takes_no_frames(patrol: Client) -> None:
    CameraFactory(code="sold", is_active=False)
    assert send(patrol, numbered(1), camera="sold").status_code == 422
    assert frames() == []


@pytest.mark.parametrize("to", [PAGE, API])
def test_upload_without_a_file_says_what_to_do(patrol: Client, car: Camera, ledger: Ledger, to: str) -> None:
    answer = send(patrol, camera=car.code, to=to)
    assert answer.status_code == 422
    assert "Choose at least one image file." in answer.text
    assert ledger.people()[-1].result == "refused"


@pytest.mark.parametrize("to", [PAGE, API])
def test_person_who_may_not_upload_is_refused_and_the_attempt_is_recorded(
    desk: Client, car: Camera, ledger: Ledger, to: str
) -> None:
    answer = send(desk, numbered(1), camera=car.code, to=to)
    assert answer.status_code == 403
    assert (frames(), stored_files()) == ([], [])
    (seen,) = ledger.people()
    assert (seen.username, seen.result, seen.status, seen.code) == ("records", "refused", 403, "permission")


@pytest.mark.parametrize("to", [PAGE, API])
def test_form_from_another_site_sends_no_frame(olive: User, car: Camera, to: str) -> None:
    client = log_in(Client(enforce_csrf_checks=True), olive)
    assert send(client, numbered(1), camera=car.code, to=to).status_code == 403
    assert (frames(), stored_files()) == ([], [])
