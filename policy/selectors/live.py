"""What the posted policy says of the portal as it is now: purposes, designations, training; no names."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.actions.trainings import COUNTS_FOR
from accounts.models import RoleGrant, TrainingRecord, User
from accounts.permissions import Permission
from accounts.purposes import PURPOSES, Purpose
from accounts.roles import ROLES, Role
from policy.canonical import Lists
from policy.selectors.register import designee_now

LOOKING = frozenset(
    {
        Permission.VIEW_FRAMES,
        Permission.VIEW_READS,
        Permission.SEARCH_READS,
        Permission.VIEW_LEDGER,
        Permission.UPLOAD_FRAMES,
    }
)
"""Whoever holds one of these uses the system, sees its information, or collects it."""


@dataclass(frozen=True)
class DesignationLine:
    """A job title whose holders are authorized. `kind` says employees or contractors, and of whom."""

    title: str
    kind: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class TrainingLine:
    role: Role
    course: str
    days: int


def purposes() -> list[Purpose]:
    return [purpose for purpose in PURPOSES.values() if purpose.active]


def designations(now: datetime) -> list[DesignationLine]:
    """Job titles of everybody who is enabled and holds a role that uses the system (Civ. Code
    1798.90.51(b)(2)(B)).
    """
    found: dict[tuple[str, str], set[str]] = {}
    for grant in grants_in_force(now):
        person = grant.user
        if person.designation is None or not ROLES[grant.role].permissions & LOOKING:
            continue
        kind = f"Employees, {person.organisation.name}"
        if person.affiliation == User.Affiliation.CONTRACTOR:
            kind = f"Independent contractors, {person.company}"
        found.setdefault((person.designation.title, kind), set()).add(grant.role)
    return [
        DesignationLine(title, kind, tuple(ROLES[slug] for slug in ROLES if slug in slugs))
        for (title, kind), slugs in sorted(found.items())
    ]


def grants_in_force(now: datetime) -> list[RoleGrant]:
    return list(
        RoleGrant.objects.in_force(timezone.localdate(now))
        .filter(user__is_active=True, role__in=list(ROLES))
        .select_related("user__designation", "user__organisation")
    )


def training() -> list[TrainingLine]:
    """The course that each role asks for before the first record, and for how long it counts.

    The gate asks everybody for training, whatever the role (accounts.policy.may_open_records).
    """
    course = TrainingRecord.Course.INITIAL.label
    return [
        TrainingLine(role, course, COUNTS_FOR.days) for role in ROLES.values() if role.permissions & LOOKING
    ]


def without_training(now: datetime) -> tuple[int, int]:
    """Of the people with a role that uses the system: how many have no training in force, and how many there
    are.
    """
    people = {grant.user_id for grant in grants_in_force(now) if ROLES[grant.role].permissions & LOOKING}
    today = timezone.localdate(now)
    trained = (
        TrainingRecord.objects.completed_by(today)
        .filter(user__in=people, expires_on__gte=today)
        .values("user")
        .distinct()
    )
    return len(people) - trained.count(), len(people)


def without_designation(now: datetime) -> int:
    """People with a role and no designation; the gate lets none of them see a record."""
    return len({grant.user_id for grant in grants_in_force(now) if grant.user.designation is None})


def lists_now(now: datetime) -> Lists:
    """The live lists in words, as a version keeps them from the day of its approval."""
    designee = designee_now(now)
    return {
        "purposes": [f"{one.label}: {one.description}" for one in purposes()],
        "designations": [
            f"{one.title} ({one.kind}): {', '.join(role.name for role in one.roles)}"
            for one in designations(now)
        ],
        "training": [f"{one.role.name}: {one.course}, every {one.days} days" for one in training()],
        "custodian": [str(designee)] if designee else [],
    }
