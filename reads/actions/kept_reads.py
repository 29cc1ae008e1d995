"""How readings become rows, whoever made them: the portal's engines, a camera, or an officer who typed."""

from collections.abc import Sequence
from functools import partial

from alpr_portal.lib.plates import REGIONS
from audit.context import current_access
from reads import pictures
from reads.accepted import announce
from reads.images import crop
from reads.models import Frame, Read
from reads.models.read import LONGEST_OBSERVED
from reads.recognition.base import PlateReading

CROP_HEIGHT = 96
"""Pixels."""


def rows(frame: Frame, plates: Sequence[PlateReading], engine: str, engine_version: str) -> list[Read]:
    """Reads of a frame, not saved yet and without their pictures."""
    return [
        Read(
            frame=frame,
            camera=frame.camera,
            received_at=frame.received_at,
            observed=plate.observed[:LONGEST_OBSERVED],
            plate_read=plate.plate,
            plate=plate.plate,
            region_read=known_region(plate.region),
            region=known_region(plate.region),
            confidence=min(1.0, max(0.0, plate.confidence)),
            box_x=max(0, plate.box[0]),
            box_y=max(0, plate.box[1]),
            box_w=plate.box[2],
            box_h=plate.box[3],
            characters=[{"text": c.text, "confidence": round(c.confidence, 4)} for c in plate.characters],
            candidates=[
                {"plate": c.plate, "confidence": round(c.confidence, 4), "region": c.region}
                for c in plate.candidates
            ],
            engine=engine,
            engine_version=engine_version,
        )
        for plate in plates
    ]


def crop_of(data: bytes, plate: PlateReading) -> bytes:
    return crop(data, plate.box, margin=0.15, height=CROP_HEIGHT)


def keep(reads: list[Read], crops: Sequence[bytes]) -> None:
    """Store reads with the pictures of their plates and announce them, in the transaction under way.

    Whoever calls writes the event.
    """
    access = current_access()
    for read, picture in zip(reads, crops, strict=True):
        read.crop = pictures.derived_name(read.uid, "crop")
        if access is not None:
            access.if_rolled_back(partial(pictures.forget, read.crop))
        pictures.keep(read.crop, picture)
    Read.objects.bulk_create(reads)
    announce(reads)
    if access is not None:
        for read in reads:
            access.give_out(read.ledger_name(), read.ledger_plate())


def known_region(region: str) -> str:
    return region if region in REGIONS else ""
