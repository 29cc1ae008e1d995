"""Reading the register of designees and the hearings: both are public."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from policy.models import Designee, Hearing


def designee_on(day: date) -> Designee | None:
    """Who held the office on this day (city time), None before the register begins."""
    return Designee.objects.on(day).select_related("account").first()


def designee_now(now: datetime) -> Designee | None:
    return designee_on(timezone.localdate(now))


def designees() -> QuerySet[Designee]:
    """The whole register, newest first."""
    return Designee.objects.select_related("appointed_by")


def hearings() -> QuerySet[Hearing]:
    return Hearing.objects.all()


def accounts_to_name() -> QuerySet[User]:
    """The people whose accounts a designee's entry may name."""
    return User.objects.filter(is_active=True).order_by("full_name")
