"""What parts of the portal report for the public's figures, and how small numbers are kept from telling.

A part registers a source: asked for a span of time, it answers with groups of counts. The app `policy` asks
every source for a finished month under one access of the system's, suppresses, and keeps what is left.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

THRESHOLD = 5
"""Counts of 1 to 4 are not shown (law.md F.57: k of at least 5)."""


@dataclass(frozen=True)
class Count:
    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Group:
    """A total and the parts that add up to it; no parts where it is not broken down.

    Groups whose totals bear the same key count the same things, so they are suppressed together.
    """

    total: Count
    parts: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Share:
    """`part` in `whole`, keys of parts in this report: shown only where all of them are shown as numbers, so
    that it tells nothing that they do not.
    """

    key: str
    label: str
    part: str
    whole: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """`stocks` are amounts that grow by other figures, so they are shown rounded. `acts` are what the
    division itself did, about nobody outside it, so they are shown as they are, however small.
    """

    groups: tuple[Group, ...] = ()
    shares: tuple[Share, ...] = ()
    stocks: tuple[Count, ...] = ()
    acts: tuple[Count, ...] = ()


Source = Callable[[datetime, datetime], Report]


@dataclass
class Section:
    """One part of the figures' page. `nothing` is said while no part of the portal reports here."""

    key: str
    heading: str
    about: str
    nothing: str = "Nothing is counted here yet."
    sources: list[Source] = field(default_factory=list)


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section("reads", "Plate reads", "What the cameras saw, whether or not anybody looked at it."),
        Section(
            "hits",
            "Hits and what became of them",
            "A hit is an allegation: a read that matches a list or breaks a time limit. A person confirms or"
            " rejects it before anything follows.",
        ),
        Section(
            "searches",
            "Searches by purpose",
            "Searches for plates by people, from the ledger of access. Each states one of the authorized"
            " purposes.",
        ),
        Section(
            "releases",
            "Releases to other agencies",
            "What was given to another public agency.",
            "The portal has no way yet to release data to another agency, so none was released through it.",
        ),
        Section(
            "reviews",
            "Reviews of access",
            "Reviews of who looked at what and why.",
            "No reviews are counted yet.",
        ),
        Section(
            "keeping", "Kept and purged", "How much is kept at the end of the month, and what was purged."
        ),
    )
}


def report(section: str) -> Callable[[Source], Source]:
    """Register a source for a section: `@report("releases")`. Register in the app's `ready`."""

    def put(source: Source) -> Source:
        if source not in SECTIONS[section].sources:
            SECTIONS[section].sources.append(source)
        return source

    return put
