"""Frames sent in by page and by program: the good ones kept byte for byte, the bad ones refused by name."""

import base64
import hashlib
import html
import json
import threading
from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.ledger import close_connection
from reads.models import Camera
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory
from tests.reads.picture_files import (
    encoded,
    exif_block,
    huge_png,
    jpeg,
    jpeg_with_exif,
    picture,
    png,
    rational,
)
from tests.reads.sending import (
    API,
    PAGE,
    Queue,
    Sent,
    frames,
    numbered,
    original_of,
    send,
    send_with_script,
    stored_files,
)
from tests.reads.test_images import SVG, zip_file

Capture = Callable[..., object]

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


def test_frame_is_kept_byte_for_byte_under_a_name_of_our_own(
    patrol: Client, olive: User, car: Camera, ledger: Ledger
) -> None:
    data = jpeg_with_exif(
        exif_block(
            time="2026:03:01 21:04:05",
            latitude=(rational(34), rational(8), rational(49)),
            longitude=(rational(118), rational(8), rational(38)),
        )
    )
    answer = send(patrol, Sent("left 0012.jpg", data), camera=car.code)
    assert answer.status_code == 200
    assert "left 0012.jpg" in answer.text
    (frame,) = frames()
    assert (frame.camera_id, frame.uploaded_by_id, frame.shown_name) == (car.pk, olive.pk, "left 0012.jpg")
    assert (frame.format, frame.width, frame.height, frame.size) == ("JPEG", 320, 180, len(data))
    assert frame.sha256 == hashlib.sha256(data).hexdigest()
    assert frame.original.startswith("originals/") and frame.original.endswith(f"/{frame.uid}.jpg")
    assert [path.read_bytes() for path in stored_files()] == [data]
    assert original_of(frame) == data
    assert (frame.state, frame.attempts) == ("queued", 0)
    assert abs((timezone.now() - frame.received_at).total_seconds()) < 600
    assert frame.camera_time is not None and frame.latitude == pytest.approx(34.14694)
    seen = ledger.last("reads.upload")
    assert (seen.username, seen.method, seen.result, seen.status) == ("officer", "POST", "shown", 200)
    assert seen.records == [f"frame:{frame.uid}"]
    assert json.loads(seen.query) == {"camera": car.code, "files": ["left 0012.jpg"], "file_count": 1}


def test_many_files_at_once_are_all_taken(patrol: Client, car: Camera) -> None:
    files = [numbered(n) for n in range(12)]
    told = send_with_script(patrol, *files, camera=car.code)
    assert [one["state"] for one in told] == ["accepted"] * 12
    assert [one["name"] for one in told] == [file.name for file in files]
    kept = frames()
    assert [original_of(frame) for frame in kept] == [file.data for file in files]
    assert [one["frame_url"] for one in told] == [f"/frames/{frame.uid}" for frame in kept]


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


def test_same_bytes_again_are_the_same_frame_whoever_sends_them_under_whatever_name(
    patrol: Client, car: Camera, ledger: Ledger
) -> None:
    (first,) = send_with_script(patrol, Sent("one.jpg", jpeg()), camera=car.code)
    (again,) = send_with_script(patrol, Sent("two.jpg", jpeg()), camera=CameraFactory().code)
    other = log_in(Client(), accounts.manager())
    (others,) = send_with_script(other, Sent("three.jpg", jpeg()), camera=car.code)
    assert [first["state"], again["state"], others["state"]] == ["accepted", "duplicate", "duplicate"]
    assert first["frame_url"] == again["frame_url"] == others["frame_url"]
    assert again["name"] == "two.jpg" and "received before" in again["reason"]
    (frame,) = frames()
    assert (frame.shown_name, frame.camera_id, frame.uploaded_by.username) == ("one.jpg", car.pk, "officer")
    assert len(stored_files()) == 1
    seen = ledger.last("reads.upload")
    assert (seen.username, seen.records) == ("manager", [f"frame:{frame.uid}"])


def test_same_bytes_twice_in_one_upload_are_one_frame(patrol: Client, car: Camera) -> None:
    told = send_with_script(patrol, Sent("a.jpg", jpeg()), Sent("b.jpg", jpeg()), camera=car.code)
    assert [one["state"] for one in told] == ["accepted", "duplicate"]
    assert len(frames()) == len(stored_files()) == 1


