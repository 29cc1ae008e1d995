"""Rules about how often somebody looks. Each answers with a sentence, '' where there is nothing to say."""

from collections.abc import Sequence
from statistics import median

from audit.review_facts import DayCount, PlateLooks, SessionSearches
from reviews.rules.thresholds import Thresholds

FEWEST_DAYS = 5
"""Days with looks before a person has a norm of their own."""


def same_plate(fact: PlateLooks, limits: Thresholds) -> str:
    """Many looks at one plate, or looks on many days: a person of interest to the one who looks."""
    if fact.looks < limits.same_plate_looks and fact.days < limits.same_plate_days:
        return ""
    return (
        f"Looked at one and the same plate {times(fact.looks)} on {count(fact.days, 'day')} of the period"
        f" (flagged from {limits.same_plate_looks} looks or {limits.same_plate_days} days)."
    )


def beyond_norm(fact: DayCount, earlier: Sequence[int], of_everybody: float, limits: Thresholds) -> str:
    """More looks in a day than `norm_factor` times the norm, and more than `norm_least`.

    `earlier`: the person's own counts of the days before on which they looked at all; with fewer than five
    of them `of_everybody`, the median of all people's days, is the norm.
    """
    own = len(earlier) >= FEWEST_DAYS
    norm = median(earlier) if own else of_everybody
    if fact.looks <= limits.norm_least or fact.looks <= limits.norm_factor * norm:
        return ""
    whose = "this person’s usual" if own else "everybody’s usual (this person has no norm yet)"
    return (
        f"Made {fact.looks} looks on {fact.day:%B} {fact.day.day}; {whose} day has {norm:g}"
        f" (flagged above {limits.norm_factor} times that and above {limits.norm_least})."
    )


def never_opens(fact: SessionSearches, limits: Thresholds) -> str:
    """Searches that show plates, times and places, and never a record behind them: browsing."""
    if fact.searches < limits.unopened_searches:
        return ""
    return (
        f"Made {fact.searches} searches with results in one session and opened none of them"
        f" (flagged from {limits.unopened_searches})."
    )


def times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
