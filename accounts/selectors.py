"""Reading people. Nothing here changes a row."""

from collections.abc import Hashable
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.facts import PersonFacts
from accounts.models import Acknowledgement, PostedPolicy, RoleGrant, SignIn, TrainingRecord, User
from accounts.permissions import Permission
from accounts.roles import ROLES

FACTS = (
    "username",
    "uid",
    "full_name",
    "organisation__name",
    "designation__title",
    "is_active",
    "signed_in",
    "must_change_password",
    "has_second_factor",
    "roles",
    "trained_through",
    "policy_version",
    "policy_acknowledged",
)
# Stand in for a person, a day and a session while the statement is built.
NOBODY, NO_DAY, NO_SESSION = -1, date.min, "no session"


def facts_of(user: User, now: datetime, *, session: str) -> PersonFacts | None:
    """What the gate must know about a person, in one query; None where the account is gone.

    `session`: the fingerprint of the session they come with.
    """
    statement, stand_ins = facts_statement()
    given = {NOBODY: user.pk, NO_DAY: timezone.localdate(now), NO_SESSION: session}
    with connection.cursor() as cursor:
        cursor.execute(statement, [given.get(stand_in, stand_in) for stand_in in stand_ins])
        found = cursor.fetchone()
    if found is None:
        return None
    row = dict(zip(FACTS, found, strict=True))
    return PersonFacts(
        username=row["username"],
        uid=str(row["uid"]),
        full_name=row["full_name"],
        organisation=row["organisation__name"],
        designation=row["designation__title"] or "",
        is_active=row["is_active"],
        signed_in=row["signed_in"],
        must_change_password=row["must_change_password"],
        has_second_factor=row["has_second_factor"],
        roles=tuple(dict.fromkeys(row["roles"])),
        trained_through=row["trained_through"],
        policy_version=row["policy_version"],
        policy_acknowledged=row["policy_acknowledged"],
    )


@cache
def facts_statement() -> tuple[str, tuple[Hashable, ...]]:
    """The SQL for FACTS and its parameters, stand-ins among them.

    Built once: every request of every kind asks it, and building it takes Django three times as long as the
    database takes to answer it (docs/performance.md).
    """
    mine = OuterRef("pk")
    trained = (
        TrainingRecord.objects.completed_by(NO_DAY)
        .filter(user=mine)
        .order_by("-expires_on")
        .values("expires_on")
    )
    current = Subquery(PostedPolicy.objects.in_force(NO_DAY).values("number")[:1])
    query = (
        User.objects.filter(pk=NOBODY)
        .annotate(
            roles=ArraySubquery(
                RoleGrant.objects.in_force(NO_DAY).filter(user=mine).order_by("role").values("role")
            ),
            trained_through=Subquery(trained[:1]),
            signed_in=Exists(SignIn.objects.filter(user=mine, session=NO_SESSION, ended_at=None)),
            has_second_factor=Exists(TOTPDevice.objects.filter(user=mine, confirmed=True)),
            policy_version=current,
            policy_acknowledged=Exists(Acknowledgement.objects.filter(user=mine, policy=current)),
        )
        .order_by()
        .values(*FACTS)
    )
    return query.query.sql_with_params()


def person_named(username: str) -> User | None:
    """The account with this user name, in whatever capitals."""
    return User.objects.filter(username=User.normalize_username(username)).first()


def holders(permission: Permission, now: datetime) -> QuerySet[User]:
    """Enabled people who hold this right now, by name."""
    slugs = [role.slug for role in ROLES.values() if permission in role.permissions]
    grants = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role__in=slugs)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).select_related("designation")


def whom_to_ask(user: User, now: datetime) -> dict[str, str]:
    """{"name", "title", "email"} of who can approve this person's training, the Parking Manager first."""
    people = list(holders(Permission.RECORD_TRAINING, now).exclude(pk=user.pk))
    managers = set(holders(Permission.GRANT_ROLES, now).values_list("pk", flat=True))
    people.sort(key=lambda person: person.pk not in managers)
    if not people:
        return {"name": settings.ALPR_CONTACT, "title": "", "email": ""}
    return {
        "name": people[0].full_name,
        "title": people[0].designation.title if people[0].designation else "",
        "email": people[0].email,
    }


def trainings_of(user: User) -> QuerySet[TrainingRecord]:
    return TrainingRecord.objects.filter(user=user, withdrawn_at=None).select_related("approved_by")


def open_sign_ins(user: User, since: datetime) -> QuerySet[SignIn]:
    """The sessions of this person that have not ended and were begun after `since`."""
    return SignIn.objects.filter(user=user, ended_at=None, started_at__gt=since)


def second_factor_of(user: User) -> TOTPDevice | None:
    """The authenticator app a person has set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()
