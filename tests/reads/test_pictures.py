"""Pictures of frames and plates: derivatives only, to whoever may see them, and every byte written down."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client
from PIL import Image

from reads.models import Frame, Read
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import FrameFactory, ReadFactory
from tests.reads.picture_files import exif_block, jpeg_with_exif, picture, rational, with_segment

NEW_ID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.fixture
def frame(db: None) -> Frame:
    """A large frame whose camera wrote a time, a place and a comment into it."""
    noise = Image.effect_noise((2000, 1200), 60).convert("RGB")
    data = jpeg_with_exif(
        exif_block(
            time="2026:03:01 21:04:05",
            latitude=(rational(34), rational(8), rational(49)),
            longitude=(rational(118), rational(8), rational(38)),
        ),
        noise,
    )
    data = with_segment(data, 0xFE, b"<script>alert(1)</script>")
    return FrameFactory(data=data, width=2000, height=1200)


@pytest.fixture
def read(frame: Frame) -> Read:
    return ReadFactory(frame=frame)


def whole(answer: object) -> bytes:
    """The picture as the browser gets it; the test client closes the answer at its end."""
    return b"".join(answer.streaming_content)


def hang_up(answer: object) -> None:
    """The browser goes away. As Django's test client does, the test's own database connection is kept."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def image_of(frame: Frame) -> str:
    return f"/frames/{frame.uid}/image.jpg"


@pytest.mark.parametrize(("name", "longest"), [("image", 1600), ("thumbnail", 320)])
def test_browser_gets_a_derivative_without_a_word_of_the_camera(
    patrol: Client, frame: Frame, ledger: Ledger, name: str, longest: int
) -> None:
    answer = patrol.get(f"/frames/{frame.uid}/{name}.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    data = whole(answer)
    assert int(answer["Content-Length"]) == len(data)
    image = Image.open(io.BytesIO(data))
    assert (image.format, max(image.size)) == ("JPEG", longest)
    assert dict(image.getexif()) == {}
    for word in (b"Exif", b"2026", b"script"):
        assert word not in data
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    seen = ledger.last(f"reads.frame_{name}")
    assert (seen.username, seen.result, seen.status, seen.size) == ("officer", "shown", 200, len(data))
    assert seen.records == [f"frame:{frame.uid}"]


def test_second_look_is_served_from_the_kept_derivative_and_recorded_again(
    patrol: Client, frame: Frame, ledger: Ledger
) -> None:
    first = whole(patrol.get(image_of(frame)))
    assert whole(patrol.get(image_of(frame))) == first
    assert len(ledger.records("reads.frame_image")) == 2
    with default_storage.open(frame.original) as original:
        assert b"script" in original.read()  # the original is as it was


def test_crop_is_recorded_with_the_read_and_its_plate(patrol: Client, read: Read, ledger: Ledger) -> None:
    data = whole(patrol.get(f"/reads/{read.uid}/crop.jpg"))
    assert Image.open(io.BytesIO(data)).format == "JPEG"
    seen = ledger.last("reads.crop")
    assert (seen.result, seen.size, seen.plates) == ("shown", len(data), ["us-ca 8ABC123"])
    assert f"read:{read.uid}" in seen.records


def test_head_says_how_large_the_picture_is_and_sends_none_of_it(
    patrol: Client, frame: Frame, ledger: Ledger
) -> None:
    size = len(whole(patrol.get(image_of(frame))))
    answer = patrol.head(image_of(frame))
    assert (answer.status_code, int(answer["Content-Length"]), answer.content) == (200, size, b"")
    seen = ledger.last("reads.frame_image")
    assert (seen.method, seen.result, seen.status, seen.size) == ("HEAD", "shown", 200, 0)
    assert seen.records == [f"frame:{frame.uid}"]


@pytest.mark.parametrize("method", ["options", "post", "put", "patch", "delete"])
def test_other_methods_are_refused_and_recorded_without_a_picture(
    patrol: Client, frame: Frame, ledger: Ledger, method: str
) -> None:
    answer = getattr(patrol, method)(image_of(frame))
    assert (answer.status_code, answer.content) == (405, b"")
    seen = ledger.last("reads.frame_image")
    assert (seen.result, seen.status, seen.records) == ("refused", 405, [])


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999999999999999", 10, None),
        (" bytes=5-9 ", 5, 10),
        ("bytes=-999999999", 0, None),
    ],
)
def test_one_range_is_sent_and_its_bytes_are_counted(
    patrol: Client, frame: Frame, ledger: Ledger, asked: str, start: int, end: int | None
) -> None:
    data = whole(patrol.get(image_of(frame)))
    answer = patrol.get(image_of(frame), headers={"Range": asked})
    assert answer.status_code == 206
    part = whole(answer)
    assert part == data[start:end]
    first = start % len(data)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(data)}"
    seen = ledger.last("reads.frame_image")
    assert (seen.result, seen.status, seen.size) == ("shown", 206, len(part))
    assert asked.strip() in seen.query


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_range_outside_the_picture_is_416_and_recorded_as_refused(
    patrol: Client, frame: Frame, ledger: Ledger, asked: str
) -> None:
    answer = patrol.get(image_of(frame), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"].startswith("bytes */")
    seen = ledger.last("reads.frame_image")
    assert (seen.result, seen.status) == ("refused", 416)


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=" + "0-1," * 5000 + "0-1",
        "bytes=-",
        "bytes=a-b",
        "lines=1-2",
        "bytes=" + "9" * 99,
    ],
)
def test_several_ranges_and_nonsense_are_answered_with_the_whole_picture(
    patrol: Client, frame: Frame, ledger: Ledger, asked: str
) -> None:
    data = whole(patrol.get(image_of(frame)))
    answer = patrol.get(image_of(frame), headers={"Range": asked})
    assert answer.status_code == 200
    assert whole(answer) == data
    assert ledger.last("reads.frame_image").size == len(data)


