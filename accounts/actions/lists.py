"""The lists accounts are made from: designations and organisations."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Designation, Organisation, User
from accounts.permissions import Permission
from audit.events import Actor, Event, record


@transaction.atomic
def keep(*, entry: Designation | Organisation, by: Actor, now: datetime) -> None:
    """Add or change an entry of a list."""
    if isinstance(by, User) and not by.has_permission(Permission.MANAGE_PEOPLE, now):
        raise PermissionDenied(f"You do not have the right to: {Permission.MANAGE_PEOPLE.line}")
    entry.full_clean()
    entry.save()
    record(Event.LIST_CHANGED, target=f"{entry._meta.model_name}:{entry.pk}", by=by, entry=str(entry))
