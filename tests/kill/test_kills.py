"""`kill -9` of the worker, Redis and PostgreSQL in mid-frame: each frame ends read exactly once."""

import hashlib
import json
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kill.portal import Portal, kill_hard
from tests.kill.send_frames import plate_of

FRAMES = 4
"""In each upload."""


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    # Not pytest's own folder: for root, PostgreSQL runs as another user, and pytest shuts that one out.
    with tempfile.TemporaryDirectory(prefix="alpr-kills-") as folder:
        portal = Portal(Path(folder))
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()


def read_exactly_once(portal: Portal, first: int, count: int) -> None:
    """Every frame of the upload: read, its plate once, its bytes as sent, and one event for each step."""
    names = [f"{plate_of(number)}.png" for number in range(first, first + count)]
    frames = portal.ask("select * from reads_frame where shown_name = any(%s) order by id", names)
    assert [frame.shown_name for frame in frames] == names
    for number, frame in enumerate(frames, start=first):
        assert (frame.state, frame.failure, frame.claim) == ("read", "", None)
        reads = portal.ask("select * from reads_read where frame_id = %s", frame.id)
        assert [read.plate for read in reads] == [plate_of(number)]
        assert (portal.folder / "frames" / reads[0].crop).stat().st_size > 0
        original = (portal.folder / "frames" / frame.original).read_bytes()
        assert hashlib.sha256(original).hexdigest() == frame.sha256
        changes = "select event from audit_changeevent where target = %s order by id"
        events = portal.ask(changes, f"frame:{frame.uid}")
        assert [row.event for row in events] == ["frame_received", "frame_read"]


def test_killed_worker_loses_no_frame_and_reads_none_twice(portal: Portal) -> None:
    portal.send(0, FRAMES)
    held = portal.hold_worker_while_it_reads()
    portal.signal_worker(signal.SIGKILL)
    portal.wait_until(lambda: not portal.worker.alive())
    assert [frame.uid for frame in portal.being_read()] == [held.uid]
    portal.worker.start()
    portal.wait_until_all_read()
    read_exactly_once(portal, 0, FRAMES)
    (after,) = portal.ask("select attempts from reads_frame where id = %s", held.id)
    assert after.attempts > held.attempts
    # The look that was killed stands in the ledger without an outcome: that is an alarm of its own. The
    # others end a moment after their reads are stored, when these have been matched.
    portal.wait_until(lambda: len(unfinished(portal)) == 1)
    assert unfinished(portal) == [{"frame": held.id}]


def unfinished(portal: Portal) -> list[dict[str, int]]:
    """What the worker's looks without an outcome were for."""
    rows = portal.ask(
        "select r.query from audit_accessrecord r left join audit_accessoutcome o on o.access_id = r.uid"
        " where r.door = 'reads.recognise' and o.id is null"
    )
    return [json.loads(row.query) for row in rows]


def test_killed_queue_loses_no_frame_even_of_an_upload_without_it(portal: Portal) -> None:
    portal.send(20, FRAMES - 2)
    portal.hold_worker_while_it_reads()
    kill_hard(portal.services.redis.pid)
    portal.signal_worker(signal.SIGCONT)
    portal.send(20 + FRAMES - 2, 2)
    portal.services.redis.start()
    portal.wait_until_all_read()
    read_exactly_once(portal, 20, FRAMES)


def test_killed_database_loses_no_frame_and_reads_none_twice(portal: Portal) -> None:
    portal.send(40, FRAMES)
    held = portal.hold_worker_while_it_reads()
    kill_hard(portal.services.postgres.pid)
    portal.signal_worker(signal.SIGCONT)
    portal.wait_until(lambda: not portal.services.postgres.alive())
    portal.services.postgres.start()
    portal.wait_until_all_read()
    read_exactly_once(portal, 40, FRAMES)
    (after,) = portal.ask("select attempts from reads_frame where id = %s", held.id)
    assert after.attempts >= held.attempts
