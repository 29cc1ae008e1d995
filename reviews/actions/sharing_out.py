"""Giving items to reviewers: what waits for somebody, and what belongs to somebody who has left."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.events import Actor, Event, record
from audit.system import system_access
from reviews.models import PlanDuty, Review, ReviewItem, ReviewStep
from reviews.policy.people import shared_out
from reviews.selectors import plans
from reviews.selectors.people import able, person_of, subjects_of
from reviews.selectors.reviews import decided, unfinished_reviews


def share_out_all(*, by: Actor, now: datetime) -> int:
    """Share out again what nobody can decide about any more; returns how many items went to somebody."""
    moved = 0
    for review in unfinished_reviews(asks=by).filter(state=Review.State.OPEN):
        with (
            system_access(
                "beat", door="reviews.share_out", reason="Give items to reviewers", review=str(review.uid)
            ) as access,
            access.transaction(),
        ):
            moved += share_out(review=review, by=by, now=now)
    return moved


@transaction.atomic
def share_out(*, review: Review, by: Actor, now: datetime) -> int:
    """Undecided items without a reviewer, or whose reviewer has left, lost the right or the duty, go to
    those who are there, never to the one whose access it is. What was decided stays as it was.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    plan = plans.plan_in_force(asks=by) or review.plan
    there = able(asks=by, plan=plan, duty=PlanDuty.Duty.REVIEWER, now=now)
    if review.state != Review.State.OPEN or not there:
        return 0
    # By way of exclude: an item without a reviewer is one of them.
    waiting = list(
        ReviewItem.objects.filter(review=review)
        .exclude(decided())
        .exclude(reviewer__in=there)
        .select_for_update(of=("self",))
        .order_by("position")
    )
    subjects = subjects_of(asks=by, uids={item.subject for item in waiting})
    given = shared_out([subjects.get(item.subject) for item in waiting], [person_of(user) for user in there])
    moved = left = 0
    for item, reviewer in zip(waiting, given, strict=True):
        chosen = reviewer.pk if reviewer else None
        if item.reviewer_id == chosen:
            continue
        ReviewItem.objects.filter(pk=item.pk).update(reviewer=chosen, assigned_at=now if chosen else None)
        moved += chosen is not None
        left += chosen is None
    if moved or left:
        ReviewStep.objects.create(
            review=review,
            step=ReviewStep.Step.SHARED_OUT,
            by=by if isinstance(by, User) else None,
            note=f"{moved} given to other reviewers, {left} wait for one.",
        )
        record(Event.REVIEW_SHARED_OUT, target=review.ledger_target, by=by, items=moved, waiting=left)
    return moved
