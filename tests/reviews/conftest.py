"""A division in which three people share the work: one reviews, one approves, one closes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from accounts.models import User
from reviews.models import Review, ReviewItem, ReviewPlan
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.factories.reads import under_access


@dataclass
class Division:
    """`item` is a look of the officer's in an open review, the auditor's to decide about."""

    officer: User
    auditor: User
    second_auditor: User
    manager: User
    plan: ReviewPlan
    review: Review
    item: ReviewItem


def found_division() -> Division:
    day = made.quiet_day()
    officer, auditor, manager = people.officer(), people.auditor(), people.manager()
    second = people.auditor(username="auditor2", full_name="Sylvia Dray")
    plan = made.plan([auditor, second], [manager], made_on=day)
    review = made.review(plan, first=day, last=day)
    item = made.item(review, made.look(officer), officer, auditor)
    return Division(officer, auditor, second, manager, plan, review, item)


@pytest.fixture
def division() -> Iterator[Division]:
    """Under an open access."""
    with under_access():
        yield found_division()


@pytest.fixture
def standing() -> Division:
    """The same, and nobody looks: for pages and the timetable, which open accesses of their own."""
    with under_access():
        return found_division()
