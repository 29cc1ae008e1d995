"""A read with its frame, of a plate that no other test asks about."""

from uuid import uuid4

import pytest

from reads.models import Read
from tests.factories.reads import FrameFactory, ReadFactory


@pytest.fixture
def read() -> Read:
    frame = FrameFactory()
    read = ReadFactory(plate=f"Q{uuid4().hex[:6].upper()}", frame=frame)
    read.frame = frame
    return read
