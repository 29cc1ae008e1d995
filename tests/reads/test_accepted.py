"""Reads are announced when they are committed, and again when that was lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from reads.accepted import LEFT_BEHIND, announce, deliver, left_behind, read_accepted
from reads.actions import corrections
from reads.models import Announcement, Read
from tests.factories import accounts as people
from tests.factories.reads import ReadFactory, under_access


class Listener:
    """A receiver that can be told to fail."""

    def __init__(self) -> None:
        self.heard: list[list[int]] = []
        self.broken = False

    def hear(self, *, read_ids: list[int], **_: object) -> None:
        if self.broken:
            raise RuntimeError("not now")
        self.heard.append(read_ids)


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Alone: the portal's own receivers are away for the test."""
    own, read_accepted.receivers = read_accepted.receivers, []
    one = Listener()
    read_accepted.connect(one.hear, weak=False)
    yield one
    read_accepted.receivers = own


def test_a_read_is_announced_after_its_commit_and_not_before(
    listener: Listener, django_capture_on_commit_callbacks: object
) -> None:
    read = ReadFactory()
    with django_capture_on_commit_callbacks(execute=True):
        announce([read])
        assert listener.heard == []
    assert listener.heard == [[read.pk]]
    assert not Announcement.objects.exists()


def test_nothing_is_announced_of_a_transaction_that_was_undone(
    listener: Listener, django_capture_on_commit_callbacks: object
) -> None:
    read = ReadFactory()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        announce([read])
        raise RuntimeError("something else went wrong")
    assert listener.heard == []
    assert not Announcement.objects.exists()


def test_what_a_receiver_could_not_take_is_announced_again(
    listener: Listener, django_capture_on_commit_callbacks: object, caplog: pytest.LogCaptureFixture
) -> None:
    read = ReadFactory()
    listener.broken = True
    with django_capture_on_commit_callbacks(execute=True):
        announce([read])
    assert "the sweeper tries again" in caplog.text
    now = timezone.now()
    assert left_behind(now) == []  # it has its time first
    later = now + LEFT_BEHIND + timedelta(seconds=1)
    assert left_behind(later) == [read.pk]
    assert left_behind(later) == []
    listener.broken = False
    deliver([read.pk])
    assert listener.heard == [[read.pk]]
    assert not Announcement.objects.exists()


def test_a_corrected_read_is_announced_anew_and_an_undone_correction_too(
    listener: Listener, django_capture_on_commit_callbacks: object
) -> None:
    read, officer = ReadFactory(plate="8ABC123"), people.officer()
    said = {"plate": "8A8C123", "region": "us-ca", "reason": "misread", "note": ""}
    with under_access():
        with django_capture_on_commit_callbacks(execute=True):
            correction = corrections.correct(read=Read.objects.get(pk=read.pk), by=officer, **said)
        with django_capture_on_commit_callbacks(execute=True):
            corrections.undo(correction=correction, by=officer)
    assert listener.heard == [[read.pk], [read.pk]]
