"""Whether accesses are reviewed and nothing of it is overdue."""

from datetime import datetime, timedelta

from django.utils import timezone

from alpr_portal.lib.evidence import Finding, evidence
from audit.events import SystemActor
from reviews.selectors.log_reviews import log_reviews, unsigned
from reviews.selectors.plans import plan_in_force
from reviews.selectors.reviews import unfinished_reviews

ASKS = SystemActor("compliance")
LATEST_WEEK = timedelta(days=15)
"""A week that has ended and the days in which it is signed."""


@evidence("reviews")
def reviews(now: datetime) -> Finding:
    if plan_in_force(asks=ASKS) is None:
        return Finding(False, "There is no review plan, so no access is reviewed.", "reviews:plan")
    today = timezone.localdate(now)
    late = sum(review.is_overdue(today) for review in unfinished_reviews(asks=ASKS))
    if late:
        return Finding(False, f"{late} review{'s are' if late > 1 else ' is'} overdue.", "reviews:reviews")
    return Finding(True, "A plan is in force and no review is overdue.")


@evidence("log_review")
def log_review(now: datetime) -> Finding:
    today = timezone.localdate(now)
    late = sum(week.is_overdue(today) for week in unsigned(asks=ASKS))
    if late:
        return Finding(
            False, f"{late} weekly review{'s are' if late > 1 else ' is'} overdue.", "reviews:reviews"
        )
    newest = log_reviews(asks=ASKS).order_by("-first_day").first()
    if newest is None or today - newest.first_day > LATEST_WEEK:
        return Finding(False, "No review of the log was opened for the last weeks.", "reviews:reviews")
    return Finding(True, f"The week from {newest.first_day:%B} {newest.first_day.day} is opened or signed.")
