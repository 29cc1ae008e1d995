"""The ledger, and the seals on it."""

from audit.models.access import UNFINISHED_AFTER, AccessOutcome, AccessRecord
from audit.models.change import ChangeEvent
from audit.models.ledger_row import LedgerRow
from audit.models.seal import Anchor, Checkpoint, LedgerAlarm, SealedRecord, Source
from audit.models.verification import Verification

__all__ = [
    "UNFINISHED_AFTER",
    "AccessOutcome",
    "AccessRecord",
    "Anchor",
    "ChangeEvent",
    "Checkpoint",
    "LedgerAlarm",
    "LedgerRow",
    "SealedRecord",
    "Source",
    "Verification",
]
