"""Cameras that read plates themselves: one request, one frame, its reads, and nothing queued."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from audit.events import Event
from reads.accepted import read_accepted
from reads.models import Announcement, Camera, Frame, Read
from tests.conftest import Ledger
from tests.factories.accounts import log_in, officer
from tests.factories.reads import CameraFactory, under_access
from tests.reads.picture_files import jpeg, png
from tests.reads.sending import BOUNDARY, Queue, frames, numbered, send, stored_files
from tests.reads.test_api import problem

DOOR = "/api/v1/reads"
READ = {"plate": "8abc 123", "region": "us-ca", "confidence": 0.97, "box": [40, 30, 120, 60]}


def ready(
    client: Client,
    reads: object,
    *,
    image: bytes | None = None,
    images: int = 1,
    camera: str = "car-12-left",
    **fields: str,
) -> HttpResponse:
    """Sent byte for byte, so that the reads may be anything."""
    image = jpeg() if image is None else image
    said = reads if isinstance(reads, str) else json.dumps(reads)
    opening = f"--{BOUNDARY}\r\n".encode()
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode("utf-8", "surrogatepass")
        for name, value in ({"camera": camera, "reads": said} | fields).items()
    ]
    head = b'Content-Disposition: form-data; name="image"; filename="street.jpg"\r\n'
    parts += [head + b"Content-Type: image/jpeg\r\n\r\n" + image] * images
    sent = b"".join(opening + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
    return client.post(DOOR, sent, content_type=f"multipart/form-data; boundary={BOUNDARY}")


def kept() -> list[Read]:
    with under_access():
        return list(Read.objects.select_related("frame").order_by("id"))


def test_frame_and_reads_are_kept_together_and_nothing_is_queued(
    patrol: Client, car: Camera, queue: Queue, ledger: Ledger
) -> None:
    other = {"plate": "7XYZ88", "confidence": 1, "box": [0, 0, 20, 10], "observed": "7xyz·88"}
    answer = ready(patrol, [READ, other], engine_version="vendor 4.2")
    assert answer.status_code == 201, answer.content
    first, second = kept()
    assert (first.plate, first.region, first.observed) == ("8ABC123", "us-ca", "8ABC 123")
    assert (second.plate, second.region, second.observed) == ("7XYZ88", "", "7XYZ·88")
    assert (first.engine, first.engine_version) == ("camera", "vendor 4.2")
    assert (first.box_x, first.box_y, first.box_w, first.box_h) == (40, 30, 120, 60)
    frame = first.frame
    assert (frame.state, frame.engine, frame.camera_id) == (Frame.State.READ, "camera", car.pk)
    assert first.received_at == frame.received_at
    assert queue.messages() == []
    said = answer.json()
    assert (said["state"], said["frame"], said["notes"]) == ("accepted", str(frame.uid), [])
    assert [one["id"] for one in said["reads"]] == [str(first.uid), str(second.uid)]
    seen = ledger.last("api.ready_reads")
    assert (seen.username, seen.result) == ("officer", "shown")
    assert set(seen.records) == {f"frame:{frame.uid}", f"read:{first.uid}", f"read:{second.uid}"}
    assert set(seen.plates) == {"us-ca 8ABC123", "7XYZ88"}


def test_every_read_has_a_picture_of_its_plate(patrol: Client, car: Camera) -> None:
    ready(patrol, [READ])
    answer = patrol.get(f"/reads/{kept()[0].uid}/crop.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.getvalue().startswith(b"\xff\xd8")


def test_reads_are_announced_once_they_are_committed(
    patrol: Client, car: Camera, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[int] = []

    def hear(read_ids: list[int], **_: object) -> None:
        heard.extend(read_ids)

    read_accepted.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ready(patrol, [READ])
            assert heard == []
        assert heard == [kept()[0].pk]
    finally:
        read_accepted.disconnect(hear)


def test_change_events_name_who_sent_what(written: Ledger, admin_connection: object) -> None:
    CameraFactory(code="car-12-left")
    uid = ready(log_in(Client(), officer()), [READ]).json()["frame"]
    events = admin_connection.execute(
        "select event, username, detail from audit_changeevent where target = %s order by id",
        [f"frame:{uid}"],
    ).fetchall()
    assert [(row.event, row.username) for row in events] == [
        (Event.FRAME_RECEIVED, "officer"),
        (Event.READS_RECEIVED, "officer"),
    ]
    assert "8ABC123" not in str(events)


def test_the_same_image_again_changes_nothing_and_names_what_is_there(patrol: Client, car: Camera) -> None:
    first = ready(patrol, [READ])
    again = ready(patrol, [{**READ, "plate": "OTHER1"}])
    assert (again.status_code, again.json()["state"]) == (200, "duplicate")
    assert again.json()["frame"] == first.json()["frame"]
    assert again.json()["reads"] == first.json()["reads"]
    assert len(kept()) == 1
    assert Announcement.objects.count() == 1


def test_position_and_time_of_the_request_win_over_the_files(patrol: Client, car: Camera) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:01:02 03:04:05"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 9.0, 0.0), 3: "W", 4: (118.0, 8.0, 0.0)})
    now = timezone.now().replace(microsecond=0)
    ready(patrol, [READ], image=jpeg(exif=exif))
    ready(
        patrol,
        [READ],
        image=jpeg(exif=exif, comment=b"another"),
        camera_time=now.isoformat(),
        latitude="34.5",
        longitude="-118.25",
    )
    of_the_file, of_the_request = frames()
    assert of_the_file.latitude == pytest.approx(34.15)
    assert of_the_file.camera_time is not None
    assert (of_the_request.latitude, of_the_request.longitude) == (34.5, -118.25)
    assert of_the_request.camera_time == now
    assert of_the_request.notes == []


ODD = {
    "not a number": ({"latitude": "NaN", "longitude": "NaN"}, "not a place on earth"),
    "endless": ({"latitude": "inf", "longitude": "1"}, "not a place on earth"),
    "no position": ({"latitude": "0", "longitude": "0.0"}, "means it had none"),
    "swapped": ({"latitude": "-118.14", "longitude": "34.14"}, "may be swapped"),
    "half": ({"latitude": "34.14"}, "not a place on earth"),
    "words": ({"latitude": "here", "longitude": "there"}, "not a place on earth"),
    "no time": ({"camera_time": "yesterday"}, "not a date and time"),
    "year 9999": ({"camera_time": "9999-12-31T23:59:59"}, "not a date and time"),
    "year 1": ({"camera_time": "0001-01-01T00:00:00+14:00"}, "not a date and time"),
    "old clock": ({"camera_time": "2020-01-01T00:00:00Z"}, "hours behind the server's"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_odd_beside_the_image_is_noted_and_the_read_is_kept(
    patrol: Client, car: Camera, what: str
) -> None:
    fields, note = ODD[what]
    answer = ready(patrol, [READ], **fields)
    assert answer.status_code == 201, answer.content
    frame = kept()[0].frame
    assert note in frame.notes[0]
    assert answer.json()["notes"] == frame.notes
    assert frame.latitude is None and frame.longitude is None


def test_clock_a_day_ahead_is_noted(patrol: Client, car: Camera) -> None:
    ahead = timezone.now() + timedelta(hours=25)
    ready(patrol, [READ], camera_time=ahead.isoformat())
    assert frames()[0].notes[0].startswith("The camera's clock is 2")
    assert "ahead of the server's" in frames()[0].notes[0]


def test_unknown_region_is_kept_as_not_known_and_noted(patrol: Client, car: Camera) -> None:
    answer = ready(patrol, [{**READ, "region": "xx-zz"}])
    assert answer.status_code == 201
    assert kept()[0].region == ""
    assert "reads[0]" in kept()[0].frame.notes[0]


def test_box_over_the_edge_is_cut_off_at_the_edge(patrol: Client, car: Camera) -> None:
    ready(patrol, [{**READ, "box": [-10, 150, 100, 900]}])
    read = kept()[0]
    assert (read.box_x, read.box_y, read.box_w, read.box_h) == (0, 150, 90, 30)


BAD = {
    "no json": "plate=8ABC123",
    "half": '[{"plate": "8AB',
    "not a number": '[{"plate": "8ABC123", "confidence": NaN, "box": [1,1,9,9]}]',
    "endless": '[{"plate": "8ABC123", "confidence": Infinity, "box": [1,1,9,9]}]',
    "half a pair": '[{"plate": "8ABC123", "observed": "\\ud800", "confidence": 1, "box": [1,1,9,9]}]',
    "deep": "[" * 90_000 + "]" * 90_000,
    "too long": "[" + " " * 200_000 + "]",
    "object": READ,
    "nothing": [],
    "too many": [READ] * 21,
    "number in the list": [7],
    "no plate": [{**READ, "plate": None}],
    "empty plate": [{**READ, "plate": " - "}],
    "long plate": [{**READ, "plate": "ABCDEFGHIJK"}],
    "odd plate": [{**READ, "plate": "8ABC%"}],
    "number plate": [{**READ, "plate": 8123}],
    "region number": [{**READ, "region": 5}],
    "no confidence": [{"plate": "8ABC123", "box": [1, 1, 9, 9]}],
    "percent": [{**READ, "confidence": 97}],
    "true": [{**READ, "confidence": True}],
    "negative": [{**READ, "confidence": -0.1}],
    "no box": [{**READ, "box": None}],
    "three sides": [{**READ, "box": [1, 2, 3]}],
    "words": [{**READ, "box": ["1", "2", "3", "4"]}],
    "flat": [{**READ, "box": [1, 2, 3, 0]}],
    "far": [{**READ, "box": [1, 2, 3, 10**30]}],
    "outside": [{**READ, "box": [5000, 5000, 10, 10]}],
    "observed list": [{**READ, "observed": ["8"]}],
    "characters of another": [{**READ, "characters": [{"text": "Z", "confidence": 1}] * 7}],
    "too few characters": [{**READ, "characters": [{"text": "8", "confidence": 1}]}],
    "characters as words": [{**READ, "characters": "8ABC123"}],
}


@pytest.mark.parametrize("what", BAD)
def test_reads_that_are_none_are_refused_by_name_and_nothing_is_kept(
    patrol: Client, car: Camera, ledger: Ledger, what: str
) -> None:
    said = problem(ready(patrol, BAD[what]), 422)
    assert "reads" in said["fields"]
    assert frames() == [] and stored_files() == []
    seen = ledger.last("api.ready_reads")
    assert (seen.result, seen.status, seen.records) == ("refused", 422, [])


@pytest.mark.parametrize(
    "sent",
    [
        {"image": b"GIF89a is no frame"},
        {"image": b""},
        {"image": png(Image.new("RGB", (20, 20)))},
        {"images": 0},
        {"images": 2},
        {"camera": "nowhere"},
        {"camera": ""},
        {"engine_version": "x" * 81},
        {"latitude": "1" * 81},
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_request_without_a_usable_image_or_camera_is_refused(
    patrol: Client, car: Camera, sent: dict[str, object]
) -> None:
    problem(ready(patrol, [READ], **sent), 422)
    assert frames() == [] and stored_files() == []


def test_a_body_that_is_no_multipart_is_refused(patrol: Client, car: Camera) -> None:
    problem(patrol.generic("POST", DOOR, b"{}", content_type="application/json"), 415)
    problem(patrol.generic("POST", DOOR, b"x", content_type="multipart/form-data"), 400)


def test_a_desk_may_not_send_reads(desk: Client, car: Camera) -> None:
    problem(ready(desk, [READ]), 403)
    assert frames() == []


def test_characters_are_kept_with_their_confidences(patrol: Client, car: Camera) -> None:
    letters = [{"text": letter, "confidence": 0.5} for letter in "8abc123"]
    ready(patrol, [{**READ, "characters": letters}])
    assert kept()[0].characters[1] == {"text": "A", "confidence": 0.5}


def test_image_that_was_uploaded_before_is_known_here_too(patrol: Client, car: Camera) -> None:
    send(patrol, numbered(3), camera=car.code)
    answer = ready(patrol, [READ], image=numbered(3).data)
    assert (answer.status_code, answer.json()["reads"]) == (200, [])
    assert UUID(answer.json()["frame"]) == frames()[0].uid
