"""Roles: grant, revoke."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions.rights import person_or_none, require
from accounts.models import RoleGrant, User
from accounts.permissions import Permission
from accounts.roles import Role
from audit.events import Actor, Event, record


@transaction.atomic
def grant(
    *, user: User, role: Role, starts_on: date, by: Actor, now: datetime, ends_on: date | None = None
) -> RoleGrant:
    """Give a person a role from `starts_on` through `ends_on` (city days)."""
    require(by=by, needs=Permission.GRANT_ROLES, about=user, now=now)
    given = RoleGrant(
        user=user, role=role.slug, starts_on=starts_on, ends_on=ends_on, granted_by=person_or_none(by)
    )
    given.full_clean()
    given.save()
    record(
        Event.ROLE_GRANTED,
        target=user.ledger_target,
        by=by,
        role=role.slug,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else None,
    )
    return given


@transaction.atomic
def revoke(*, grant: RoleGrant, by: Actor, now: datetime) -> None:
    """Take a role away, in force from the person's next request."""
    require(by=by, needs=Permission.GRANT_ROLES, about=grant.user, now=now)
    taken = RoleGrant.objects.filter(pk=grant.pk, revoked_at=None)
    if taken.update(revoked_at=now, revoked_by=person_or_none(by)) != 1:
        raise ValidationError("This role was revoked already.")
    record(Event.ROLE_REVOKED, target=grant.user.ledger_target, by=by, role=grant.role)
