"""The routine: the timetable opens, shares out, marks overdue and reminds, and again does nothing."""

from datetime import date, timedelta

import psycopg
import pytest
from django.core import mail

from accounts.models import User
from audit.events import SystemActor
from reviews.actions import log_reviews, opening, reminders, sharing_out
from reviews.models import LogReview, Reminder, Review, ReviewItem
from reviews.policy.periods import Period, ended_since, period_of, years_later
from reviews.selectors.standing import open_lines
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.factories.reads import under_access
from tests.reviews.conftest import Division

BEAT = SystemActor("beat")


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("week", date(2026, 3, 2), date(2026, 3, 8)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_period_has_whole_days(kind: str, first: date, last: date) -> None:
    assert period_of(date(2026, 3, 4), kind) == Period(first, last)


def test_a_long_standstill_is_made_up_for_and_has_a_bound() -> None:
    assert list(ended_since(date(2026, 3, 4), "month", date(2026, 3, 31))) == []
    found = list(ended_since(date(2026, 3, 4), "month", date(2026, 6, 1)))
    assert [period.first.month for period in found] == [3, 4, 5]
    assert len(list(ended_since(date(2015, 1, 1), "week", date(2026, 6, 1)))) == 12
    assert years_later(date(2024, 2, 29), 5) == date(2029, 3, 1)


def weekly(day: date, *, reviewers: list[User], approvers: list[User], **more: object) -> None:
    made.plan(reviewers, approvers, made_on=day, period="week", **more)


def test_a_period_that_is_over_gets_its_review_once(
    ledger: Ledger, admin_connection: psycopg.Connection
) -> None:
    day, officer, auditor = made.quiet_day(), people.officer(), people.auditor()
    assert opening.open_due(by=BEAT, now=made.noon(day)) == []  # no plan
    weekly(day, reviewers=[auditor], approvers=[people.manager()], sample_size=2, due_days=10)
    looks = [
        made.look(officer, at=made.noon(day, 8, minute), connection=admin_connection) for minute in range(5)
    ]
    sunday = day + timedelta(days=4)
    assert opening.open_due(by=BEAT, now=made.noon(sunday, 23)) == []
    now = made.noon(sunday + timedelta(days=1), 1)
    (review,) = opening.open_due(by=BEAT, now=now)
    assert opening.open_due(by=BEAT, now=now) == []
    assert (review.first_day, review.last_day) == (day - timedelta(days=2), sunday)
    assert (review.population_count, review.sample_size, review.due_on) == (5, 2, sunday + timedelta(days=10))
    with under_access():
        items = list(ReviewItem.objects.filter(review=review))
    assert {item.access for item in items} < set(looks)
    assert {(item.subject, item.reviewer_id) for item in items} == {(str(officer.uid), auditor.pk)}
    # The draw's own look is in the ledger.
    (drawn,) = ledger.records("reviews.draw")[-1:]
    assert (drawn.username, drawn.result) == ("system:beat", "shown")
    assert str(review.first_day) in drawn.query


def test_an_empty_period_gets_its_review_too() -> None:
    day = made.quiet_day()
    weekly(day, reviewers=[people.auditor()], approvers=[people.manager()])
    (review,) = opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=5)))
    assert (review.population_count, review.sample_size, review.flagged_count) == (0, 0, 0)


def test_nobody_is_given_their_own_looks_and_what_nobody_can_review_waits(
    admin_connection: psycopg.Connection,
) -> None:
    day, auditor, second = (
        made.quiet_day(),
        people.auditor(),
        people.auditor(username="auditor2", full_name="Sylvia Dray"),
    )
    weekly(day, reviewers=[auditor], approvers=[people.manager()])
    for by in (auditor, second, second):
        made.look(by, at=made.noon(day), connection=admin_connection)
    (review,) = opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=5)))
    with under_access():
        given = {(item.subject, item.reviewer_id) for item in ReviewItem.objects.filter(review=review)}
    assert given == {(str(auditor.uid), None), (str(second.uid), auditor.pk)}
    # A second reviewer joins the plan: what waited is hers, and what was somebody's stays.
    weekly(day, reviewers=[auditor, second], approvers=[people.manager(username="m2", full_name="Mina Holt")])
    assert sharing_out.share_out_all(by=BEAT, now=made.noon(day + timedelta(days=6))) == 1
    with under_access():
        given = {(item.subject, item.reviewer_id) for item in ReviewItem.objects.filter(review=review)}
    assert given == {(str(auditor.uid), second.pk), (str(second.uid), auditor.pk)}


