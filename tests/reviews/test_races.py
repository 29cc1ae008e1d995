"""Two at once: one is done, the other is told, and nothing is done twice."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from audit.events import SystemActor
from audit.ledger import close_connection
from reviews.actions import decisions, opening, reminders, submissions
from reviews.models import Disposition, Reminder, Review, ReviewItem
from reviews.refusals import Refused
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.factories.reads import under_access
from tests.reviews.conftest import Division, found_division

BEAT = SystemActor("beat")


def at_once(*work: Callable[[], object]) -> list[object]:
    """What each came to, its refusal among them. They begin together, each on connections of its own."""
    gate = threading.Barrier(len(work))
    came: list[object] = [None] * len(work)

    def run(place: int, do: Callable[[], object]) -> None:
        gate.wait()
        try:
            came[place] = do()
        except Refused as refused:
            came[place] = refused
        finally:
            connections.close_all()
            close_connection()

    threads = [threading.Thread(target=run, args=(place, do)) for place, do in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


@pytest.fixture
def division(committed: None) -> Division:
    with under_access():
        return found_division()


def test_two_timetables_open_a_period_once(division: Division) -> None:
    day = made.quiet_day()
    made.plan([division.auditor], [division.manager], period="week")
    now = made.noon(day + timedelta(days=5))

    def opened() -> int:
        return len(opening.open_due(by=BEAT, now=now))

    first, second = at_once(opened, opened)
    periods = list(Review.objects.exclude(pk=division.review.pk).values_list("first_day", flat=True))
    assert len(periods) == len(set(periods)) == first + second
    assert periods
    assert opened() == 0


def test_a_decision_and_the_submission_cannot_pass_each_other(division: Division) -> None:
    """Whichever comes first: no decision is added to a review that has been submitted."""
    with under_access():
        Disposition.objects.create(item=division.item, verdict="in_order", by=division.auditor)

    def decide() -> object:
        with under_access():
            item = ReviewItem.objects.select_related("review").get(pk=division.item.pk)
            return decisions.decide(
                item=item, verdict="explained", note="On second thoughts.", by=division.auditor, now=now
            )

    def submit() -> object:
        with under_access():
            return submissions.submit(review=division.review, by=division.auditor, now=now)

    now = timezone.now()
    decided, submitted = at_once(decide, submit)
    assert submitted is None
    review = Review.objects.get(pk=division.review.pk)
    with under_access():
        newest = Disposition.objects.filter(item=division.item).order_by("-id")[0]
    if isinstance(decided, Refused):
        assert newest.verdict == "in_order"
    else:
        assert newest.at < review.submitted_at


def test_of_two_who_approve_one_is_told_that_somebody_was_faster(division: Division) -> None:
    other = people.manager(username="manager2", full_name="Mina Holt", email="mina@example.org")
    now = timezone.now()
    with under_access():
        Disposition.objects.create(item=division.item, verdict="in_order", by=division.auditor)
        submissions.submit(review=division.review, by=division.auditor, now=now)

    def approve(by: object) -> Callable[[], object]:
        def do() -> object:
            with under_access():
                review = Review.objects.select_related("submitted_by").get(pk=division.review.pk)
                return submissions.approve(review=review, note="", by=by, now=now)

        return do

    came = at_once(approve(division.manager), approve(other))
    assert [type(one) for one in came if one is not None] == [Refused]
    assert Review.objects.get(pk=division.review.pk).state == Review.State.APPROVED
    assert division.review.steps.filter(step="approved").count() == 1


def test_two_timetables_send_one_mail(division: Division) -> None:
    now = made.noon(division.review.due_on)
    sent = at_once(*(lambda: reminders.remind(by=BEAT, now=now) for _ in range(2)))
    assert sum(sent) == 3
    assert len(mail.outbox) == 3
    assert Reminder.objects.count() == 3
