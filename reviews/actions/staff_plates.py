"""The register of staff plates. A plate comes in, its keyed hashes stay, and the plate is forgotten."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import StaffPlate
from reviews.refusals import Refused, database_decides, require
from reviews.staff_plates import NoKey, hashes, key_name


@transaction.atomic
def add(*, person: User, plate: str, region: str, by: User, now: datetime) -> StaffPlate:
    """`plate` normalised, `region` known. The event names the person and never the plate."""
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    try:
        with_region, bare = hashes(plate, region)
        under = key_name()
    except NoKey as error:
        raise Refused("no_key", str(error)) from None
    with database_decides():
        row = StaffPlate.objects.create(
            person=person, with_region=with_region, bare=bare, key_name=under, made_at=now, made_by=by
        )
    record(Event.STAFF_PLATE_ADDED, target=row.ledger_target, by=by, person=person.ledger_person)
    return row


@transaction.atomic
def end(*, row: StaffPlate, by: User, now: datetime) -> bool:
    """Take a vehicle out: sold, or its owner has left. Never one's own. False where it was out already."""
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    if row.person_id == by.pk:
        raise Refused("themselves", "Ask somebody else: nobody takes their own plate out of the register.")
    if StaffPlate.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now, ended_by=by) != 1:
        return False
    record(Event.STAFF_PLATE_ENDED, target=row.ledger_target, by=by, person=row.person.ledger_person)
    return True