@pytest.mark.parametrize("how", ["disabled", "role ended", "off the plan"])
def test_what_a_reviewer_who_left_had_not_decided_goes_to_another(standing: Division, how: str) -> None:
    now = made.noon(standing.review.last_day + timedelta(days=1))
    assert sharing_out.share_out_all(by=BEAT, now=now) == 0
    with under_access():
        access = made.look(standing.officer)
        decided = made.item(standing.review, access, standing.officer, standing.auditor)
        decided.dispositions.create(verdict="in_order", by=standing.auditor)
    if how == "disabled":
        User.objects.filter(pk=standing.auditor.pk).update(is_active=False)
    elif how == "role ended":
        standing.auditor.role_grants.update(revoked_at=now, revoked_by=standing.manager)
    else:
        made.plan([standing.second_auditor], [standing.manager])
    assert sharing_out.share_out_all(by=BEAT, now=now) == 1
    assert sharing_out.share_out_all(by=BEAT, now=now) == 0
    with under_access():
        items = {item.pk: item.reviewer_id for item in ReviewItem.objects.filter(review=standing.review)}
    assert items == {standing.item.pk: standing.second_auditor.pk, decided.pk: standing.auditor.pk}
    assert "1 given to other reviewers" in standing.review.steps.get(step="shared_out").note


def test_every_week_gets_its_log_review_once() -> None:
    day = made.quiet_day()
    weekly(day, reviewers=[people.auditor()], approvers=[people.manager()])
    now = made.noon(day + timedelta(days=12))
    weeks = log_reviews.open_weeks(by=BEAT, now=now)
    assert [week.first_day for week in weeks] == [day - timedelta(days=2), day + timedelta(days=5)]
    assert log_reviews.open_weeks(by=BEAT, now=now) == []
    assert not weeks[0].is_overdue(weeks[0].last_day + timedelta(days=7))
    assert weeks[0].is_overdue(weeks[0].last_day + timedelta(days=8))
    assert LogReview.objects.count() == 2


def test_reviewers_and_managers_are_told_what_waits_once_a_day(standing: Division, ledger: Ledger) -> None:
    now = made.noon(standing.review.due_on + timedelta(days=1))
    assert reminders.remind(by=BEAT, now=now.replace(hour=3)) == 0
    assert reminders.remind(by=BEAT, now=now) == 3
    told = {message.to[0]: message for message in mail.outbox}
    assert set(told) == {standing.auditor.email, standing.second_auditor.email, standing.manager.email}
    message = told[standing.manager.email]
    assert message.subject == "ALPR reviews: 1 overdue"
    assert "was due on" in message.body
    assert "(overdue)" in message.body
    assert standing.officer.full_name not in message.body
    assert reminders.remind(by=BEAT, now=now + timedelta(hours=3)) == 0
    assert reminders.remind(by=BEAT, now=now + timedelta(days=1)) == 3
    assert len(mail.outbox) == 6
    assert Reminder.objects.count() == 6


def test_a_mail_that_cannot_be_sent_is_tried_again_in_the_next_hour(
    standing: Division, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ConnectionRefusedError("no mail server")

    now = made.noon(standing.review.due_on)
    with monkeypatch.context() as broken_mail:
        broken_mail.setattr("django.core.mail.EmailMessage.send", broken)
        assert reminders.remind(by=BEAT, now=now) == 0
    assert "could not be sent" in caplog.text
    assert not Reminder.objects.exists()
    assert reminders.remind(by=BEAT, now=now) == 3


def test_the_manager_is_told_that_there_is_no_plan_and_when_nobody_can_do_it_any_more() -> None:
    manager, auditor, day = people.manager(), people.auditor(), made.quiet_day()

    def said() -> list[str]:
        return [line.text for line in open_lines(asks=manager, now=made.noon(day))]

    assert said() == ["There is no review plan yet, so no access is reviewed"]
    made.plan([auditor], [manager], made_on=day)
    assert said() == []
    User.objects.filter(pk=auditor.pk).update(is_active=False)
    assert said() == ["Nobody of the review plan can review any more"]


def test_a_change_of_the_periods_length_reviews_nothing_twice() -> None:
    day = made.quiet_day()
    people_of_plan = {"reviewers": [people.auditor()], "approvers": [people.manager()]}
    weekly(day, **people_of_plan)
    opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=5)))
    made.plan(people_of_plan["reviewers"], people_of_plan["approvers"], period="month")
    opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=40)))
    one, two = Review.objects.order_by("first_day")[:2]
    assert two.first_day == one.last_day + timedelta(days=1)
