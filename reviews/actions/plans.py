"""The plan: a change is a new version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import PlanDuty, ReviewPlan
from reviews.refusals import Refused, database_decides, require


@transaction.atomic
def set_plan(
    *,
    values: dict[str, object],
    reviewers: Sequence[User],
    approvers: Sequence[User],
    reason: str,
    by: User,
    now: datetime,
) -> ReviewPlan:
    """The plan as it is from now on (State Auditor 2019-118, rec. 25: frequency, who performs, who approves,
    keeping time, risk areas, sampling). Raises Refused where somebody would approve their own work.
    """
    require(by=by, needs=Permission.MANAGE_REVIEW_PLAN, now=now)
    if not reviewers or not approvers:
        raise Refused("duties", "Name at least one person who reviews and another who approves.")
    plan = ReviewPlan(made_by=by, reason=reason.strip(), **values)
    plan.full_clean(exclude=["made_at"])
    plan.save()
    duties = [
        *((user, PlanDuty.Duty.REVIEWER, Permission.REVIEW_ACCESS) for user in reviewers),
        *((user, PlanDuty.Duty.APPROVER, Permission.APPROVE_REVIEWS) for user in approvers),
    ]
    for user, duty, needs in duties:
        if not user.has_permission(needs, now):
            raise Refused("duties", f"{user.full_name} does not have the right to: {needs.line}")
        with database_decides():
            PlanDuty.objects.create(plan=plan, user=user, duty=duty)
    record(Event.REVIEW_PLAN_CHANGED, target=plan.ledger_target, by=by, reason=plan.reason)
    return plan
