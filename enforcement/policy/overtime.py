"""Overtime: what the marks of one vehicle say about how long it stood, by the rules of their own days.

Pure, and the only place that decides it. ADR 0011 gives the reasons; in short: time runs from the first
sighting inside a stretch of the rule's hours to the last in the same stretch; any usable sighting elsewhere
in between ends a stay; limit and grace together must be exceeded, not reached.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from alpr_portal.lib.geo import distance
from enforcement.policy.explain import explain
from enforcement.policy.windows import LONG_TERM, Rule, Window, windows

SAME_POSITION, BLOCK_FACE = "same_position", "block_face"


@dataclass(frozen=True)
class Mark:
    """A usable chalk mark (one without doubts). `unlike` says how its plate differs from the one asked about,
    '' where it does not."""

    pk: int
    at: datetime
    zone: int
    district: int | None
    latitude: float
    longitude: float
    clock: str = "server"
    vehicle: str = ""
    unlike: str = ""

    def inside(self, area: int) -> bool:
        return area in (self.zone, self.district)


@dataclass(frozen=True)
class Finding:
    """One stay under one rule. `due_at`: past this moment it is over; None where the hours end before.

    `violations`: how often it was over, as far as the rule's most a day lets them count.
    """

    rule: Rule
    marks: tuple[Mark, ...]
    window: Window
    due_at: datetime | None
    violations: int
    lines: tuple[str, ...]

    @property
    def first(self) -> Mark:
        return self.marks[0]

    @property
    def last(self) -> Mark:
        return self.marks[-1]

    @property
    def elapsed(self) -> timedelta:
        return real(self.last.at) - real(self.first.at)

    @property
    def over(self) -> bool:
        return self.elapsed > self.rule.period

    @property
    def moved(self) -> float:
        """Metres from the first sighting to the furthest."""
        first = self.first
        return max(
            distance(first.latitude, first.longitude, mark.latitude, mark.longitude) for mark in self.marks
        )

    @property
    def exact(self) -> bool:
        """Whether the same number and state were read every time."""
        return not any(mark.unlike for mark in self.marks)


def findings(
    marks: Iterable[Mark], rules: Sequence[Rule], holidays: frozenset[date], city: tzinfo, now: datetime
) -> tuple[Finding, ...]:
    """Every stay of one vehicle under each rule, oldest first. In whichever order the marks came in, and by
    however many cameras, the answer is the same."""
    # Not by primary key: that is the order of uploads.
    seen = sorted(
        (mark for mark in marks if mark.at <= now),
        key=lambda mark: (mark.at, mark.zone, mark.latitude, mark.longitude, mark.unlike, mark.clock),
    )
    found: list[Finding] = []
    for rule in rules:
        counted: Counter[date] = Counter()
        for window, stay in stays(seen, rule, holidays, city):
            due_at = real(stay[0].at) + rule.period
            violations = count(rule, stay, city, counted)
            finding = Finding(
                rule, stay, window, due_at if due_at < window.ends else None, violations, lines=()
            )
            found.append(replace(finding, lines=explain(finding, city)))
    return tuple(sorted(found, key=lambda finding: (finding.last.at, finding.first.at, finding.rule.pk)))


def stays(
    seen: Sequence[Mark], rule: Rule, holidays: frozenset[date], city: tzinfo
) -> list[tuple[Window, tuple[Mark, ...]]]:
    """Runs of sightings with nothing that shows the vehicle moved away, each inside one stretch of hours."""
    if not seen:
        return []
    open_ = windows(rule, holidays, city, seen[0].at, seen[-1].at)
    found: list[tuple[Window, list[Mark]]] = []
    running = False
    for mark in seen:
        window = next((window for window in open_ if window.holds(mark.at)), None)
        if window is None or not mark.inside(rule.area):
            running = False
        elif running and found[-1][0] == window and same_stay(rule, found[-1][1][0], mark):
            found[-1][1].append(mark)
        else:
            found.append((window, [mark]))
            running = True
    return [(window, tuple(stay)) for window, stay in found]


def same_stay(rule: Rule, first: Mark, mark: Mark) -> bool:
    """Measured from the first sighting, so that a vehicle cannot creep along unnoticed."""
    if rule.compare in (SAME_POSITION, LONG_TERM):
        return distance(first.latitude, first.longitude, mark.latitude, mark.longitude) <= rule.tolerance
    if rule.compare == BLOCK_FACE:
        return mark.zone == first.zone
    return True


def count(rule: Rule, stay: Sequence[Mark], city: tzinfo, counted: Counter[date]) -> int:
    """How many violations this stay adds: one each time its time was exceeded again, `most_a_day` at most."""
    found = 0
    moment = real(stay[0].at) + rule.period
    while moment < real(stay[-1].at):
        day = moment.astimezone(city).date()
        if counted[day] < rule.most_a_day:
            counted[day] += 1
            found += 1
        moment += rule.period
    return found


def real(moment: datetime) -> datetime:
    """Differences of real time: two times of one zone would be subtracted by the clock on the wall."""
    return moment.astimezone(UTC)
