"""A frame is claimed by one worker at a time, and the sweeper finds what dead ones left."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from audit.ledger import close_connection
from audit.system import system_access
from reads.actions.recognise import recognise, sweep, take
from reads.models import Frame
from reads.recognition.base import PlateReading
from reads.tasks import sweep_frames
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import FrameFactory
from tests.reads.engines import BEAT, WORKER, ScriptedEngine, events, now_of, plate, reads_of
from tests.reads.sending import Queue, stored_files


def test_second_delivery_of_the_same_message_does_nothing(written: Ledger, engine: ScriptedEngine) -> None:
    frame = FrameFactory()
    for _ in range(3):
        recognise(frame_id=frame.pk, by=WORKER)
    assert engine.asked == len(reads_of(frame)) == now_of(frame).attempts == 1
    assert events(written, frame) == ["frame_read"]


def test_message_about_a_frame_that_is_not_there_does_nothing(engine: ScriptedEngine) -> None:
    recognise(frame_id=987_654_321, by=WORKER)
    assert engine.asked == 0


def test_of_many_workers_at_once_one_gets_the_frame(committed: None) -> None:
    frame = FrameFactory()
    together = threading.Barrier(6)
    claims: list[object] = []

    def one() -> None:
        with system_access("worker", door="tests", reason="A worker asks") as access:
            together.wait()
            with access.transaction():
                claims.append(take(frame.pk, timezone.now()))
        connections.close_all()
        close_connection()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claims) == 6
    assert sum(claim is not None for claim in claims) == 1
    assert now_of(frame).attempts == 1


def test_late_result_of_a_lost_claim_is_dropped(
    written: Ledger, engine: ScriptedEngine, caplog: pytest.LogCaptureFixture
) -> None:
    frame = FrameFactory()

    def slow() -> tuple[PlateReading, ...]:
        engine.answer = lambda: (plate("7QUICK1"),)
        assert sweep(by=BEAT, now=timezone.now() + timedelta(hours=1)) == [frame.pk]
        recognise(frame_id=frame.pk, by=WORKER)
        return (plate("8LATE88"),)

    engine.answer = slow
    recognise(frame_id=frame.pk, by=WORKER)
    assert [read.plate for read in reads_of(frame)] == ["7QUICK1"]
    assert (now_of(frame).state, now_of(frame).attempts) == ("read", 2)
    assert events(written, frame) == ["frame_read"]
    assert len(stored_files()) == 2  # the original and one crop
    assert "this result is dropped" in caplog.text
    assert "8LATE88" not in str([record.plates for record in written.records()])


def test_sweeper_queues_again_what_a_dead_worker_held_and_what_lost_its_message(settings: object) -> None:
    settings.ALPR_CLAIM_SECONDS, settings.ALPR_LOST_SECONDS = 180, 300
    now = timezone.now()
    old, fresh = now - timedelta(seconds=301), now - timedelta(seconds=100)
    claimed = {"state": Frame.State.READING, "claim": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "attempts": 1}
    dead = FrameFactory(**claimed, claimed_at=now - timedelta(seconds=181))
    alive = FrameFactory(**claimed, claimed_at=fresh)
    lost = FrameFactory(queued_at=old)
    waiting = FrameFactory(queued_at=fresh)
    done = FrameFactory(state=Frame.State.READ, read_at=now, queued_at=old)
    assert sorted(sweep(by=BEAT, now=now)) == sorted([dead.pk, lost.pk])
    assert [now_of(frame).state for frame in (dead, alive, lost, waiting, done)] == [
        *("queued", "reading", "queued", "queued", "read"),
    ]
    assert sweep(by=BEAT, now=now + timedelta(seconds=15)) == []


def test_frame_that_ended_three_workers_is_failed_and_only_a_person_queues_it_again(
    written: Ledger, engine: ScriptedEngine, queue: Queue
) -> None:
    frame = FrameFactory()
    now = timezone.now()
    for attempt in (1, 2, 3):
        with (
            system_access("worker", door="tests", reason="A worker that dies") as access,
            access.transaction(),
        ):
            assert take(frame.pk, now) is not None
        assert now_of(frame).attempts == attempt
        now += timedelta(hours=1)
        assert sweep(by=BEAT, now=now) == ([frame.pk] if attempt < 3 else [])
    assert now_of(frame).state == "failed"
    assert "ended the worker 3 times" in now_of(frame).failure
    assert events(written, frame) == ["frame_failed"]
    assert sweep(by=BEAT, now=now + timedelta(hours=9)) == []
    log_in(Client(), accounts.officer()).post(f"/frames/{frame.uid}/retry")
    recognise(frame_id=frame.pk, by=WORKER)
    assert (now_of(frame).state, now_of(frame).attempts) == ("read", 1)


def test_sweeping_task_sends_one_message_for_each_lost_frame(queue: Queue, ledger: Ledger) -> None:
    lost = [FrameFactory(queued_at=timezone.now() - timedelta(days=1)) for _ in range(3)]
    sweep_frames()
    sent = [json.loads(message)["headers"] for message in queue.messages()]
    assert sorted(message["argsrepr"] for message in sent) == sorted(f"({frame.pk},)" for frame in lost)
    assert {message["task"] for message in sent} == {"reads.recognise_frame"}
    assert ledger.last("reads.sweep").username == "system:beat"
