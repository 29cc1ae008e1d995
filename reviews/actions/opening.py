"""Opening reviews: the period's, when it is over, and special ones."""

import logging
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from audit import review_facts
from audit.events import Actor, Event, record
from audit.forms import midnight
from audit.review_facts import Span
from audit.system import system_access
from reviews.drawing import Draw, draw_review
from reviews.models import ItemReason, PlanDuty, Review, ReviewItem, ReviewPlan, ReviewStep
from reviews.policy.people import shared_out
from reviews.policy.periods import Period, ended_since, years_later
from reviews.refusals import Refused, database_decides, require
from reviews.rules.catalogue import VERSION
from reviews.selectors import plans
from reviews.selectors.people import able, person_of, subjects_of
from reviews.selectors.reviews import latest_covered

log = logging.getLogger("reviews.opening")

LONGEST_SPECIAL = timedelta(days=31)
AT_ONCE = 500
"""Items that are written in one statement."""
SETTLES_WITHIN = timedelta(minutes=5)
"""A period is drawn this long after its end: what was begun in it has its outcome by then."""


def open_due(*, by: Actor, now: datetime) -> list[Review]:
    """Open the review of every period that is over and has none. Again, nothing."""
    plan, first = plans.plan_in_force(asks=by), plans.first_plan(asks=by)
    if plan is None or first is None:
        return []
    covered = latest_covered(asks=by)
    since = covered.last_day + timedelta(days=1) if covered else timezone.localdate(first.made_at)
    today = timezone.localdate(now - SETTLES_WITHIN)
    opened = []
    for period in ended_since(since, plan.period, today):
        # After a change of the period's length nothing is reviewed twice.
        first_day = max(period.first, since) if covered else period.first
        with system_access(
            "beat",
            door="reviews.draw",
            reason="Draw the accesses of a period for review",
            of_ledger=True,
            first_day=str(first_day),
            last_day=str(period.last),
        ) as access:
            try:
                with access.transaction():
                    opened.append(
                        open_periodic(plan=plan, period=Period(first_day, period.last), by=by, now=now)
                    )
            except Refused as refused:
                log.info("The review of %s was not opened: %s", period, refused)
    return opened


@transaction.atomic
def open_periodic(*, plan: ReviewPlan, period: Period, by: Actor, now: datetime) -> Review:
    """One period of the plan. Raises Refused where another timetable was faster."""
    return open_one(
        plan=plan, kind=Review.Kind.PERIODIC, first=period.first, last=period.last, reason="", by=by, now=now
    )


@transaction.atomic
def open_special(*, first: date, last: date, reason: str, by: User, now: datetime) -> Review:
    """A review beside the plan's, of days up to today, for a stated reason."""
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    plan = plans.plan_in_force(asks=by)
    if plan is None:
        raise Refused("no_plan", "Set the review plan first: it says who reviews and by which rules.")
    if not first <= last <= timezone.localdate(now):
        raise Refused("days", "The days must lie in the past, the first before the last.")
    if last - first >= LONGEST_SPECIAL:
        raise Refused("days", f"A special review spans {LONGEST_SPECIAL.days} days at most.")
    return open_one(
        plan=plan, kind=Review.Kind.SPECIAL, first=first, last=last, reason=reason, by=by, now=now
    )


def open_one(
    *, plan: ReviewPlan, kind: str, first: date, last: date, reason: str, by: Actor, now: datetime
) -> Review:
    """Draw, share out, write: in one transaction, so that a review is there with all its items or not at
    all. The seed is made here, when the period is over: nobody can know before what will be drawn.
    """
    until = min(midnight(last + timedelta(days=1)), now)
    seed = secrets.token_hex(16)
    drawn = draw_review(
        span=Span(midnight(first), until),
        seed=seed,
        size=plan.sample_size,
        rules=frozenset(plan.rules),
        limits=plans.thresholds_of(plan),
        shifts=plans.shifts_in_force(asks=by),
        staff=plans.staff_hashes(asks=by),
    )
    notes = list(drawn.notes)
    if older := plans.plates_under_an_older_key(asks=by):
        notes.append(f"{older} staff plates are kept under an older key and were not compared.")
    last_due = max(last, timezone.localdate(now)) if kind == Review.Kind.SPECIAL else last
    due = last_due + timedelta(days=plan.due_days)
    with database_decides():
        review = Review.objects.create(
            plan=plan,
            kind=kind,
            first_day=first,
            last_day=last,
            until=until,
            reason=reason.strip(),
            seed=seed,
            population_count=drawn.population_count,
            population_hash=drawn.population_hash,
            left_out=list(review_facts.parts_of_pages()),
            sample_size=drawn.sample_size,
            flagged_count=sum(bool(one.reasons) for one in drawn.items),
            rules_version=VERSION,
            notes=notes,
            due_on=due,
            keep_until=years_later(due, plan.keep_years),
        )
    write_items(review, plan, drawn, by, now)
    ReviewStep.objects.create(
        review=review, step=ReviewStep.Step.OPENED, by=by if isinstance(by, User) else None
    )
    record(
        Event.REVIEW_OPENED,
        target=review.ledger_target,
        by=by,
        kind=kind,
        items=len(drawn.items),
        population=drawn.population_count,
        population_hash=drawn.population_hash,
        seed=seed,
    )
    return review


def write_items(review: Review, plan: ReviewPlan, drawn: Draw, by: Actor, now: datetime) -> None:
    subjects = subjects_of(asks=by, uids={one.subject for one in drawn.items})
    reviewers = [person_of(user) for user in able(asks=by, plan=plan, duty=PlanDuty.Duty.REVIEWER, now=now)]
    given = shared_out([subjects.get(one.subject) for one in drawn.items], reviewers)
    for start in range(0, len(drawn.items), AT_ONCE):
        items, reasons = [], []
        for place, one in enumerate(drawn.items[start : start + AT_ONCE], start):
            reviewer = given[place]
            item = ReviewItem(
                review=review,
                position=place + 1,
                access=one.access,
                subject=one.subject,
                drawn=how(one.in_sample, bool(one.reasons)),
                reviewer_id=reviewer.pk if reviewer else None,
                assigned_at=now if reviewer else None,
            )
            items.append(item)
            reasons += [
                ItemReason(item=item, rule=rule, sentence=sentence[:500]) for rule, sentence in one.reasons
            ]
        ReviewItem.objects.bulk_create(items)
        ItemReason.objects.bulk_create(reasons)


def how(in_sample: bool, flagged: bool) -> str:
    if in_sample and flagged:
        return ReviewItem.Drawn.BOTH
    return ReviewItem.Drawn.SAMPLE if in_sample else ReviewItem.Drawn.RULE
