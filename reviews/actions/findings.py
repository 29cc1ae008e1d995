"""Findings: made by the reviewer, resolved by their owner, approved by somebody else."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import Finding, ReviewItem
from reviews.policy.people import may_close, may_own, may_review
from reviews.refusals import Refused, database_decides, require, unless
from reviews.selectors.people import person_of, subjects_of

FASTER = "Somebody was faster: load the page again and see how the finding stands now."


@transaction.atomic
def make(
    *,
    item: ReviewItem,
    severity: str,
    summary: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
) -> Finding:
    """Write down what was found about an access, who puts it right, and by when."""
    require(by=by, needs=Permission.REVIEW_ACCESS, now=now)
    subject = subjects_of(asks=by, uids=[item.subject]).get(item.subject)
    unless(may_review(person_of(by), subject))
    unless(may_own(person_of(owner), subject))
    if not (owner.has_permission(Permission.REVIEW_ACCESS, now)):
        raise Refused("owner", f"{owner.full_name} cannot open findings; choose somebody who can.")
    if due_on < timezone.localdate(now):
        raise Refused("due", "The day by which it is to be put right lies in the past.")
    with database_decides():
        finding = Finding.objects.create(
            item=item, severity=severity, summary=summary.strip(), owner=owner, due_on=due_on, made_by=by
        )
    record(
        Event.FINDING_MADE,
        target=finding.ledger_name(),
        by=by,
        severity=severity,
        owner=owner.ledger_person,
        due_on=str(due_on),
    )
    return finding


@transaction.atomic
def resolve(*, finding: Finding, resolution: str, by: User, now: datetime) -> None:
    """Its owner says what was done."""
    require(by=by, needs=Permission.REVIEW_ACCESS, now=now)
    if finding.owner_id != by.pk:
        raise Refused("owner", f"{finding.owner.full_name} owns this finding and says what was done.")
    if not resolution.strip():
        raise Refused("resolution", "Say what was done.")
    with database_decides():
        moved = Finding.objects.filter(pk=finding.pk, state=Finding.State.OPEN).update(
            state=Finding.State.RESOLVED, resolution=resolution.strip(), resolved_by=by, resolved_at=now
        )
    if moved != 1:
        raise Refused("faster", FASTER)
    record(Event.FINDING_RESOLVED, target=finding.ledger_name(), by=by, resolution=resolution.strip()[:500])


@transaction.atomic
def reopen(*, finding: Finding, reason: str, by: User, now: datetime) -> None:
    """What was done is not enough; its owner goes on. The event keeps the resolution that was refused."""
    require(by=by, needs=Permission.APPROVE_REVIEWS, now=now)
    if not reason.strip():
        raise Refused("reason", "Say what is missing.")
    check_closer(finding, by)
    moved = Finding.objects.filter(pk=finding.pk, state=Finding.State.RESOLVED).update(
        state=Finding.State.OPEN, resolved_by=None, resolved_at=None
    )
    if moved != 1:
        raise Refused("faster", FASTER)
    record(Event.FINDING_REOPENED, target=finding.ledger_name(), by=by, reason=reason.strip()[:500])


@transaction.atomic
def close(*, finding: Finding, by: User, now: datetime) -> None:
    """Another person approves what was done."""
    require(by=by, needs=Permission.APPROVE_REVIEWS, now=now)
    if finding.resolved_by is None:
        raise Refused("open", "Nobody has said yet what was done about it.")
    check_closer(finding, by)
    with database_decides():
        moved = Finding.objects.filter(pk=finding.pk, state=Finding.State.RESOLVED).update(
            state=Finding.State.CLOSED, closed_by=by, closed_at=now
        )
    if moved != 1:
        raise Refused("faster", FASTER)
    record(Event.FINDING_CLOSED, target=finding.ledger_name(), by=by)


def check_closer(finding: Finding, by: User) -> None:
    """Writes nothing."""
    subject = subjects_of(asks=by, uids=[finding.item.subject]).get(finding.item.subject)
    resolver = finding.resolved_by or finding.owner
    unless(
        may_close(
            person_of(by), person_of(finding.made_by), person_of(finding.owner), person_of(resolver), subject
        )
    )
