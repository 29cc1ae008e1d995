"""Versions of the policy, the register, and published figures."""

from datetime import date, datetime, timedelta

import factory
from django.utils import timezone

from accounts.models import User
from policy.actions import versions
from policy.models import Designee, Hearing, MonthFigure, PolicyVersion
from policy.sections import SECTIONS
from policy.selectors.versions import draft as draft_under_way
from tests.factories import accounts as people

WORDS = {section.key: f"What the division says of {section.heading.lower()}." for section in SECTIONS}


def author() -> User:
    return User.objects.filter(username="author").first() or people.person(
        "administrator", username="author", full_name="Arthur Wright"
    )


def approver() -> User:
    return User.objects.filter(username="approver").first() or people.person(
        "parking_manager", username="approver", full_name="Prudence Okay"
    )


def drafted(
    *, by: User | None = None, effective_on: date | None = None, now: datetime | None = None, **texts: str
) -> PolicyVersion:
    """A draft in which every section says something; `texts` says something else."""
    by, now = by or author(), now or timezone.now()
    begun = versions.draft(by=by, now=now)
    return versions.change(
        sections={**WORDS, **begun.sections, **texts},
        summary=f"Version {begun.number} is new.",
        effective_on=effective_on or timezone.localdate(now),
        seen=versions.digest_of(begun),
        by=by,
        now=now,
    )


def posted(*, effective_on: date | None = None, now: datetime | None = None, **texts: str) -> PolicyVersion:
    """A version in force from today, or from another day; written by one person and approved by another."""
    draft = drafted(effective_on=effective_on, now=now, **texts)
    return versions.approve(seen=versions.digest_of(draft), by=approver(), now=now or timezone.now())


def draft() -> PolicyVersion | None:
    return draft_under_way(asks=author())


class DesigneeFactory(factory.django.DjangoModelFactory):
    """In office since a year ago, until further notice."""

    class Meta:
        model = Designee

    title = "Parking Manager"
    name = "Marguerite Holloway"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    appointed_by = factory.LazyFunction(approver)


class HearingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hearing

    held_on = date(2026, 2, 9)
    body = "City Council"
    item = "Public comment on automated license plate recognition"
    link = "https://council.example.org/2026-02-09"
    recorded_by = factory.LazyFunction(approver)


class MonthFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MonthFigure

    month = date(2026, 1, 1)
    section = "reads"
    key = "reads"
    label = "Plates read"
    position = 0
    kind = "number"
    number = 1234
    threshold = 5
