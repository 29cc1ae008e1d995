"""The queue's side of recognition: an id in, the action called. State lives in the rows."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.events import SystemActor

log = logging.getLogger("reads.tasks")

# One more try, at once: enough for a connection that a restarted queue left behind, and nobody waits at an
# upload.
AT_ONCE = {"max_retries": 1, "interval_start": 0}


@shared_task(name="reads.recognise_frame", max_retries=0)
def recognise_frame(frame_id: int) -> None:
    from reads.actions.recognise import recognise

    recognise(frame_id=frame_id, by=SystemActor("worker"))


@shared_task(name="reads.sweep_frames", max_retries=0, expires=60)
def sweep_frames() -> None:
    from reads.actions.recognise import sweep

    for frame_id in sweep(by=SystemActor("beat"), now=timezone.now()):
        recognise_frame.delay(frame_id)


@shared_task(name="reads.announce_left_behind", max_retries=0, expires=60)
def announce_left_behind() -> None:
    from reads.accepted import deliver, left_behind

    if read_ids := left_behind(timezone.now()):
        deliver(read_ids)


def queue_when_committed(frame_id: int) -> None:
    """Send the frame's message once its row is committed.

    A queue that cannot be reached costs nothing but time: the frame is received, and the sweeper sends its
    message.
    """

    def send() -> None:
        try:
            recognise_frame.apply_async((frame_id,), retry_policy=AT_ONCE)
        except OperationalError as error:
            log.error("The queue cannot be reached (%s); frame %s waits for the sweeper.", error, frame_id)

    transaction.on_commit(send, robust=True)
