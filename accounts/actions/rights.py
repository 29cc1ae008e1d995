"""The question every action about another person begins with."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.permissions import Permission
from accounts.policy import may_change_account
from accounts.roles import permissions_of
from audit.events import Actor


def require(*, by: Actor, needs: Permission, about: User, now: datetime) -> None:
    """Raise PermissionDenied unless `by` has the right and is somebody else. A part of the portal has every
    right.
    """
    if not isinstance(by, User):
        return
    held = permissions_of(by.roles_in_force(now)) if by.is_active else frozenset()
    decision = may_change_account(held, needs=needs, themselves=by.pk == about.pk)
    if not decision.allowed:
        raise PermissionDenied(decision.reason)


def person_or_none(by: Actor) -> User | None:
    """Who a row names as the one who acted; none where a part of the portal did."""
    return by if isinstance(by, User) else None
