"""A step of a hit that may not be taken, with the sentence for the person who tried."""

from alpr_portal.lib.decision import Decision
from enforcement.citations import CitationAnswer


class HitRefused(Exception):
    """Raised by actions, which have changed nothing then. `again` is what the check at the moment of
    enforcement found, where that is what stopped it."""

    def __init__(self, decision: Decision, *, again: CitationAnswer | None = None) -> None:
        super().__init__(decision.reason)
        self.decision = decision
        self.again = again
