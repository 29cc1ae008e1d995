"""Clauses 3.1(c) and 6(c): the system is monitored, and audited on a regular basis."""

from datetime import timedelta

import psycopg
import pytest
from django.test import Client

from audit.events import SystemActor
from reviews.actions import log_reviews, opening
from reviews.models import LogReview, Review, ReviewItem
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.factories.reads import under_access

BEAT = SystemActor("beat")


@pytest.mark.clause("6(c)")
def test_accesses_are_audited_on_a_regular_basis_without_anybody_thinking_of_it(
    client: Client, admin_connection: psycopg.Connection, ledger: Ledger
) -> None:
    """Drawn by the timetable, decided by one person, approved by another."""
    day = made.quiet_day()
    officer, auditor, manager = people.officer(), people.auditor(), people.manager()
    made.plan([auditor], [manager], made_on=day, period="week", sample_size=5)
    for minute in range(3):
        made.look(officer, at=made.noon(day, 9, minute), connection=admin_connection)
    odd = made.look(
        officer,
        at=made.noon(day, 10),
        connection=admin_connection,
        purpose="police_request",
        reference="INVESTIGATION",
    )
    (review,) = opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=5)))
    with under_access():
        items = list(ReviewItem.objects.filter(review=review))
        flagged = next(item for item in items if item.drawn == "both")
    assert len(items) == 4
    assert flagged.access == odd
    people.log_in(client, auditor)
    page = client.get(f"/reviews/items/{flagged.uid}").content.decode()
    assert "“INVESTIGATION” says nothing that anybody could look up" in page
    assert ledger.last("reviews.item").records.count(f"access:{odd}") == 1
    for item in items:
        answer = client.post(
            f"/reviews/items/{item.uid}", {"verdict": "explained", "note": "Asked: a tow at the depot."}
        )
        assert answer.status_code == 302
    assert client.post(f"/reviews/{review.uid}/submit").status_code == 302
    # The same person does not approve, and another does.
    assert client.post(f"/reviews/{review.uid}/approve", {"approve": "1"}).status_code == 422
    people.log_in(client, manager)
    assert client.post(f"/reviews/{review.uid}/approve", {"approve": "1"}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.submitted_by, review.approved_by) == (
        Review.State.APPROVED,
        auditor,
        manager,
    )


@pytest.mark.clause("6(c)")
def test_an_audit_that_is_not_done_is_overdue_and_the_manager_is_told(client: Client) -> None:
    with under_access():
        manager = people.manager()
        plan = made.plan([people.auditor()], [manager])
        day = made.quiet_day() - timedelta(days=7 * 600)
        made.review(plan, first=day, last=day)
    people.log_in(client, manager)
    for page in ("/home", "/admin/", "/reviews/"):
        assert b"Overdue" in client.get(page).content, page


@pytest.mark.clause("3.1(c)")
def test_the_logs_of_every_week_are_looked_through_and_signed(client: Client) -> None:
    """CJIS AU-6: weekly; what is alarming is answered in words."""
    day = made.quiet_day() - timedelta(days=7 * 600)
    auditor = people.auditor()
    made.plan([auditor], [people.manager()], made_on=day)
    (week,) = log_reviews.open_weeks(by=BEAT, now=made.noon(day + timedelta(days=5)))
    people.log_in(client, auditor)
    page = client.get(f"/reviews/logs/{week.uid}").content.decode()
    for watched in ("without an outcome", "Failed log-ins", "Locked accounts", "changed rights"):
        assert watched in page
    assert client.post(f"/reviews/logs/{week.uid}", {"text": ""}).status_code == 302
    week.refresh_from_db()
    assert (week.state, week.signed_by) == (LogReview.State.SIGNED, auditor)
    assert week.counts["looks"] == 0
    assert week.counts["failed_log_ins"] == 0


@pytest.mark.clause("3.1(c)")
def test_what_is_monitored_is_compliance_with_the_law_too(
    client: Client, admin_connection: psycopg.Connection
) -> None:
    """Rules flag what privacy law forbids: private curiosity and immigration enforcement."""
    day, officer = made.quiet_day(), people.officer()
    made.plan([people.auditor()], [people.manager()], made_on=day, period="week", sample_size=1)
    made.look(officer, at=made.noon(day), connection=admin_connection, query='{"note":"for ICE"}')
    (review,) = opening.open_due(by=BEAT, now=made.noon(day + timedelta(days=5)))
    with under_access():
        (item,) = ReviewItem.objects.filter(review=review)
        said = [reason.sentence for reason in item.reasons.all()]
    assert said == ["Typed “ice”: words that point to immigration enforcement, which is no purpose here."]
