"""What the portal asks of whoever knows which vehicles have paid: a meter system, a pay-by-phone company."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Paid(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PaidAnswer:
    """`line` is one sentence for the record, without the plate. UNKNOWN is an answer, too, and kept."""

    paid: Paid
    line: str
    until: datetime | None = None


class PaidSessions(Protocol):
    """A source of paid sessions."""

    name: str

    def ask(self, *, plate: str, region: str, zones: tuple[str, ...], now: datetime) -> PaidAnswer:
        """Whether this vehicle has paid for one of these zones (codes) at this moment.

        `region` may be '' where nobody read it. Never raises: a source that does not answer is UNKNOWN.
        """
        ...
