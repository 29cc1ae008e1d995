"""No program gets round it: who reviews, who approves, who closes, and what stays as it was written."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from reviews.models import Disposition, Finding, PlanDuty, Review, ReviewItem
from tests.factories import accounts as people
from tests.factories import reviews as made
from tests.reviews.conftest import Division


def refused_by(constraint: str) -> object:
    return pytest.raises(
        IntegrityError, check=lambda error: error.__cause__.diag.constraint_name == constraint
    )


def second_account_of(user: User, *roles: str) -> User:
    """The same person under another user name, told by the e-mail address."""
    return people.person(
        *roles, username=f"{user.username}-too", full_name="Else Where", email=user.email.upper()
    )


def test_an_item_is_reviewed_by_another_and_not_by_its_subject_under_any_account(division: Division) -> None:
    of_auditor = made.look(division.auditor)
    made.item(division.review, of_auditor, division.auditor, division.second_auditor)
    again = made.look(division.auditor)
    for reviewer in (division.auditor, second_account_of(division.auditor, "auditor")):
        with refused_by("item_reviewed_by_another"), transaction.atomic():
            made.item(division.review, again, division.auditor, reviewer)
    namesake = people.person("auditor", username="namesake", full_name=division.auditor.full_name.upper())
    with refused_by("item_reviewed_by_another"), transaction.atomic():
        made.item(division.review, again, division.auditor, namesake)
    # Nor by giving it to them afterwards.
    with refused_by("item_reviewed_by_another"), transaction.atomic():
        ReviewItem.objects.filter(access=of_auditor).update(reviewer=division.auditor)


def test_an_item_names_an_access_that_is_in_the_ledger_and_whose_it_is(division: Division) -> None:
    access = made.look(division.officer)
    with refused_by("item_is_of_its_access"), transaction.atomic():
        made.item(division.review, access, division.manager, division.auditor)
    with refused_by("item_is_of_its_access"), transaction.atomic():
        made.item(division.review, division.officer.uid, division.officer, division.auditor)
    made.item(division.review, access, division.officer, division.auditor)


def decide(
    division: Division, by: User, verdict: str = "in_order", note: str = "Patrol, as planned."
) -> None:
    Disposition.objects.create(item=division.item, verdict=verdict, note=note, by=by)


def test_only_its_reviewer_decides_about_an_item_while_the_review_is_open(division: Division) -> None:
    with refused_by("disposition_of_its_reviewer"), transaction.atomic():
        decide(division, division.second_auditor)
    decide(division, division.auditor)
    Review.objects.filter(pk=division.review.pk).update(
        state="submitted", submitted_by=division.auditor, submitted_at=timezone.now()
    )
    with refused_by("disposition_of_an_open_review"), transaction.atomic():
        decide(division, division.auditor)
    with refused_by("item_of_an_open_review"), transaction.atomic():
        ReviewItem.objects.filter(pk=division.item.pk).update(reviewer=division.second_auditor)


def submit(division: Division, by: User) -> None:
    Review.objects.filter(pk=division.review.pk).update(
        state="submitted", submitted_by=by, submitted_at=timezone.now()
    )


def approve(division: Division, by: User) -> None:
    Review.objects.filter(pk=division.review.pk).update(
        state="approved", approved_by=by, approved_at=timezone.now()
    )


def test_a_review_is_submitted_when_everything_is_decided_and_every_finding_written(
    division: Division,
) -> None:
    with refused_by("review_submitted_whole"), transaction.atomic():
        submit(division, division.auditor)
    decide(division, division.auditor, "finding", "Looked up a neighbour.")
    with refused_by("review_findings_written"), transaction.atomic():
        submit(division, division.auditor)
    find(division, owner=division.manager)
    submit(division, division.auditor)


def test_a_review_is_approved_by_nobody_who_reviewed_in_it_under_any_account(division: Division) -> None:
    decide(division, division.auditor)
    with refused_by("review_state_machine"), transaction.atomic():
        approve(division, division.manager)
    submit(division, division.second_auditor)
    for approver in (
        division.auditor,
        division.second_auditor,
        second_account_of(division.auditor, "auditor"),
    ):
        with refused_by("review_approved_by_another"), transaction.atomic():
            approve(division, approver)
    approve(division, division.manager)
    # And is over.
    for change in (
        {"state": "open", "approved_by": None, "approved_at": None, "submitted_by": None},
        {"state": "approved"},
    ):
        with refused_by("review_state_machine"), transaction.atomic():
            Review.objects.filter(pk=division.review.pk).update(**change, submitted_at=None)


def test_a_review_is_not_approved_by_somebody_whom_a_finding_in_it_is_about(division: Division) -> None:
    of_manager = made.item(division.review, made.look(division.manager), division.manager, division.auditor)
    decide(division, division.auditor)
    Disposition.objects.create(
        item=of_manager, verdict="finding", note="Own plate looked up.", by=division.auditor
    )
    find(division, owner=division.second_auditor, item=of_manager)
    submit(division, division.auditor)
    with refused_by("review_approver_not_found_about"), transaction.atomic():
        approve(division, division.manager)
    approve(division, people.manager(username="manager2", full_name="Mina Holt", email="mina@example.org"))


def find(
    division: Division, *, owner: User, by: User | None = None, item: ReviewItem | None = None
) -> Finding:
    return Finding.objects.create(
        item=item or division.item,
        severity="serious",
        summary="Looked up a neighbour.",
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=28),
        made_by=by or division.auditor,
    )


def move(finding: Finding, **values: object) -> None:
    Finding.objects.filter(pk=finding.pk).update(**values)


def test_a_finding_is_made_by_the_reviewer_and_owned_by_somebody_it_is_not_about(division: Division) -> None:
    with refused_by("finding_of_its_reviewer"), transaction.atomic():
        find(division, owner=division.manager, by=division.second_auditor)
    for owner in (division.officer, second_account_of(division.officer, "parking_manager")):
        with refused_by("finding_owned_by_another"), transaction.atomic():
            find(division, owner=owner)
    find(division, owner=division.manager)


def test_a_finding_is_closed_by_nobody_whose_own_it_is(division: Division) -> None:
    finding = find(division, owner=division.manager)
    now = timezone.now()
    with refused_by("finding_state_machine"), transaction.atomic():
        move(finding, state="closed", closed_by=division.second_auditor, closed_at=now)
    with refused_by("finding_resolved_by_its_owner"), transaction.atomic():
        move(finding, state="resolved", resolution="Talked.", resolved_by=division.auditor, resolved_at=now)
    move(finding, state="resolved", resolution="Talked.", resolved_by=division.manager, resolved_at=now)
    own = (
        division.auditor,
        division.manager,
        division.officer,
        second_account_of(division.manager, "auditor"),
        second_account_of(division.officer, "auditor"),
    )
    for closer in own:
        with refused_by("finding_closed_by_another"), transaction.atomic():
            move(finding, state="closed", closed_by=closer, closed_at=now)
    with refused_by("finding_resolution_stays"), transaction.atomic():
        move(finding, state="closed", closed_by=division.second_auditor, closed_at=now, resolution="Nothing.")
    move(finding, state="closed", closed_by=division.second_auditor, closed_at=now)
    with refused_by("finding_state_machine"), transaction.atomic():
        move(finding, state="open", closed_by=None, closed_at=None, resolved_by=None, resolved_at=None)


def test_nobody_both_reviews_and_approves_under_one_plan(division: Division) -> None:
    for user in (division.auditor, second_account_of(division.auditor, "parking_manager")):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanDuty.objects.create(plan=division.plan, user=user, duty="approver")


def test_the_times_are_the_databases(division: Division) -> None:
    long_ago = timezone.now() - timedelta(days=900)
    made_one = Disposition.objects.create(
        item=division.item, verdict="in_order", note="", by=division.auditor, at=long_ago
    )
    made_one.refresh_from_db()
    assert timezone.now() - made_one.at < timedelta(minutes=1)
    submit(division, division.auditor)
    Review.objects.filter(pk=division.review.pk).update(
        state="approved", approved_by=division.manager, approved_at=long_ago
    )
    division.review.refresh_from_db()
    assert timezone.now() - division.review.approved_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "attack",
    [
        "delete from reviews_review",
        "delete from reviews_reviewitem",
        "delete from reviews_finding",
        "truncate reviews_review cascade",
        "update reviews_review set seed = 'chosen'",
        "update reviews_review set population_hash = ''",
        "update reviews_review set due_on = due_on + 300",
        "update reviews_reviewitem set subject = ''",
        "update reviews_reviewitem set access = gen_random_uuid()",
        "update reviews_itemreason set sentence = 'Nothing.'",
        "update reviews_disposition set verdict = 'in_order'",
        "update reviews_finding set summary = 'Nothing.'",
        "update reviews_finding set assigned_to_id = 1",
        "update reviews_reviewplan set sample_size = 1",
        "update reviews_planduty set duty = 'approver'",
        "update reviews_reviewstep set note = ''",
        "update reviews_staffplate set with_region = ''",
        "delete from reviews_staffplate",
        "update reviews_logreview set first_day = now()",
        "drop trigger item_holds on reviews_reviewitem",
        "alter table reviews_finding disable trigger all",
    ],
)
def test_what_was_written_cannot_be_taken_back_by_what_the_portal_runs_as(attack: str) -> None:
    given = settings.DATABASES["default"]
    with (
        psycopg.connect(
            dbname=given["NAME"],
            user="alpr_app",
            password="test",
            host=given["HOST"],
            port=given["PORT"] or None,
        ) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(attack)


def test_a_log_review_is_signed_once(division: Division) -> None:
    from reviews.models import LogReview

    week = LogReview.objects.create(
        first_day=made.quiet_day() - timedelta(days=2), due_on="2040-01-01", keep_until="2045-01-01"
    )
    signed = {"state": "signed", "signed_by": division.auditor, "signed_at": timezone.now()}
    LogReview.objects.filter(pk=week.pk).update(**signed)
    with refused_by("log_review_signed_once"), transaction.atomic():
        LogReview.objects.filter(pk=week.pk).update(**(signed | {"signed_by": division.manager}))
    with refused_by("log_review_signed_once"), transaction.atomic():
        LogReview.objects.filter(pk=week.pk).update(note="Nothing happened.")


def test_whether_an_access_is_somebodys_is_all_the_application_can_ask_of_the_ledger(
    division: Division,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select reviews_access_is_of(%s, %s)", [division.item.access, str(division.officer.uid)]
        )
        assert cursor.fetchone() == (True,)
        cursor.execute(
            "select reviews_access_is_of(%s, %s)", [division.item.access, str(division.auditor.uid)]
        )
        assert cursor.fetchone() == (False,)
