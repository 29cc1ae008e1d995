"""The demonstration's review plan: five weeks old, so that the timetable has a month and weeks to open."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from reviews.actions import hours, plans
from reviews.models import ReviewPlan
from reviews.models.plan import PlanDuty
from reviews.rules.catalogue import RULES

SINCE = timedelta(days=35)
REASON = "The first plan of the demonstration."


@transaction.atomic
def seed_reviews(now: datetime) -> None:
    """The auditor reviews and the manager approves; again, nothing. Raises RuntimeError in production."""
    if settings.PRODUCTION:
        raise RuntimeError("The demonstration's review plan has no place in production.")
    if ReviewPlan.objects.exists():
        return
    manager, auditor = (User.objects.get(username=name) for name in ("manager", "auditor"))
    began = ReviewPlan.objects.create(
        rules=list(RULES), reason=REASON, made_by=manager, made_at=now - SINCE, sample_size=20
    )
    PlanDuty.objects.create(plan=began, user=auditor, duty=PlanDuty.Duty.REVIEWER)
    PlanDuty.objects.create(plan=began, user=manager, duty=PlanDuty.Duty.APPROVER)
    plans.set_plan(
        values={"rules": list(RULES), "sample_size": 25},
        reviewers=[auditor],
        approvers=[manager],
        reason="A larger sample, as the auditor asked.",
        by=manager,
        now=now,
    )
    hours.add(
        role="officer",
        user=None,
        days=list(range(7)),
        start=time(6),
        until=time(22),
        by=manager,
        now=now,
    )
