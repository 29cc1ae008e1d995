"""Reading a queued frame: claim, recognise without a transaction, store. Every step survives being killed.

A claim is one UPDATE … WHERE state = 'queued'; the result is stored only by the holder of the claim. So a
frame that is delivered twice, swept while it is being read, or finished by a worker that was thought dead is
read exactly once.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from alpr_portal.lib.plates import LONGEST_PLATE
from audit.context import Access
from audit.events import Event, SystemActor, record
from audit.system import system_access
from reads import pictures
from reads.actions.kept_reads import crop_of, keep, rows
from reads.models import Frame
from reads.recognition import registry
from reads.recognition.base import EngineUnavailable, PlateReading, Recognition
from reads.recognition.decode import UnreadableImage, decode

log = logging.getLogger("reads.recognise")

MOST_ATTEMPTS = 3
KILLS_WORKERS = f"Reading this frame ended the worker {MOST_ATTEMPTS} times. Tell the administrator."
MOST_PLATES = 20


@dataclass(frozen=True)
class Claim:
    """One worker's turn at one frame."""

    token: uuid.UUID
    frame: Frame


def recognise(*, frame_id: int, by: SystemActor) -> None:
    """Read one frame, if it is still waiting. What goes wrong ends up on the frame, in a sentence."""
    with system_access(
        "worker", door="reads.recognise", reason="Recognise a frame", frame=frame_id
    ) as access:
        with access.transaction():
            claim = take(frame_id, timezone.now())
        if claim is None:
            return
        try:
            data = pictures.original_bytes(claim.frame.original, claim.frame.sha256)
            recognition = registry.recognise(decode(data), settings.ALPR_ENGINE)
            crops = [crop_of(data, plate) for plate in shown(recognition)]
        except EngineUnavailable as error:
            give_back(access, claim, str(error))
        except UnreadableImage as error:
            fail(access, claim, str(error)[:300], by)
        except FileNotFoundError:
            fail(
                access,
                claim,
                "The original is missing from storage. Restore it from the backup, then try again.",
                by,
            )
        except pictures.PictureDamaged as error:
            log.critical("%s", error)
            fail(
                access,
                claim,
                "The stored original is not the file that was received. Tell the administrator.",
                by,
            )
        except Exception:
            # Whatever an engine stumbles over concerns this frame only; the worker goes on with the next.
            log.exception("Frame %s could not be read.", claim.frame.uid)
            fail(
                access,
                claim,
                "The engine could not read this frame. Try again, or tell the administrator.",
                by,
            )
        else:
            store(access, claim, recognition, crops, by)


def take(frame_id: int, now: datetime) -> Claim | None:
    """Claim a queued frame: one row or nothing."""
    token = uuid.uuid4()
    waiting = Frame.objects.filter(pk=frame_id, state=Frame.State.QUEUED)
    frame = waiting.first()
    if frame is None:
        return None
    taken = waiting.update(
        state=Frame.State.READING, claim=token, claimed_at=now, attempts=frame.attempts + 1
    )
    return Claim(token, frame) if taken else None


def held(claim: Claim) -> dict[str, object]:
    return {"pk": claim.frame.pk, "state": Frame.State.READING, "claim": claim.token}


def store(
    access: Access, claim: Claim, recognition: Recognition, crops: list[bytes], by: SystemActor
) -> None:
    """Store the reads and finish the frame in one transaction, if the claim is still ours."""
    reads = rows(claim.frame, shown(recognition), recognition.engine, recognition.engine_version)
    with access.transaction():
        finished = Frame.objects.filter(**held(claim)).update(
            state=Frame.State.READ if reads else Frame.State.NOTHING_FOUND,
            claim=None,
            claimed_at=None,
            read_at=timezone.now(),
            failure="",
            engine=recognition.engine,
            engine_version=recognition.engine_version,
            read_ms=recognition.ms,
        )
        if finished:
            keep(reads, crops)
            record(
                Event.FRAME_READ,
                target=claim.frame.ledger_name(),
                by=by,
                plates=len(reads),
                ms=recognition.ms,
            )
    if not finished:
        log.warning("Frame %s was read by somebody else meanwhile; this result is dropped.", claim.frame.uid)


def shown(recognition: Recognition) -> list[PlateReading]:
    """The plates worth keeping: with a number of a plate's length and a box with an area, most confident
    first."""
    good = (
        p for p in recognition.plates if 1 <= len(p.plate) <= LONGEST_PLATE and p.box[2] > 0 and p.box[3] > 0
    )
    return list(good)[:MOST_PLATES]


def give_back(access: Access, claim: Claim, sentence: str) -> None:
    """The engine cannot run here: the frame stays queued, the attempt does not count."""
    with access.transaction():
        Frame.objects.filter(**held(claim)).update(
            state=Frame.State.QUEUED,
            claim=None,
            claimed_at=None,
            attempts=claim.frame.attempts,
            queued_at=timezone.now(),
            failure=sentence[:300],
        )
    log.error("%s", sentence)


def fail(access: Access, claim: Claim, sentence: str, by: SystemActor) -> None:
    with access.transaction():
        failed = Frame.objects.filter(**held(claim)).update(
            state=Frame.State.FAILED, claim=None, claimed_at=None, failure=sentence
        )
        if failed:
            record(Event.FRAME_FAILED, target=claim.frame.ledger_name(), by=by, reason=sentence)


def sweep(*, by: SystemActor, now: datetime) -> list[int]:
    """Find what a lost message or a dead worker left; returns the frames that should be queued again.

    A frame that was being read when its worker died three times is failed: something in it kills workers.
    """
    died = now - timedelta(seconds=settings.ALPR_CLAIM_SECONDS)
    lost = now - timedelta(seconds=settings.ALPR_LOST_SECONDS)
    with (
        system_access("beat", door="reads.sweep", reason="Find frames that were left behind") as access,
        access.transaction(),
    ):
        stale = Frame.objects.filter(state=Frame.State.READING, claimed_at__lt=died)
        for frame in stale.filter(attempts__gte=MOST_ATTEMPTS):
            given_up = stale.filter(pk=frame.pk, claim=frame.claim).update(
                state=Frame.State.FAILED,
                claim=None,
                claimed_at=None,
                failure=KILLS_WORKERS,
            )
            if given_up:
                record(Event.FRAME_FAILED, target=frame.ledger_name(), by=by, attempts=frame.attempts)
        stale.filter(attempts__lt=MOST_ATTEMPTS).update(
            state=Frame.State.QUEUED, claim=None, claimed_at=None, queued_at=lost
        )
        waiting = Frame.objects.filter(state=Frame.State.QUEUED, queued_at__lte=lost)
        ids = list(waiting.order_by("queued_at").values_list("pk", flat=True)[:500])
        # Pushed back, so that the next sweep leaves them their time in the queue.
        Frame.objects.filter(pk__in=ids).update(queued_at=now)
    return ids
