"""Pure rules about versions of the policy and the register, told who, what and when."""

from collections.abc import Collection
from datetime import date

from alpr_portal.lib.decision import ALLOWED, Decision, refused
from policy.sections import missing

# A policy is announced, and not years ahead.
LONGEST_AHEAD_DAYS = 366


def may_approve(
    *,
    approver: int,
    authors: Collection[int],
    sections: dict[str, str],
    effective_on: date | None,
    today: date,
    newest_effective_on: date | None,
) -> Decision:
    """Whether this person may approve this draft today. `authors` are all who wrote at it."""
    if approver in authors:
        return refused("author", "You wrote at this draft, so another person approves it.")
    if empty := missing(sections):
        named = ", ".join(f"“{section.heading}”" for section in empty)
        return refused("incomplete", f"The draft does not say yet what the law asks for: {named}.")
    if effective_on is None:
        return refused("no_day", "The draft does not say from which day it is in force.")
    if effective_on < today:
        return refused("past", "The day from which it is in force has passed: nobody could have known it.")
    if newest_effective_on is not None and effective_on < newest_effective_on:
        return refused("before_newest", "It would take effect before the version that is posted already.")
    return ALLOWED


def may_succeed(*, starts_on: date, current_starts_on: date | None, today: date) -> Decision:
    """Whether a designee may begin on this day, after the one whose first day is `current_starts_on`."""
    if (starts_on - today).days > LONGEST_AHEAD_DAYS:
        return refused("too_far", "Appoint a designee at most a year ahead.")
    if current_starts_on is not None and starts_on <= current_starts_on:
        return refused("overlap", "The first day must lie after the first day of the designee before.")
    return ALLOWED
