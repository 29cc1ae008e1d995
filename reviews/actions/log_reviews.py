"""The weekly log review: opened by the timetable, signed by a person."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Actor, Event, record
from audit.log_facts import WeekOfLogs
from reviews.models import LogReview
from reviews.policy.decisions import may_sign
from reviews.policy.periods import DAYS_TO_SIGN, ended_since, years_later
from reviews.refusals import Refused, require, unless
from reviews.selectors import plans


def open_weeks(*, by: Actor, now: datetime) -> list[LogReview]:
    """Open the log review of every week that is over since the first plan. Again, nothing."""
    first, plan = plans.first_plan(asks=by), plans.plan_in_force(asks=by)
    if first is None or plan is None:
        return []
    opened = []
    for week in ended_since(timezone.localdate(first.made_at), "week", timezone.localdate(now)):
        review = open_week(first_day=week.first, keep_years=plan.keep_years, by=by)
        opened += [review] if review else []
    return opened


@transaction.atomic
def open_week(*, first_day: date, keep_years: int, by: Actor) -> LogReview | None:
    """None where the week has its log review already."""
    due = first_day + timedelta(days=6 + DAYS_TO_SIGN)
    review, new = LogReview.objects.get_or_create(
        first_day=first_day, defaults={"due_on": due, "keep_until": years_later(due, keep_years)}
    )
    if not new:
        return None
    record(Event.LOG_REVIEW_OPENED, target=review.ledger_target, by=by, first_day=str(first_day))
    return review


@transaction.atomic
def sign(*, review: LogReview, week: WeekOfLogs, note: str, by: User, now: datetime) -> None:
    """A person has looked through the week's logs; the counts as they stood are kept with the signature."""
    require(by=by, needs=Permission.REVIEW_ACCESS, now=now)
    if review.last_day >= timezone.localdate(now):
        raise Refused("not_over", "The week is not over yet.")
    unless(may_sign(week.alarms, note))
    moved = LogReview.objects.filter(pk=review.pk, state=LogReview.State.OPEN).update(
        state=LogReview.State.SIGNED, counts=week.counts, note=note.strip(), signed_by=by, signed_at=now
    )
    if moved != 1:
        raise Refused("faster", "Somebody was faster: this week is signed.")
    record(Event.LOG_REVIEW_SIGNED, target=review.ledger_target, by=by, **week.counts)
