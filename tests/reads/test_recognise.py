"""Reading queued frames: claimed once, stored once, and what goes wrong ends on the frame in a sentence."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from reads.actions.recognise import recognise, sweep
from reads.drawing.frame import draw_frame
from reads.drawing.scene import Scene, Vehicle
from reads.models import Frame
from reads.recognition.base import EngineUnavailable, PlateReading
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import FrameFactory
from tests.reads.engines import BEAT, WORKER, ScriptedEngine, events, now_of, plate, reads_of
from tests.reads.sending import Queue


def test_queued_frame_is_read_and_the_look_is_written_down(written: Ledger, engine: ScriptedEngine) -> None:
    frame = FrameFactory()
    recognise(frame_id=frame.pk, by=WORKER)
    after = now_of(frame)
    assert (after.state, after.claim, after.attempts, after.failure) == ("read", None, 1, "")
    assert (after.engine, after.engine_version) == ("scripted", "scripted 1")
    assert after.read_at is not None and after.read_ms is not None
    (read,) = reads_of(frame)
    assert (read.observed, read.plate_read, read.plate) == ("8 KTR412", "8KTR412", "8KTR412")
    assert (read.region_read, read.region, read.confidence) == ("us-ca", "us-ca", 0.9)
    assert (read.box_x, read.box_y, read.box_w, read.box_h) == (200, 150, 120, 60)
    assert [one["text"] for one in read.characters] == list("8KTR412")
    assert [one["plate"] for one in read.candidates] == ["8KTR412", "8KTR4I2"]
    assert (read.camera_id, read.received_at) == (frame.camera_id, frame.received_at)
    assert default_storage.size(read.crop) > 0
    assert events(written, frame) == ["frame_read"]
    seen = written.last("reads.recognise")
    assert (seen.actor_kind, seen.username, seen.result) == ("system", "system:worker", "shown")
    assert json.loads(seen.query) == {"frame": frame.pk}
    assert seen.records == [f"frame:{frame.uid}", f"read:{read.uid}"]
    assert seen.plates == ["us-ca 8KTR412"]


def test_frame_without_a_plate_ends_as_nothing_found(written: Ledger, engine: ScriptedEngine) -> None:
    frame = FrameFactory()
    engine.answer = lambda: ()
    recognise(frame_id=frame.pk, by=WORKER)
    assert (now_of(frame).state, reads_of(frame), events(written, frame)) == (
        "nothing_found",
        [],
        ["frame_read"],
    )


def test_what_no_plate_can_be_is_left_out_and_the_rest_is_kept_within_its_bounds(
    engine: ScriptedEngine,
) -> None:
    frame = FrameFactory()
    engine.answer = lambda: (
        plate("8GOOD12", confidence=1.7, region="zz-top", observed="8" * 90),
        plate("ELEVENCHARS", confidence=0.8),
        plate("7FLAT77", confidence=0.7, box=(5, 5, 0, 20)),
        plate("6EDGE66", confidence=-0.3, box=(-10, -4, 60, 40)),
        *(plate(f"5MANY{n}", confidence=0.1) for n in range(10, 60)),
    )
    recognise(frame_id=frame.pk, by=WORKER)
    reads = {read.plate: read for read in reads_of(frame)}
    assert len(reads) == 20
    assert "ELEVENCHARS" not in reads and "7FLAT77" not in reads
    good = reads["8GOOD12"]
    assert (good.confidence, good.region, good.observed) == (1.0, "", "8" * 40)


def test_missing_engine_leaves_the_frame_queued_with_a_sentence_and_loses_nothing(
    written: Ledger, settings: object
) -> None:
    frame = FrameFactory()
    settings.ALPR_ENGINE = "nowhere"
    for _ in range(5):
        recognise(frame_id=frame.pk, by=WORKER)
    waiting = now_of(frame)
    assert (waiting.state, waiting.claim, waiting.attempts) == ("queued", None, 0)
    assert "choose one of" in waiting.failure
    assert waiting.failure in log_in(Client(), accounts.officer()).get(f"/frames/{frame.uid}").text.replace(
        "&quot;", '"'
    )
    assert events(written, frame) == []


def test_engine_without_its_models_gives_the_frame_back(written: Ledger, engine: ScriptedEngine) -> None:
    frame = FrameFactory()

    def missing() -> tuple[PlateReading, ...]:
        raise EngineUnavailable("The models are not here; run the download once.")

    engine.answer = missing
    recognise(frame_id=frame.pk, by=WORKER)
    assert (now_of(frame).state, now_of(frame).failure) == (
        "queued",
        "The models are not here; run the download once.",
    )
    engine.answer = lambda: (plate(),)
    assert sweep(by=BEAT, now=timezone.now() + timedelta(hours=1)) == [frame.pk]
    recognise(frame_id=frame.pk, by=WORKER)
    assert (now_of(frame).state, now_of(frame).failure, now_of(frame).attempts) == ("read", "", 1)


def test_broken_engine_fails_the_frame_with_a_sentence_and_a_person_can_have_it_read_again(
    written: Ledger, engine: ScriptedEngine, queue: Queue
) -> None:
    frame = FrameFactory()

    def broken() -> tuple[PlateReading, ...]:
        raise RuntimeError("segfault at 0xdeadbeef")

    engine.answer = broken
    recognise(frame_id=frame.pk, by=WORKER)
    failed = now_of(frame)
    assert (failed.state, failed.claim) == ("failed", None)
    assert failed.failure == "The engine could not read this frame. Try again, or tell the administrator."
    patrol = log_in(Client(), accounts.officer())
    page = patrol.get(f"/frames/{frame.uid}")
    assert failed.failure in page.text and "Try again" in page.text and "0xdeadbeef" not in page.text
    assert queue.messages() == []
    answer = patrol.post(f"/frames/{frame.uid}/retry", follow=True)
    assert "The frame is queued again." in answer.text
    assert (now_of(frame).state, now_of(frame).failure, now_of(frame).attempts) == ("queued", "", 0)
    assert len(queue.messages()) == 1
    again = patrol.post(f"/frames/{frame.uid}/retry", follow=True)
    assert "not waiting for another try any more" in again.text
    assert len(queue.messages()) == 1
    engine.answer = lambda: (plate(),)
    recognise(frame_id=frame.pk, by=WORKER)
    assert now_of(frame).state == "read"
    assert events(written, frame) == ["frame_failed", "frame_queued_again", "frame_read"]
    assert [record.result for record in written.records("reads.frame_retry")] == ["shown", "shown"]


def test_person_who_may_not_retry_is_refused_and_the_frame_stays_failed(desk: Client, ledger: Ledger) -> None:
    frame = FrameFactory(state=Frame.State.FAILED, failure="It broke.")
    assert desk.post(f"/frames/{frame.uid}/retry").status_code == 403
    assert now_of(frame).state == "failed"
    seen = ledger.last("reads.frame_retry")
    assert (seen.username, seen.result, seen.code) == ("records", "refused", "permission")


def test_missing_original_fails_the_frame_and_says_where_to_look(
    written: Ledger, engine: ScriptedEngine
) -> None:
    frame = FrameFactory()
    default_storage.delete(frame.original)
    recognise(frame_id=frame.pk, by=WORKER)
    assert now_of(frame).state == "failed"
    assert "Restore it from the backup" in now_of(frame).failure
    assert engine.asked == 0


def test_altered_original_is_never_read_and_raises_an_alarm(
    written: Ledger, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    frame = FrameFactory()
    default_storage.delete(frame.original)
    default_storage.save(frame.original, ContentFile(b"something else"))
    recognise(frame_id=frame.pk, by=WORKER)
    assert now_of(frame).state == "failed"
    assert "not the file that was received" in now_of(frame).failure
    assert engine.asked == 0
    assert "CRITICAL" in caplog.text


def test_drawn_frame_is_read_by_the_real_engine(written: Ledger) -> None:
    frame = FrameFactory(
        data=draw_frame(Scene(vehicles=(Vehicle("8KTR412", "us-ca"),))), width=1280, height=720
    )
    recognise(frame_id=frame.pk, by=WORKER)
    assert now_of(frame).state == "read"
    (read,) = reads_of(frame)
    assert (read.plate, read.engine) == ("8KTR412", "rapidocr")
    assert 0 < read.box_x < 1280 and 0 < read.box_y < 720
    assert written.last("reads.recognise").plates == [f"{read.region} 8KTR412".strip()]
