"""Correcting a read: a new row beside the observation, which can be undone and never disappears."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.events import Event, record
from reads.accepted import announce
from reads.models import Correction, Read


class NothingToCorrect(ValueError):
    """A sentence for the person."""


@transaction.atomic
def correct(*, read: Read, plate: str, region: str, reason: str, note: str, by: User) -> Correction:
    """`plate` is normalised, `region` known or ''. Raises NothingToCorrect when nothing would change."""
    read = Read.objects.select_for_update().get(pk=read.pk)
    if (plate, region) == (read.plate, read.region):
        raise NothingToCorrect("This is how the plate reads now; there is nothing to correct.")
    correction = Correction(read=read, plate=plate, region=region, reason=reason, note=note, made_by=by)
    correction.full_clean(exclude=["made_at", "undone_at", "undone_by"])
    correction.save()
    Read.objects.filter(pk=read.pk).update(plate=plate, region=region)
    announce([read])
    record(Event.READ_CORRECTED, target=read.ledger_name(), by=by, correction=correction.pk, reason=reason)
    return correction


@transaction.atomic
def undo(*, correction: Correction, by: User) -> bool:
    """Take a correction back; the read follows what then stands. False when it was undone before."""
    read = Read.objects.select_for_update().get(pk=correction.read_id)
    undone = Correction.objects.filter(pk=correction.pk, undone_at__isnull=True).update(
        undone_at=timezone.now(), undone_by=by
    )
    if not undone:
        return False
    standing = read.corrections.filter(undone_at__isnull=True).order_by("-id").first()
    plate, region = (standing.plate, standing.region) if standing else (read.plate_read, read.region_read)
    Read.objects.filter(pk=read.pk).update(plate=plate, region=region)
    announce([read])
    record(Event.CORRECTION_UNDONE, target=read.ledger_name(), by=by, correction=correction.pk)
    return True
