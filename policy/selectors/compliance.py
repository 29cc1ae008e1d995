"""The compliance page: every clause, what holds it, what can be shown of it now, and which tests prove it."""

from dataclasses import dataclass
from datetime import datetime

from alpr_portal.lib.evidence import CHECKS, Finding
from policy.clauses import EVIDENCE, LIST, Clause, proofs


@dataclass(frozen=True)
class Line:
    """One clause as of now."""

    clause: Clause
    findings: list[tuple[str, Finding]]
    proofs: list[str]

    @property
    def met(self) -> bool:
        return bool(self.findings) and all(finding.met for _, finding in self.findings)


def compliance(now: datetime) -> list[Line]:
    """Every clause in the list's order. Each check is asked once."""
    answers = {name: answer(name, now) for name in EVIDENCE}
    return [
        Line(
            clause,
            [(EVIDENCE[name], answers[name]) for name in clause.evidence],
            proofs().get(clause.key, []),
        )
        for clause in LIST
    ]


def answer(name: str, now: datetime) -> Finding:
    check = CHECKS.get(name)
    if check is None:
        return Finding(False, "No part of the portal reports on this yet.")
    return check(now)
