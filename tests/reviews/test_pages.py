"""The pages: what reviewers, approvers and the manager see and do, what they are refused, and what is written
down of it.
"""

from datetime import timedelta

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reviews.actions import decisions, submissions
from reviews.models import (
    Disposition,
    Finding,
    LogReview,
    Review,
    ReviewItem,
    ReviewPlan,
    StaffPlate,
    WorkingHours,
)
from reviews.refusals import Refused
from reviews.rules.catalogue import RULES
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.factories.reads import under_access
from tests.reviews.conftest import Division

HOUSE = "Asked the officer: a tow at the depot."


def as_(client: Client, user: User) -> Client:
    return people.log_in(client, user)


# Deciding


def test_a_reviewer_sees_what_was_looked_at_and_why_and_the_look_is_noted(
    client: Client, standing: Division, ledger: Ledger
) -> None:
    as_(client, standing.auditor)
    page = client.get(f"/reviews/items/{standing.item.uid}").content.decode()
    assert "Olive Fields" in page
    assert "One of 1 drawn from 1 accesses" in page
    written = ledger.last("reviews.item")
    assert f"access:{standing.item.access}" in written.records
    assert f"reviewitem:{standing.item.uid}" in written.records


def test_a_decision_leads_to_the_next_one_and_the_last_one_back_to_the_review(
    client: Client, standing: Division
) -> None:
    with under_access():
        second = made.item(standing.review, made.look(standing.officer), standing.officer, standing.auditor)
    as_(client, standing.auditor)
    first = client.post(f"/reviews/items/{standing.item.uid}", {"verdict": "in_order"})
    assert first.url == f"/reviews/items/{second.uid}"
    last = client.post(f"/reviews/items/{second.uid}", {"verdict": "explained", "note": HOUSE})
    assert last.url == f"/reviews/{standing.review.uid}"
    page = client.get(last.url).content.decode()
    assert "Everything is decided" in page
    assert client.get(f"/reviews/{standing.review.uid}/next").url == f"/reviews/{standing.review.uid}"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "need another look"),
        ({"verdict": "maybe"}, "need another look"),
        ({"verdict": "finding"}, "Say in a sentence what you found"),
        ({"verdict": "explained", "note": "ok"}, "Say in a sentence what you found"),
        ({"verdict": "in_order", "note": "x" * 2001}, "need another look"),
    ],
)
def test_a_decision_that_says_too_little_is_refused_and_what_was_typed_is_kept(
    client: Client, standing: Division, ledger: Ledger, said: dict[str, str], sentence: str
) -> None:
    as_(client, standing.auditor)
    answer = client.post(f"/reviews/items/{standing.item.uid}", said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert said.get("note", "")[:50] in page
    assert ledger.last("reviews.item").result == "refused"
    with under_access():
        assert not Disposition.objects.exists()


def test_what_a_rule_flagged_is_never_waved_through(client: Client, standing: Division) -> None:
    with under_access():
        flagged = made.item(
            standing.review, made.look(standing.officer), standing.officer, standing.auditor, drawn="rule"
        )
    as_(client, standing.auditor)
    answer = client.post(f"/reviews/items/{flagged.uid}", {"verdict": "in_order"})
    assert "A rule flagged this access: say why it is in order" in answer.content.decode()
    assert (
        client.post(f"/reviews/items/{flagged.uid}", {"verdict": "in_order", "note": HOUSE}).status_code
        == 302
    )


def test_nobody_decides_about_their_own_access_or_another_reviewers(
    client: Client, standing: Division
) -> None:
    with under_access():
        own = made.item(
            standing.review, made.look(standing.auditor), standing.auditor, standing.second_auditor
        )
    as_(client, standing.auditor)
    page = client.get(f"/reviews/items/{own.uid}").content.decode()
    assert "Sylvia Dray decides about this access" in page
    answer = client.post(f"/reviews/items/{own.uid}", {"verdict": "in_order"})
    assert "This is your own access" in answer.content.decode()
    with under_access(), pytest.raises(Refused, match="own access"):
        decisions.decide(item=own, verdict="in_order", note="", by=standing.auditor, now=timezone.now())
    as_(client, standing.second_auditor)
    answer = client.post(f"/reviews/items/{standing.item.uid}", {"verdict": "in_order"})
    assert "Another person reviews this access" in answer.content.decode()


# Submitting and approving


def decided(standing: Division) -> None:
    with under_access():
        Disposition.objects.create(item=standing.item, verdict="in_order", by=standing.auditor)


def test_a_review_goes_to_another_person_back_and_is_approved(client: Client, standing: Division) -> None:
    review = f"/reviews/{standing.review.uid}"
    as_(client, standing.auditor)
    assert "decide about each of them first" in client.post(f"{review}/submit").content.decode()
    decided(standing)
    assert client.post(f"{review}/submit").status_code == 302
    assert "Somebody was faster" in client.post(f"{review}/submit").content.decode()
    as_(client, standing.manager)
    assert "Say what is missing" in client.post(f"{review}/approve", {"send_back": "1"}).content.decode()
    assert client.post(f"{review}/approve", {"send_back": "1", "text": "Ask him."}).status_code == 302
    assert Review.objects.get(pk=standing.review.pk).state == "open"
    as_(client, standing.auditor)
    client.post(f"{review}/submit")
    as_(client, standing.manager)
    assert client.post(f"{review}/approve", {"approve": "1"}).status_code == 302
    steps = [step.step for step in standing.review.steps.all()]
    assert steps == ["submitted", "returned", "submitted", "approved"]
    page = client.get(review).content.decode()
    assert "Ask him." in page
    assert "Approved" in page


def test_the_same_person_is_refused_by_the_page_and_by_the_action(client: Client, standing: Division) -> None:
    decided(standing)
    now = timezone.now()
    with under_access():
        submissions.submit(review=standing.review, by=standing.auditor, now=now)
        review = Review.objects.select_related("submitted_by").get(pk=standing.review.pk)
        with pytest.raises(Refused, match="another person approves it"):
            submissions.approve(review=review, note="", by=standing.auditor, now=now)
    twin = people.auditor(username="twin", full_name="Somebody Else", email=standing.auditor.email)
    for user in (standing.auditor, twin):
        as_(client, user)
        answer = client.post(f"/reviews/{standing.review.uid}/approve", {"approve": "1"})
        assert answer.status_code == 422
        assert "another person approves it" in answer.content.decode()
    assert Review.objects.get(pk=standing.review.pk).state == "submitted"


def test_an_empty_review_is_submitted_as_it_is(client: Client) -> None:
    auditor, manager = people.auditor(), people.manager()
    day = made.quiet_day()
    review = made.review(
        made.plan([auditor], [manager]), first=day, last=day, population_count=0, sample_size=0
    )
    as_(client, auditor)
    page = client.get(f"/reviews/{review.uid}").content.decode()
    assert "Nobody looked at anything" in page
    assert client.post(f"/reviews/{review.uid}/submit").status_code == 302
    as_(client, manager)
    assert client.post(f"/reviews/{review.uid}/approve", {"approve": "1"}).status_code == 302


# Findings


def test_a_finding_goes_from_its_reviewer_to_its_owner_to_a_third_person(
    client: Client, standing: Division
) -> None:
    due = str(timezone.localdate() + timedelta(days=14))
    said = {"severity": "serious", "summary": "A neighbour.", "owner": standing.manager.pk, "due_on": due}
    as_(client, standing.auditor)
    place = f"/reviews/items/{standing.item.uid}"
    answer = client.post(place, {"verdict": "finding", "note": "Looked up a neighbour."})
    assert answer.url == place
    past = client.post(f"{place}/finding", said | {"due_on": str(timezone.localdate() - timedelta(days=1))})
    assert "lies in the past" in past.content.decode()
    assert client.post(f"{place}/finding", said).status_code == 302
    with under_access():
        finding = Finding.objects.get()
    here = f"/reviews/findings/{finding.uid}"
    assert "owns this finding" in client.post(f"{here}/resolve", {"text": "Talked."}).content.decode()
    as_(client, standing.manager)
    assert "1 finding is yours to resolve" in client.get("/home").content.decode()
    assert client.post(f"{here}/resolve", {"text": ""}).status_code == 422
    assert client.post(f"{here}/resolve", {"text": "Talked, and put it on file."}).status_code == 302
    for own in (standing.auditor, standing.manager):
        as_(client, own)
        assert "another person approves it" in client.post(f"{here}/close", {"close": "1"}).content.decode()
    as_(client, standing.second_auditor)
    assert "A neighbour." in client.get("/reviews/findings?state=resolved").content.decode()
    assert client.post(f"{here}/close", {"close": "1"}).status_code == 302
    assert "Closed" in client.get(here).content.decode()
    assert "A neighbour." not in client.get("/reviews/findings").content.decode()


# The plan, hours, staff plates


PLAN = {
    "period": "month",
    "sample_size": "30",
    "due_days": "21",
    "keep_years": "5",
    "rules": list(RULES),
    "same_plate_looks": "8",
    "same_plate_days": "3",
    "norm_factor": "3",
    "norm_least": "40",
    "reference_plates": "3",
    "reference_people": "3",
    "unopened_searches": "5",
    "reason": "The first plan.",
}


def test_the_manager_sets_the_plan_and_a_change_is_a_new_version(client: Client) -> None:
    auditor, manager = people.auditor(), people.manager()
    as_(client, manager)
    duties = {"reviewers": [auditor.pk], "approvers": [manager.pk]}
    assert client.post("/reviews/plan", PLAN | duties).status_code == 302
    assert client.post("/reviews/plan", PLAN | duties | {"sample_size": "50"}).status_code == 302
    assert list(ReviewPlan.objects.values_list("sample_size", flat=True)) == [50, 30]
    assert 'value="50"' in client.get("/reviews/plan").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sample_size": "0"}, "greater than or equal to 1"),
        ({"keep_years": "1"}, "greater than or equal to 2"),
        ({"rules": ["mood"]}, "not one of the available choices"),
        ({"reason": ""}, "This field is required"),
        ({"reviewers": []}, "This field is required"),
        ({"period": "never"}, "not one of the available choices"),
    ],
)
def test_a_plan_that_cannot_work_is_refused(client: Client, wrong: dict[str, object], sentence: str) -> None:
    auditor, manager = people.auditor(), people.manager()
    as_(client, manager)
    said = PLAN | {"reviewers": [auditor.pk], "approvers": [manager.pk]} | wrong
    answer = client.post("/reviews/plan", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ReviewPlan.objects.exists()


def test_nobody_reviews_and_approves_by_two_accounts_either(client: Client) -> None:
    auditor, manager = people.auditor(), people.manager()
    twin = people.auditor(username="twin", full_name=auditor.full_name)
    as_(client, manager)
    both = client.post("/reviews/plan", PLAN | {"reviewers": [auditor.pk], "approvers": [auditor.pk]})
    assert "cannot approve what they review" in both.content.decode()
    one = client.post("/reviews/plan", PLAN | {"reviewers": [auditor.pk], "approvers": [twin.pk]})
    assert "under whatever account" in one.content.decode()
    assert not ReviewPlan.objects.exists()


def test_a_staff_plate_is_kept_as_a_hash_and_the_plate_nowhere(
    client: Client, ledger: Ledger, admin_connection: psycopg.Connection
) -> None:
    manager, officer = people.manager(), people.officer()
    as_(client, manager)
    said = {"person": officer.pk, "plate": "7zzq 902", "region": "us-ca"}
    assert client.post("/reviews/staff-plates", said).status_code == 302
    again = client.post("/reviews/staff-plates", said)
    assert "in the register for this person already" in again.content.decode()
    row = StaffPlate.objects.get()
    assert len(row.with_region) == 64
    assert ledger.people() == []
    page = client.get("/reviews/staff-plates").content.decode()
    assert "Olive Fields" in page
    assert "7ZZQ902" not in page
    assert row.with_region not in page
    kept = admin_connection.execute(
        "select count(*) from audit_changeevent where detail ilike '%%7zzq%%' or detail like %s",
        [f"%{row.with_region}%"],
    ).fetchone()
    assert kept[0] == 0
    assert client.post(f"/reviews/staff-plates/{row.uid}/end").status_code == 302
    assert client.post(f"/reviews/staff-plates/{row.uid}/end").status_code == 404


def test_nobody_takes_their_own_plate_out_or_sets_their_own_hours(client: Client) -> None:
    manager = people.manager()
    as_(client, manager)
    client.post("/reviews/staff-plates", {"person": manager.pk, "plate": "7ZZQ903", "region": "us-ca"})
    row = StaffPlate.objects.get()
    assert "Ask somebody else" in client.post(f"/reviews/staff-plates/{row.uid}/end").content.decode()
    hours = {"user": manager.pk, "days": ["0"], "start": "06:00", "until": "18:00"}
    assert "Ask somebody else" in client.post("/reviews/hours", hours).content.decode()
    assert client.post("/reviews/hours", hours | {"user": "", "role": "officer"}).status_code == 302
    neither = client.post("/reviews/hours", hours | {"user": ""})
    assert "Choose a role or a person" in neither.content.decode()
    assert WorkingHours.objects.get().role == "officer"


# Logs and special reviews


def test_a_week_with_alarms_is_signed_with_a_word(
    client: Client, admin_connection: psycopg.Connection
) -> None:
    auditor = people.auditor()
    monday = made.quiet_day() - timedelta(days=7 * 700 + 2)
    week = LogReview.objects.create(first_day=monday, due_on=monday, keep_until=monday)
    made.look(auditor, at=made.noon(monday), connection=admin_connection, result="")
    as_(client, auditor)
    page = client.get(f"/reviews/logs/{week.uid}").content.decode()
    assert "1 kind of alarm" in page
    answer = client.post(f"/reviews/logs/{week.uid}", {"text": "ok"})
    assert "say what came of them" in answer.content.decode()
    assert client.post(f"/reviews/logs/{week.uid}", {"text": "The server was restarted."}).status_code == 302
    again = client.post(f"/reviews/logs/{week.uid}", {"text": "The server was restarted."})
    assert "this week is signed" in again.content.decode()
    week.refresh_from_db()
    assert week.counts["unfinished"] == 1


def test_a_special_review_of_today_is_drawn_at_once(client: Client, ledger: Ledger) -> None:
    auditor, manager, officer = people.auditor(), people.manager(), people.officer()
    made.plan([auditor], [manager])
    made.look(officer)
    as_(client, manager)
    today = str(timezone.localdate())
    said = {"first": today, "last": today, "reason": "A complaint."}
    answer = client.post("/reviews/special", said)
    assert answer.status_code == 302
    assert "A complaint." in client.get(answer.url).content.decode()
    assert ledger.last("reviews.open_special").result == "shown"
    for wrong in (
        {"last": str(timezone.localdate() + timedelta(days=2))},
        {"first": "2026-01-01"},
        {"reason": ""},
    ):
        assert client.post("/reviews/special", said | wrong).status_code == 422
    assert Review.objects.count() == 1
    with under_access():
        assert not ReviewItem.objects.filter(subject=str(auditor.uid), reviewer=auditor).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/reviews/?after=abc",
        "/reviews/findings?state=nonsense",
        "/reviews/findings?state=%00",
    ],
)
def test_a_filter_that_is_not_right_is_as_if_it_were_not_there(client: Client, address: str) -> None:
    as_(client, people.auditor())
    assert client.get(address).status_code == 200


def test_names_and_notes_with_markup_are_shown_and_never_run(client: Client, standing: Division) -> None:
    evil = "<script>alert(1)</script>\u202e"
    with under_access():
        Disposition.objects.create(
            item=standing.item, verdict="explained", note=evil * 3, by=standing.auditor
        )
    as_(client, standing.auditor)
    page = client.get(f"/reviews/items/{standing.item.uid}").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
