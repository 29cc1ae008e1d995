"""The answer of a policy function: may this be done, and if not, why not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decision:
    """`code` is for machines and the ledger, `reason` is a sentence for the person who was refused."""

    allowed: bool
    code: str
    reason: str = ""

    def __bool__(self) -> bool:
        raise TypeError("Ask for .allowed: a Decision is neither true nor false.")


ALLOWED = Decision(True, "allowed")


def refused(code: str, reason: str) -> Decision:
    return Decision(False, code, reason)
