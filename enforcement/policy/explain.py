"""An overtime finding in sentences, one a line, as the hit and the citation will show them."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enforcement.policy.overtime import Finding

CLOCKS = {
    "server": "by the server's clock",
    "camera": "by the camera's clock, because the frame was uploaded later",
}


def explain(finding: Finding, city: tzinfo) -> tuple[str, ...]:
    """First seen, last seen, limit and grace, where, clocks and vehicles, plates. Bears no plate."""
    first, last, rule = finding.first, finding.last, finding.rule
    lines = [f"First seen {clock(first.at, city)}, {CLOCKS[first.clock]}."]
    if len(finding.marks) == 1:
        lines.append("Not seen again yet.")
    else:
        lines.append(f"Last seen {clock(last.at, city)}, {CLOCKS[last.clock]}.")
        lines.append(f"In between: {span(finding.elapsed)}; seen {len(finding.marks)} times{by(finding)}.")
    allowed = f"Limit {span(rule.limit)}, grace {span(rule.grace)}"
    if finding.over:
        lines.append(f"{allowed}: over by {span(finding.elapsed - rule.period)}.")
    elif finding.due_at is None:
        lines.append(f"{allowed}: the hours end before that.")
    else:
        lines.append(f"{allowed}: over after {clock(finding.due_at, city)}.")
    lines.append(where(finding))
    if finding.over and not finding.violations:
        lines.append(f"The most of one day ({rule.most_a_day}) was reached before.")
    unlike = sorted({mark.unlike for mark in finding.marks if mark.unlike})
    lines.append("Plates: " + (" ".join(unlike) if unlike else "the same number and state every time."))
    return tuple(lines)


def where(finding: Finding) -> str:
    apart = f"{finding.moved:.0f} metres"
    if finding.rule.compare in ("same_position", "long_term"):
        return (
            f"Same position: {apart} apart at most; up to {finding.rule.tolerance} metres count as one place."
        )
    if finding.rule.compare == "block_face":
        return f"Same block face, both sides of the street; {apart} apart at most."
    return f"Same district; {apart} apart at most."


def by(finding: Finding) -> str:
    vehicles = sorted({mark.vehicle for mark in finding.marks if mark.vehicle})
    return f", by {' and '.join(vehicles)}" if vehicles else ""


def clock(moment: datetime, city: tzinfo) -> str:
    """City time with its zone: PST or PDT tells the hour that comes twice."""
    local = moment.astimezone(city)
    return f"{local:%Y-%m-%d} at {local:%H:%M:%S} {local.tzname()}"


def span(length: timedelta) -> str:
    """`1 day 2 h 30 min 5 s`, without what is nothing."""
    seconds = int(length.total_seconds())
    parts = [
        (seconds // 86_400, "day" if seconds // 86_400 == 1 else "days"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "min"),
        (seconds % 60, "s"),
    ]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"
