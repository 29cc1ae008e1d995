"""Permit lists, as whoever keeps zones may choose them."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from enforcement.models import Hotlist
from enforcement.selectors.scope import lists_within, scope_of


def permit_lists(*, asks: User, now: datetime) -> QuerySet[Hotlist]:
    within = lists_within(scope_of(asks, now))
    return Hotlist.objects.filter(within, kind=Hotlist.Kind.PERMIT, is_active=True).order_by("name")
