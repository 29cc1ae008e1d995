"""Cameras, frames and reads. Rows behind the gate are made, and looked at, under an access."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from audit.context import current_access
from audit.system import system_access
from reads.models import Camera, Frame, Read
from tests.factories.accounts import UserFactory


@contextmanager
def under_access() -> Iterator[None]:
    """An open access for a test's own looks at gated rows."""
    if current_access() is not None:
        yield
        return
    with system_access("test", door="tests", reason="A test looks") as access, access.transaction():
        yield


def picture(
    *, width: int = 640, height: int = 360, colour: tuple[int, int, int] = (90, 100, 120), mark: int = 0
) -> bytes:
    """A JPEG of one colour. Pictures with different marks differ in their bytes, though nobody sees it."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG", comment=str(mark).encode())
    return buffer.getvalue()


class GatedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        with under_access():
            made = super()._create(model_class, *args, **kwargs)
            made.refresh_from_db()
            return made


class CameraFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Camera

    code = factory.Sequence(lambda n: f"car-{n}-left")
    name = factory.Sequence(lambda n: f"Car {n}, left")


class FrameFactory(GatedFactory):
    """A frame whose bytes really are in storage."""

    class Meta:
        model = Frame

    class Params:
        number = factory.Sequence(lambda n: n)
        data = factory.LazyAttribute(lambda o: picture(mark=o.number))

    camera = factory.SubFactory(CameraFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    original = factory.LazyAttribute(
        lambda o: default_storage.save(f"originals/{o.number}.jpg", ContentFile(o.data))
    )
    shown_name = factory.LazyAttribute(lambda o: f"frame-{o.number}.jpg")
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.data).hexdigest())
    size = factory.LazyAttribute(lambda o: len(o.data))
    format = "JPEG"
    width = 640
    height = 360


class ReadFactory(GatedFactory):
    class Meta:
        model = Read

    class Params:
        number = factory.Sequence(lambda n: n)

    frame = factory.SubFactory(
        FrameFactory, state=Frame.State.READ, read_at=factory.LazyFunction(timezone.now)
    )
    camera = factory.SelfAttribute("frame.camera")
    received_at = factory.SelfAttribute("frame.received_at")
    plate = "8ABC123"
    plate_read = factory.SelfAttribute("plate")
    observed = factory.SelfAttribute("plate")
    region = "us-ca"
    region_read = factory.SelfAttribute("region")
    confidence = 0.95
    box_x, box_y, box_w, box_h = 200, 150, 120, 60
    engine = "rapidocr"
    engine_version = "test"
    crop = factory.LazyAttribute(
        lambda o: default_storage.save(
            f"derived/{o.number}-crop.jpg", ContentFile(picture(width=120, height=60))
        )
    )

    @classmethod
    def at(cls, received_at: datetime, **kwargs: object) -> Read:
        """A read of a frame that the server received at a certain time."""
        return cls(received_at=received_at, **kwargs)
