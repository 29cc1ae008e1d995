"""The queue's side of recognition: an id in, the action called. State lives in the rows, not in the messages."""

from celery import shared_task
from django.utils import timezone

from audit.events import SystemActor


@shared_task(name="reads.recognise_frame", max_retries=0)
def recognise_frame(frame_id: int) -> None:
    from reads.actions.recognise import recognise

    recognise(frame_id=frame_id, by=SystemActor("worker"))


@shared_task(name="reads.sweep_frames", max_retries=0, expires=60)
def sweep_frames() -> None:
    from reads.actions.recognise import sweep

    for frame_id in sweep(by=SystemActor("beat"), now=timezone.now()):
        recognise_frame.delay(frame_id)
