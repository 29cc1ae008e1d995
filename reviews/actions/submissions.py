"""A review goes to its approver, back, or is approved."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import Finding, Review, ReviewStep
from reviews.policy.people import may_approve
from reviews.refusals import Refused, database_decides, require, unless
from reviews.selectors.people import person_of, subjects_of
from reviews.selectors.reviews import reviewers_in

FASTER = "Somebody was faster: load the page again and see how the review stands now."


@transaction.atomic
def submit(*, review: Review, by: User, now: datetime) -> None:
    """Everything is decided; the approver's turn. An empty period is submitted as it is: that nobody looked
    is a result too.
    """
    require(by=by, needs=Permission.REVIEW_ACCESS, now=now)
    with database_decides():
        moved = Review.objects.filter(pk=review.pk, state=Review.State.OPEN).update(
            state=Review.State.SUBMITTED, submitted_by=by, submitted_at=now
        )
    if moved != 1:
        raise Refused("faster", FASTER)
    note_step(review, ReviewStep.Step.SUBMITTED, by)
    record(Event.REVIEW_SUBMITTED, target=review.ledger_target, by=by)


@transaction.atomic
def send_back(*, review: Review, reason: str, by: User, now: datetime) -> None:
    """Not done well enough; `reason` says what is missing."""
    require(by=by, needs=Permission.APPROVE_REVIEWS, now=now)
    if not reason.strip():
        raise Refused("reason", "Say what is missing, so that the reviewers can do it.")
    check_approver(review, by)
    moved = Review.objects.filter(pk=review.pk, state=Review.State.SUBMITTED).update(
        state=Review.State.OPEN, submitted_by=None, submitted_at=None
    )
    if moved != 1:
        raise Refused("faster", FASTER)
    note_step(review, ReviewStep.Step.RETURNED, by, reason.strip())
    record(Event.REVIEW_RETURNED, target=review.ledger_target, by=by, reason=reason.strip())


@transaction.atomic
def approve(*, review: Review, note: str, by: User, now: datetime) -> None:
    """Another person than anybody who reviewed says that it was done. The database has the last word."""
    require(by=by, needs=Permission.APPROVE_REVIEWS, now=now)
    check_approver(review, by)
    with database_decides():
        moved = Review.objects.filter(pk=review.pk, state=Review.State.SUBMITTED).update(
            state=Review.State.APPROVED, approved_by=by, approved_at=now
        )
    if moved != 1:
        raise Refused("faster", FASTER)
    note_step(review, ReviewStep.Step.APPROVED, by, note.strip())
    record(Event.REVIEW_APPROVED, target=review.ledger_target, by=by)


def check_approver(review: Review, by: User) -> None:
    """Writes nothing: the question with which both answers of an approver begin."""
    reviewers = [person_of(user) for user in reviewers_in(asks=by, review=review)]
    if review.submitted_by is not None:
        reviewers.append(person_of(review.submitted_by))
    uids = {
        finding.item.subject for finding in Finding.objects.filter(item__review=review).select_related("item")
    }
    unless(may_approve(person_of(by), reviewers, list(subjects_of(asks=by, uids=uids).values())))


def note_step(review: Review, step: str, by: User, note: str = "") -> None:
    ReviewStep.objects.create(review=review, step=step, by=by, note=note[:500])
