"""The ledger, and the seals on it."""

from audit.models.access import UNFINISHED_AFTER, AccessOutcome, AccessRecord
from audit.models.change import ChangeEvent
from audit.models.ledger_row import LedgerRow

__all__ = [
    "UNFINISHED_AFTER",
    "AccessOutcome",
    "AccessRecord",
    "ChangeEvent",
    "LedgerRow",
]
