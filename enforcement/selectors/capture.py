"""What became of a read that was typed."""

from datetime import datetime

from accounts.models import User
from enforcement.models import Hit
from enforcement.selectors.scope import hits_within, scope_of
from reads.models import Announcement, Camera, Read


def hits_of(*, asks: User, read: Read, now: datetime) -> list[Hit]:
    """The hits that this read belongs to, as far as this person may know of them."""
    found = Hit.objects.filter(hits_within(scope_of(asks, now)), sightings__read=read)
    return list(found.select_related("hotlist").order_by("priority", "-id"))


def is_matched(read: Read) -> bool:
    """Whether everybody who hears of reads is through with this one."""
    return not Announcement.objects.filter(read=read).exists()


def camera_of(vehicle: str) -> Camera | None:
    """What an officer in this vehicle takes photos with: the handheld camera first."""
    found = Camera.objects.filter(is_active=True, vehicle=vehicle).exclude(vehicle="")
    return found.filter(mount=Camera.Mount.HANDHELD).first() or found.first()
