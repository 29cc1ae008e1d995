"""Taking in frames whose plates are read already: by the camera itself, or by the officer who typed one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from audit.events import Event, record
from reads.actions.frames import Received, take_in
from reads.actions.kept_reads import crop_of, keep, rows
from reads.models import Camera, Frame, Read
from reads.ready import NOTHING_BESIDE, BadReads, Beside, within
from reads.recognition.base import Candidate, PlateReading

CAMERA, TYPED = "camera", "typed"
"""Engines that are none of ours: who read the plate."""
TYPED_VERSION = "1"


@dataclass(frozen=True)
class ReadsReceived:
    """What became of an image that came with its reads. A duplicate bears the reads that were kept before."""

    received: Received
    reads: tuple[Read, ...] = ()


def receive_reads(
    *,
    file: BinaryIO,
    name: str,
    camera: Camera,
    plates: Sequence[PlateReading],
    engine_version: str,
    beside: Beside = NOTHING_BESIDE,
    by: User,
    now: datetime,
) -> ReadsReceived:
    """Keep a frame and the reads that its camera made of it, in one transaction; nothing is queued.

    The same bytes twice are one frame: what a camera sends again, because no answer reached it, changes
    nothing. Boxes are cut off at the picture's edge. Raises BadReads where one lies outside it.
    """
    kept: list[Read] = []

    def store(frame: Frame, data: bytes) -> None:
        inside = [inside_the_picture(number, plate, frame) for number, plate in enumerate(plates)]
        kept.extend(rows(frame, inside, CAMERA, engine_version))
        keep(kept, [crop_of(data, plate) for plate in inside])
        record(Event.READS_RECEIVED, target=frame.ledger_name(), by=by, plates=len(kept))

    received = take_in(
        file=file,
        name=name,
        camera=camera,
        by=by,
        now=now,
        then=store,
        beside=beside,
        state=Frame.State.READ,
        read_at=now,
        engine=CAMERA,
        engine_version=engine_version,
    )
    if received.state == "duplicate" and received.frame is not None:
        return ReadsReceived(received, tuple(received.frame.reads.select_related("camera", "frame")))
    return ReadsReceived(received, tuple(kept))


def capture(
    *,
    file: BinaryIO,
    name: str,
    camera: Camera,
    plate: str,
    region: str,
    by: User,
    now: datetime,
) -> ReadsReceived:
    """Keep a photo and the one plate that an officer read in it and typed.

    `plate` is normalised, `region` known or ''. The box is the whole picture: nobody said where the plate is.
    A photo that was received before gets the read beside those it has, once.
    """
    kept: list[Read] = []

    def store(frame: Frame, data: bytes) -> None:
        box = (0, 0, frame.width, frame.height)
        typed = PlateReading(plate, plate, 1.0, box, region, (), (Candidate(plate, 1.0, region),))
        kept.extend(rows(frame, [typed], TYPED, TYPED_VERSION))
        keep(kept, [crop_of(data, typed)])
        record(Event.READ_CAPTURED, target=kept[0].ledger_name(), by=by)

    received = take_in(
        file=file,
        name=name,
        camera=camera,
        by=by,
        now=now,
        then=store,
        state=Frame.State.READ,
        read_at=now,
        engine=TYPED,
        engine_version=TYPED_VERSION,
    )
    if received.state == "duplicate" and received.frame is not None:
        there = received.frame.reads.filter(plate=plate, region=region).first()
        if there is not None:
            return ReadsReceived(received, (there,))
        file.seek(0)
        with transaction.atomic():
            store(received.frame, file.read())
    return ReadsReceived(received, tuple(kept))


def inside_the_picture(number: int, plate: PlateReading, frame: Frame) -> PlateReading:
    box = within(plate.box, frame.width, frame.height)
    if box is None:
        raise BadReads(
            f"reads[{number}].box",
            f"The box lies outside the image, which is {frame.width} × {frame.height} pixels.",
        )
    return replace(plate, box=box)