def test_same_bytes_from_four_people_in_the_same_moment_are_one_frame(committed: None, queue: Queue) -> None:
    car = CameraFactory()
    clients = [log_in(Client(), accounts.officer(username=f"officer{n}")) for n in range(4)]
    together = threading.Barrier(4)
    told: list[str] = []

    def one(client: Client) -> None:
        together.wait()
        (answer,) = send_with_script(client, Sent("same.jpg", jpeg()), camera=car.code)
        told.append(answer["state"])
        connections.close_all()
        close_connection()

    threads = [threading.Thread(target=one, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert len(frames()) == len(stored_files()) == len(queue.messages()) == 1


def test_message_is_sent_when_the_frame_is_committed_and_holds_its_id_only(
    patrol: Client, car: Camera, queue: Queue, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        send(patrol, numbered(1), Sent("bad.jpg", b"no"), numbered(1, "again.png"), camera=car.code)
    assert len(callbacks) == 1
    assert queue.messages() == []
    callbacks[0]()
    (message,) = map(json.loads, queue.messages())
    assert message["headers"]["task"] == "reads.recognise_frame"
    assert message["content-type"] == "application/json"
    assert json.loads(base64.b64decode(message["body"]))[:2] == [[frames()[0].pk], {}]


def test_upload_that_breaks_in_the_middle_leaves_no_frame_no_file_and_no_message(
    committed: None, queue: Queue, settings: object, admin_connection: object
) -> None:
    car = CameraFactory()
    client = log_in(Client(raise_request_exception=False), accounts.officer())
    newest = admin_connection.execute("select max(id) from audit_accessrecord").fetchone()[0]
    send(client, numbered(1), camera=car.code)
    assert (len(frames()), len(stored_files()), len(queue.messages())) == (1, 1, 1)
    admin_connection.execute(
        "create function tests_refuse() returns trigger language plpgsql as $$ begin"
        " if new.shown_name = 'last.png' then raise exception 'disk full'; end if; return new; end $$"
    )
    admin_connection.execute(
        "create trigger tests_refuse before insert on reads_frame for each row"
        " execute function tests_refuse()"
    )
    try:
        answer = send(client, numbered(2), numbered(3, "last.png"), camera=car.code)
    finally:
        admin_connection.execute("drop function tests_refuse cascade")
    assert answer.status_code == 500
    assert "disk full" not in answer.text
    assert (len(frames()), len(stored_files()), len(queue.messages())) == (1, 1, 1)
    results = admin_connection.execute(
        "select o.result from audit_accessrecord r join audit_accessoutcome o on o.access_id = r.uid"
        " where r.id > %s and r.door = 'reads.upload' order by r.id",
        [newest],
    ).fetchall()
    assert [row[0] for row in results] == ["shown", "failed"]


def test_queue_that_cannot_be_reached_costs_the_officer_nothing(
    committed: None, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    from alpr_portal.celery import app

    car = CameraFactory()
    client = log_in(Client(), accounts.officer())
    reachable = app.conf.broker_write_url
    app.conf.broker_write_url = "redis+socket:///nowhere/redis.sock"
    app.amqp._producer_pool = None
    try:
        told = send_with_script(client, numbered(1), numbered(2), camera=car.code)
    finally:
        app.conf.broker_write_url = reachable
        app.amqp._producer_pool = None
    assert [one["state"] for one in told] == ["accepted", "accepted"]
    assert [frame.state for frame in frames()] == ["queued", "queued"]
    assert len(stored_files()) == 2
    assert caplog.text.count("waits for the sweeper") == 2


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


def test_progress_shows_ones_own_frames_only(patrol: Client, car: Camera, ledger: Ledger) -> None:
    send(patrol, numbered(1, "mine.png"), camera=car.code)
    other = log_in(Client(), accounts.manager())
    send(other, numbered(2, "theirs.png"), camera=car.code)
    page = patrol.get("/frames/upload/progress")
    assert "mine.png" in page.text and "theirs.png" not in page.text
    assert "0 of 1 done" in page.text
    assert ledger.last("reads.upload_progress").records == [f"frame:{frames()[0].uid}"]
