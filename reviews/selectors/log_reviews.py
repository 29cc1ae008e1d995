"""Weekly log reviews and the alarms of a week."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit import log_facts
from audit.events import Actor
from audit.forms import midnight
from audit.log_facts import WeekOfLogs
from audit.review_facts import Span
from reviews.models import LogReview


def log_reviews(*, asks: Actor) -> QuerySet[LogReview]:
    return LogReview.objects.select_related("signed_by")


def log_review_by_uid(*, asks: Actor, uid: UUID) -> LogReview | None:
    return log_reviews(asks=asks).filter(uid=uid).first()


def unsigned(*, asks: Actor) -> QuerySet[LogReview]:
    return LogReview.objects.filter(state=LogReview.State.OPEN).order_by("first_day")


def week_of(*, asks: User, review: LogReview) -> WeekOfLogs:
    """Reads the ledger for the week's alarms and changes."""
    end = review.last_day + timedelta(days=1)
    return log_facts.week(asks=asks, span=Span(midnight(review.first_day), midnight(end)), now=timezone.now())
