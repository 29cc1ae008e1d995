"""People as reviews see them."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors import holders
from audit.events import Actor
from reviews.models import PlanDuty, ReviewPlan
from reviews.policy.people import Person


def person_of(user: User) -> Person:
    return Person(user.pk, str(user.uid), user.email, user.full_name)


def users_by_uid(*, asks: Actor, uids: Iterable[str]) -> dict[str, User]:
    """Accounts by the uid under which the ledger names them. Accounts are never deleted."""
    wanted = {uid for uid in uids if len(uid) == 36}
    return {str(user.uid): user for user in User.objects.filter(uid__in=wanted)}


def subjects_of(*, asks: Actor, uids: Iterable[str]) -> dict[str, Person]:
    return {uid: person_of(user) for uid, user in users_by_uid(asks=asks, uids=uids).items()}


def able(*, asks: Actor, plan: ReviewPlan, duty: str, now: datetime) -> list[User]:
    """Who has this duty under the plan and can still do it: enabled, and with the right, now."""
    needs = {
        PlanDuty.Duty.REVIEWER: Permission.REVIEW_ACCESS,
        PlanDuty.Duty.APPROVER: Permission.APPROVE_REVIEWS,
    }[PlanDuty.Duty(duty)]
    named = plan.duties.filter(duty=duty).order_by("id").values_list("user", flat=True)
    found = {user.pk: user for user in holders(needs, now)}
    return [found[pk] for pk in named if pk in found]