def test_stream_that_is_broken_off_is_recorded_as_partial_with_the_bytes_that_left(
    patrol: Client, frame: Frame, ledger: Ledger
) -> None:
    answer = patrol.get(image_of(frame))
    total = int(answer["Content-Length"])
    sent = len(next(iter(answer.streaming_content)))
    hang_up(answer)
    assert 0 < sent < total
    seen = ledger.last("reads.frame_image")
    assert (seen.result, seen.status, seen.size) == ("partial", 200, sent)
    assert seen.records == [f"frame:{frame.uid}"]


def test_stream_that_was_never_begun_is_recorded_as_partial_with_no_byte(
    patrol: Client, frame: Frame, ledger: Ledger
) -> None:
    hang_up(patrol.get(image_of(frame)))
    assert (ledger.last("reads.frame_image").result, ledger.last("reads.frame_image").size) == ("partial", 0)


@pytest.mark.parametrize(
    ("path", "door"),
    [
        (f"/frames/{NEW_ID}/image.jpg", "reads.frame_image"),
        (f"/frames/{NEW_ID}/thumbnail.jpg", "reads.frame_thumbnail"),
        (f"/reads/{NEW_ID}/crop.jpg", "reads.crop"),
        (f"/frames/{NEW_ID}", "reads.frame"),
        (f"/reads/{NEW_ID}", "reads.read"),
    ],
)
def test_unknown_id_is_not_there_and_recorded_as_refused(
    patrol: Client, ledger: Ledger, path: str, door: str
) -> None:
    answer = patrol.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    seen = ledger.last(door)
    assert (seen.result, seen.status, seen.code, seen.records) == ("refused", 404, "not_found", [])
    assert NEW_ID in seen.query


def test_missing_original_is_not_there_and_raises_an_alarm(
    patrol: Client, frame: Frame, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.delete(frame.original)
    assert patrol.get(image_of(frame)).status_code == 404
    assert str(frame.uid) in caplog.text and "CRITICAL" in caplog.text
    assert ledger.last("reads.frame_image").result == "refused"


def test_altered_original_is_not_shown_and_raises_an_alarm(
    patrol: Client, frame: Frame, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.delete(frame.original)
    swapped = io.BytesIO()
    picture().save(swapped, "JPEG")
    default_storage.save(frame.original, ContentFile(swapped.getvalue()))
    assert patrol.get(image_of(frame)).status_code == 404
    assert "not the one that was received" in caplog.text
    assert ledger.last("reads.frame_image").code == "not_found"


def test_missing_crop_is_not_there_and_logged(
    patrol: Client, read: Read, ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.delete(read.crop)
    assert patrol.get(f"/reads/{read.uid}/crop.jpg").status_code == 404
    assert str(read.uid) in caplog.text
    assert ledger.last("reads.crop").result == "refused"


def test_stored_files_are_reached_by_no_address(patrol: Client, frame: Frame, read: Read) -> None:
    whole(patrol.get(image_of(frame)))
    folder = Path(default_storage.location)
    names = [str(path.relative_to(folder)) for path in folder.rglob("*.jpg")]
    assert len(names) == 3
    for name in names:
        for way in (
            "/",
            "/media/",
            "/frames/",
            "/static/",
            "/static/../",
            "/frames/../",
            "//",
            "/static/..%2f",
        ):
            assert patrol.get(way + name).status_code == 404, way + name


@pytest.mark.parametrize("path", ["image.jpg", "thumbnail.jpg"])
def test_person_without_the_right_sees_no_picture(frame: Frame, ledger: Ledger, path: str) -> None:
    client = log_in(Client(), accounts.auditor())
    assert client.get(f"/frames/{frame.uid}/{path}").status_code == 403
    (seen,) = ledger.people()
    assert (seen.username, seen.result, seen.code, seen.records) == ("auditor", "refused", "permission", [])


def test_stranger_learns_nothing_about_which_pictures_exist(client: Client, frame: Frame, read: Read) -> None:
    there = [image_of(frame), f"/reads/{read.uid}/crop.jpg"]
    not_there = [f"/frames/{uuid4()}/image.jpg", f"/reads/{uuid4()}/crop.jpg"]
    for known, unknown in zip(there, not_there, strict=True):
        answers = client.get(known), client.get(unknown)
        assert {answer.status_code for answer in answers} == {302}
        assert {answer["Location"].split("?")[0] for answer in answers} == {"/account/login"}
