"""Putting cameras into service and taking them out. A camera is never deleted: its frames name it."""

from django.db import transaction

from accounts.models import User
from audit.events import Event, record
from reads.models import Camera


@transaction.atomic
def save(*, camera: Camera, by: User) -> Camera:
    """Keep a new or changed camera. Raises ValidationError."""
    camera.full_clean()
    camera.save()
    record(
        Event.CAMERA_CHANGED,
        target=f"camera:{camera.code}",
        by=by,
        name=camera.name,
        mount=camera.mount,
        vehicle=camera.vehicle,
        is_active=camera.is_active,
    )
    return camera
