"""What about the ledger is an alarm. Pure: told what there is and what time it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

VERIFIED_WITHIN = timedelta(hours=36)
"""The nightly verification and some patience."""


@dataclass(frozen=True)
class LedgerState:
    """What the page and the watch are told."""

    waiting: int
    oldest_waiting: datetime | None
    failing_anchors: tuple[tuple[str, datetime, str], ...]
    last_verification: str  # its state, '' where there was none
    verified_at: datetime | None
    sealed_since: datetime | None


@dataclass(frozen=True)
class Alarm:
    code: str
    sentence: str


def alarms(state: LedgerState, *, unsealed_after: timedelta, now: datetime) -> list[Alarm]:
    found = []
    if state.oldest_waiting is not None and now - state.oldest_waiting > unsealed_after:
        age = int((now - state.oldest_waiting).total_seconds())
        found.append(
            Alarm("unsealed", f"{state.waiting} records are not sealed; the oldest waits for {age} seconds.")
        )
    for name, _, problem in state.failing_anchors:
        found.append(Alarm(f"anchor_{name}", f"Checkpoints do not reach the anchor {name}: {problem}"))
    if state.last_verification == "broken":
        found.append(Alarm("not_sound", "The last verification found the ledger changed."))
    if state.last_verification == "failed":
        found.append(Alarm("not_verified", "The last verification could not be done."))
    checked = state.verified_at or state.sealed_since
    if checked is not None and now - checked > VERIFIED_WITHIN:
        found.append(Alarm("verification_overdue", "The ledger was not verified in the last 36 hours."))
    return found
