"""Frames sent in by page and by program: kept byte for byte, once, and queued when they are committed."""

import base64
import hashlib
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
    exif_block,
    jpeg,
    jpeg_with_exif,
    rational,
)
from tests.reads.sending import (
    Queue,
    Sent,
    frames,
    numbered,
    original_of,
    send,
    send_with_script,
    stored_files,
)

Capture = Callable[..., object]


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


def test_progress_shows_ones_own_frames_only(patrol: Client, car: Camera, ledger: Ledger) -> None:
    send(patrol, numbered(1, "mine.png"), camera=car.code)
    other = log_in(Client(), accounts.manager())
    send(other, numbered(2, "theirs.png"), camera=car.code)
    page = patrol.get("/frames/upload/progress")
    assert "mine.png" in page.text and "theirs.png" not in page.text
    assert "0 of 1 done" in page.text
    assert ledger.last("reads.upload_progress").records == [f"frame:{frames()[0].uid}"]
