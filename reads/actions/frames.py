"""Taking frames in, and asking for another try."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.context import current_access
from audit.events import Event, record
from reads import pictures
from reads.images import FrameRefused, inspect, safe_name
from reads.models import Camera, Frame
from reads.ready import NOTHING_BESIDE, Beside
from reads.tasks import queue_when_committed

MOST_NOTES, LONGEST_NOTE = 20, 200


@dataclass(frozen=True)
class Received:
    """What became of one uploaded file. `state` is accepted, duplicate or refused; `reason` is a sentence."""

    name: str
    state: str
    frame: Frame | None = None
    reason: str = ""
    code: str = ""


def receive(*, file: BinaryIO, name: str, camera: Camera, by: User, now: datetime) -> Received:
    """Keep one frame and queue it. The same bytes twice are one frame, whoever sends them and however named.

    A file that is no frame is refused by name; nothing of it is kept.
    """
    return take_in(
        file=file,
        name=name,
        camera=camera,
        by=by,
        now=now,
        then=lambda frame, data: queue_when_committed(frame.pk),
    )


def take_in(
    *,
    file: BinaryIO,
    name: str,
    camera: Camera,
    by: User,
    now: datetime,
    then: Callable[[Frame, bytes], None],
    beside: Beside = NOTHING_BESIDE,
    **more: object,
) -> Received:
    """Keep one frame, and do `then` with it and its bytes in the same transaction.

    `more` are further columns of the frame. What `then` raises undoes everything.
    """
    try:
        facts = inspect(
            file, name=name, max_bytes=settings.ALPR_FRAME_BYTES, max_pixels=settings.ALPR_FRAME_PIXELS
        )
    except FrameRefused as error:
        return Received(name=safe_name(name), state="refused", reason=error.sentence, code=error.code)
    if known := Frame.objects.filter(sha256=facts.sha256).first():
        return duplicate(facts.shown_name, known)
    file.seek(0)
    data = file.read()
    uid = uuid.uuid4()
    stored = pictures.keep(pictures.original_name(uid, facts.format, now), data)
    camera_time = beside.camera_time if beside.says_time else facts.camera_time
    if camera_time is not None and timezone.is_naive(camera_time):
        camera_time = timezone.make_aware(camera_time)
    position = beside if beside.says_position else facts
    try:
        with transaction.atomic():
            frame = Frame.objects.create(
                uid=uid,
                camera=camera,
                uploaded_by=by,
                original=stored,
                shown_name=facts.shown_name,
                sha256=facts.sha256,
                size=facts.size,
                format=facts.format,
                width=facts.width,
                height=facts.height,
                camera_time=camera_time,
                latitude=position.latitude,
                longitude=position.longitude,
                notes=[note[:LONGEST_NOTE] for note in (*beside.notes, *facts.notes)][:MOST_NOTES],
                **more,
            )
            record(
                Event.FRAME_RECEIVED,
                target=frame.ledger_name(),
                by=by,
                camera=camera.code,
                sha256=facts.sha256,
            )
            then(frame, data)
    except IntegrityError:
        # Somebody sent the same bytes in the same moment; theirs is the frame.
        pictures.forget(stored)
        return duplicate(facts.shown_name, Frame.objects.get(sha256=facts.sha256))
    except BaseException:
        pictures.forget(stored)
        raise
    if access := current_access():
        access.if_rolled_back(lambda: pictures.forget(stored))
        access.give_out(frame.ledger_name())
    return Received(name=facts.shown_name, state="accepted", frame=frame)


def duplicate(name: str, frame: Frame) -> Received:
    return Received(
        name=name, state="duplicate", frame=frame, reason="This frame was received before; it is kept once."
    )


def try_again(*, frame: Frame, by: User) -> bool:
    """Queue a failed frame once more, with fresh attempts. False when somebody else already did."""
    queued = Frame.objects.filter(pk=frame.pk, state=Frame.State.FAILED).update(
        state=Frame.State.QUEUED, failure="", attempts=0, queued_at=timezone.now()
    )
    if queued:
        record(Event.FRAME_QUEUED_AGAIN, target=frame.ledger_name(), by=by)
        queue_when_committed(frame.pk)
    return bool(queued)
