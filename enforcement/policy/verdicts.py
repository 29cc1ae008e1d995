"""Whether a stay that is over its time is so for certain, or only if look-alikes were one vehicle.

Chalk to chalk may be looser than a list, because both sides are reads. Three ways of looking decide: at the
very number and state alone; with numbers that a camera confuses with it; with those one character off.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from enforcement.policy.overtime import Finding, Mark

ONE_OFF = "One character differs."


@dataclass(frozen=True)
class Verdict:
    """A stay that is over. `exact` where no likeness was needed; `doubts` are sentences for the hit."""

    finding: Finding
    exact: bool
    doubts: tuple[str, ...] = ()


def verdict(
    asked: int, marks: Sequence[Mark], stays: Callable[[Sequence[Mark]], tuple[Finding, ...]]
) -> list[Verdict]:
    """For each rule at most one: the stay that the mark `asked` (its key) belongs to, if it is over."""
    same = over(asked, stays([mark for mark in marks if not mark.unlike]))
    confused = over(asked, stays([mark for mark in marks if ONE_OFF not in mark.unlike]))
    loose = over(asked, stays(marks))
    found = []
    for rule in sorted(same.keys() | confused.keys() | loose.keys()):
        if rule in same and rule in confused:
            found.append(Verdict(same[rule], exact=True))
        elif rule in same:
            elsewhere = "A number that looks alike was seen elsewhere in between: look twice."
            found.append(Verdict(same[rule], exact=False, doubts=(elsewhere,)))
        else:
            found.append(Verdict(confused.get(rule) or loose[rule], exact=False))
    return [one for one in found if one.finding.violations]


def over(asked: int, found: tuple[Finding, ...]) -> dict[int, Finding]:
    return {
        finding.rule.pk: finding
        for finding in found
        if finding.over and any(mark.pk == asked for mark in finding.marks)
    }
