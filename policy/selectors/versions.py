"""Reading versions of the policy. Posted ones are for everybody; drafts for who may draft or approve."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Acknowledgement, PostedPolicy, User
from policy.models import PolicyVersion


def in_force(now: datetime) -> PolicyVersion | None:
    """The version that is in force, None before the first."""
    return PolicyVersion.objects.in_force(timezone.localdate(now)).first()


def posted() -> list[PolicyVersion]:
    """Every posted version, newest first, without their texts."""
    return list(PolicyVersion.objects.posted().defer("text", "sections", "lists"))


def posted_version(number: int) -> PolicyVersion | None:
    return PolicyVersion.objects.posted().filter(number=number).first()


def before(version: PolicyVersion) -> PolicyVersion | None:
    """The posted version that this one follows."""
    return PolicyVersion.objects.posted().filter(number__lt=version.number).first()


def draft(*, asks: User) -> PolicyVersion | None:
    """The draft under way."""
    return (
        PolicyVersion.objects.filter(approved_at=None)
        .select_related("drafted_by")
        .prefetch_related("edits__by")
        .first()
    )


def authors_of(version: PolicyVersion) -> dict[int, str]:
    """Everybody who wrote at it: {primary key: full name}, the first author first."""
    named = {version.drafted_by_id: version.drafted_by.full_name}
    named.update((edit.by_id, edit.by.full_name) for edit in version.edits.select_related("by"))
    return named


def last_acknowledged(*, asks: User) -> PolicyVersion | None:
    """The newest version that this person has acknowledged."""
    numbers = Acknowledgement.objects.filter(user=asks).values("policy")
    return PolicyVersion.objects.posted().filter(number__in=numbers).first()


def acknowledged_at(*, asks: User, version: PolicyVersion) -> datetime | None:
    found = Acknowledgement.objects.filter(user=asks, policy=version.number).first()
    return found.at if found else None


def acknowledged_by(version: PolicyVersion) -> tuple[int, int]:
    """How many enabled people have acknowledged this version, of how many."""
    people = User.objects.filter(is_active=True)
    posted_ = PostedPolicy.objects.filter(number=version.number)
    return people.filter(acknowledgements__policy__in=posted_).count(), people.count()
