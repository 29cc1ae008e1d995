"""Whether the posted policy is there, says what it must, and says what the portal does."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from alpr_portal.lib.evidence import Finding, evidence
from policy.months import last_month, month_of
from policy.sections import SECTIONS, Section, missing
from policy.selectors.figures import months
from policy.selectors.live import lists_now
from policy.selectors.versions import acknowledged_by, in_force

NOTHING_POSTED = Finding(False, "No policy is posted.", "policy:draft")


@evidence("posted")
def posted(now: datetime) -> Finding:
    version = in_force(now)
    if version is None:
        return NOTHING_POSTED
    return Finding(
        True,
        f"Version {version.number} is in force since {version.effective_on:%B} {version.effective_on.day},"
        f" {version.effective_on.year}.",
    )


@evidence("complete")
def complete(now: datetime) -> Finding:
    version = in_force(now)
    if version is None:
        return NOTHING_POSTED
    if empty := missing(version.sections):
        named = ", ".join(section.heading for section in empty)
        return Finding(False, f"Nothing is said about: {named}.", "policy:draft")
    return Finding(True, f"All {len(SECTIONS)} sections are there.")


@evidence("purposes_agree")
def purposes_agree(now: datetime) -> Finding:
    """The policy is approved with the list of purposes; the portal's list is code. They must not part."""
    version = in_force(now)
    if version is None:
        return NOTHING_POSTED
    approved, enforced = set(version.lists.get("purposes", [])), set(lists_now(now)["purposes"])
    if approved != enforced:
        said = ", ".join(sorted(line.partition(":")[0] for line in approved ^ enforced))
        return Finding(
            False, f"The portal's purposes are not those that were approved: {said}.", "policy:draft"
        )
    return Finding(True, f"{len(enforced)} purposes, as approved.")


@evidence("acknowledged")
def acknowledged(now: datetime) -> Finding:
    """The gate asks everybody before their next record, so that none is missing among those who look."""
    version = in_force(now)
    if version is None:
        return NOTHING_POSTED
    have, of = acknowledged_by(version)
    return Finding(
        True, f"{have} of {of} people have acknowledged version {version.number}; nobody else opens a record."
    )


@evidence("figures")
def figures(now: datetime) -> Finding:
    due = last_month(month_of(now))
    if due in months():
        return Finding(True, f"{due:%B %Y} is published.")
    return Finding(False, f"{due:%B %Y} is not published.")


def says(section: Section, now: datetime) -> Finding:
    version = in_force(now)
    if version is None:
        return NOTHING_POSTED
    words = len(version.sections.get(section.key, "").split())
    if not words:
        return Finding(
            False, f"Version {version.number} says nothing under “{section.heading}”.", "policy:draft"
        )
    return Finding(True, f"Version {version.number}, “{section.heading}”, {words} words.")


def check_of(section: Section) -> Callable[[datetime], Finding]:
    return partial(says, section)


for one in SECTIONS:
    evidence(f"says.{one.key}")(check_of(one))
