"""Looks as somebody made them, straight into the ledger, and plans and reviews over them."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import psycopg
from django.utils import timezone

from accounts.models import User
from audit.ledger import Intent, Outcome, close_access, open_access
from audit.system import system_access
from reviews.models import (
    Finding,
    LogReview,
    PlanDuty,
    Review,
    ReviewItem,
    ReviewPlan,
    StaffPlate,
    WorkingHours,
)
from reviews.rules.catalogue import RULES

_weeks = itertools.count()


def quiet_day() -> date:
    """A Wednesday years ahead in a week that no other test writes into: the ledger outlives each test."""
    return date(2031, 1, 1) + timedelta(weeks=next(_weeks))


def look(
    by: User | None = None,
    *,
    door: str = "reads.read",
    at: datetime | None = None,
    connection: psycopg.Connection | None = None,
    result: str = "shown",
    records: list[str] | None = None,
    plates: list[str] | None = None,
    **said: object,
) -> UUID:
    """One access. With `at` it is moved there by a superuser's `connection`: the clock is the database's."""
    named = {}
    if by is not None:
        named = {"username": by.username, "full_name": by.full_name, "person": str(by.uid)}
        named["roles"] = ",".join(by.roles_in_force(timezone.now()))
    intent = Intent(
        actor_kind="person", door=door, **{"username": "jdoe", "purpose": "time_limit", **named, **said}
    )
    open_access(intent)
    if result:
        close_access(
            intent.uid, Outcome(result=result, status=200, records=records or [], plates=plates or [])
        )
    if at is not None and connection is not None:
        with unsealed(connection):
            connection.execute("update audit_accessrecord set at = %s where uid = %s", [at, intent.uid])
    return intent.uid


@contextmanager
def unsealed(connection: psycopg.Connection) -> Iterator[None]:
    """A superuser takes the trigger away for a moment."""
    connection.execute("alter table audit_accessrecord disable trigger user")
    yield
    connection.execute("alter table audit_accessrecord enable trigger user")


def noon(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def reading_the_ledger() -> Iterator[None]:
    with (
        system_access("test", door="tests.reviews", reason="A test looks", of_ledger=True) as access,
        access.transaction(),
    ):
        yield


def plan(
    reviewers: list[User], approvers: list[User], *, made_on: date | None = None, **values: object
) -> ReviewPlan:
    """A plan in force; made directly, so that it may have been made on any day."""
    made = ReviewPlan.objects.create(
        **{"rules": list(RULES), "reason": "For a test.", "made_by": approvers[0]} | values,
        **({"made_at": noon(made_on)} if made_on else {}),
    )
    for user in reviewers:
        PlanDuty.objects.create(plan=made, user=user, duty="reviewer")
    for user in approvers:
        PlanDuty.objects.create(plan=made, user=user, duty="approver")
    return made


def review(of: ReviewPlan, *, first: date, last: date, **values: object) -> Review:
    """An open review without items."""
    return Review.objects.create(
        **{
            "plan": of,
            "first_day": first,
            "last_day": last,
            "until": noon(last, 23),
            "seed": "5eed",
            "population_count": 1,
            "population_hash": "0" * 64,
            "sample_size": 1,
            "flagged_count": 0,
            "rules_version": 1,
            "due_on": last + timedelta(days=21),
            "keep_until": last + timedelta(days=2000),
        }
        | values
    )


def item(of: Review, access: UUID, subject: User, reviewer: User | None, **values: object) -> ReviewItem:
    """Under an access that is open."""
    place = ReviewItem.objects.filter(review=of).count() + 1
    return ReviewItem.objects.create(
        **{
            "review": of,
            "position": place,
            "access": access,
            "subject": str(subject.uid),
            "drawn": "sample",
            "reviewer": reviewer,
        }
        | values
    )


@dataclass(frozen=True)
class ReviewThings:
    """One of everything that a route of reviews can name."""

    review: Review
    item: ReviewItem
    finding: Finding
    week: LogReview
    hours: WorkingHours
    staff_plate: StaffPlate


def one_of_each(subject: User, reviewer: User, owner: User) -> ReviewThings:
    """Under an open access."""
    day = quiet_day()
    made = review(plan([reviewer], [owner]), first=day, last=day)
    one = item(made, look(subject), subject, reviewer)
    return ReviewThings(
        review=made,
        item=one,
        finding=Finding.objects.create(
            item=one,
            severity="serious",
            summary="Looked up a neighbour.",
            owner=owner,
            due_on=day,
            made_by=reviewer,
        ),
        week=LogReview.objects.create(first_day=day - timedelta(days=2), due_on=day, keep_until=day),
        hours=WorkingHours.objects.create(
            role="officer", days=[0], start="06:00", until="18:00", made_at=noon(day), made_by=owner
        ),
        staff_plate=StaffPlate.objects.create(
            person=subject,
            with_region="0" * 64,
            bare="1" * 64,
            key_name="0" * 8,
            made_at=noon(day),
            made_by=owner,
        ),
    )
