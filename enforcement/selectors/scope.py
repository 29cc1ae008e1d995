"""Restricting lists and hits to those a person may know of: one place for pages, API, counts and pushes."""

from datetime import datetime

from django.db.models import Q

from accounts.models import User
from accounts.roles import permissions_of
from enforcement.models import Hit, Hotlist
from enforcement.policy.lists import NOTHING, ListScope, lists_open_to


def scope_of(asks: User, now: datetime) -> ListScope:
    """While a request is answered the gate's finding stands (`User.permissions_held`)."""
    if not asks.is_active:
        return NOTHING
    held = asks.permissions_held
    return lists_open_to(permissions_of(asks.roles_in_force(now)) if held is None else held)


def lists_within(scope: ListScope) -> Q:
    """A condition on Hotlist."""
    kinds = [kind for kind in Hotlist.Kind.values if kind != Hotlist.Kind.WANTED] if scope.division else []
    if scope.wanted:
        kinds.append(Hotlist.Kind.WANTED)
    found = Q(kind__in=kinds)
    return found if scope.restricted else found & ~Q(audience=Hotlist.Audience.RESTRICTED)


def hits_within(scope: ListScope) -> Q:
    """A condition on Hit."""
    kinds = [kind for kind in Hit.Kind.values if kind != Hit.Kind.WANTED] if scope.division else []
    if scope.wanted:
        kinds.append(Hit.Kind.WANTED)
    found = Q(kind__in=kinds)
    return found if scope.restricted else found & Q(restricted=False)
