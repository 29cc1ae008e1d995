"""The state of the seals: numbers and times, no record's content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import connection

from audit.alarms import LedgerState
from audit.models import Anchor, Checkpoint, Verification


class Asker(Protocol):
    """Whoever asks; the gate has checked their right."""


@dataclass(frozen=True)
class SealingState:
    """What the page of the seals shows."""

    newest: Checkpoint | None
    waiting: int
    oldest_waiting: datetime | None
    anchors: list[Anchor]
    verification: Verification | None
    under_way: Verification | None


def waiting() -> tuple[int, datetime | None]:
    """(records that no seal covers yet, when the oldest of them was written)"""
    with connection.cursor() as cursor:
        cursor.execute("select waiting, oldest from alpr_unsealed_state()")
        return cursor.fetchone()


def last_verification(*, asks: Asker) -> Verification | None:
    """The newest that has ended, however it did."""
    return Verification.objects.order_by("-id").exclude(state__in=Verification.UNDER_WAY).first()


def sealing_state(*, asks: Asker) -> SealingState:
    count, oldest = waiting()
    return SealingState(
        newest=Checkpoint.objects.first(),
        waiting=count,
        oldest_waiting=oldest,
        anchors=list(Anchor.objects.all()),
        verification=last_verification(asks=asks),
        under_way=Verification.objects.order_by("-id").filter(state__in=Verification.UNDER_WAY).first(),
    )


def ledger_state(*, asks: Asker) -> LedgerState:
    """What the alarms are judged by."""
    count, oldest = waiting()
    done = Verification.objects.order_by("-id").exclude(state__in=Verification.UNDER_WAY)
    last = done.first()
    looked = done.filter(state__in=[Verification.State.SOUND, Verification.State.BROKEN]).first()
    first = Checkpoint.objects.order_by("number").first()
    return LedgerState(
        waiting=count,
        oldest_waiting=oldest,
        failing_anchors=tuple(
            (anchor.name, anchor.failing_since, anchor.problem)
            for anchor in Anchor.objects.filter(failing_since__isnull=False)
        ),
        last_verification=last.state if last else "",
        verified_at=looked.ended_at if looked else None,
        sealed_since=first.made_at if first else None,
    )


def past_verifications(*, asks: Asker, most: int = 10) -> list[Verification]:
    return list(Verification.objects.order_by("-id")[:most])
