"""The administration pages: who enters, by which way, and that saves go through the actions."""

import psycopg
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, TrainingRecord, User
from alpr_portal.admin_site import site
from tests.audit.changed import Changes
from tests.factories import accounts as people

LISTS = ["user", "designation", "organisation", "rolegrant", "trainingrecord"]


def address(model: str, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:accounts_{model}_{page}", args=args)


def test_the_admins_own_login_is_no_second_way_in(client: Client) -> None:
    people.administrator()
    assert client.get("/admin/").url == "/account/login?next=%2Fadmin%2F"
    page = client.get("/admin/login/?next=/admin/")
    assert page.url == "/account/login?next=%2Fadmin%2F"
    entered = client.post("/admin/login/", {"username": "administrator", "password": people.PASSWORD})
    assert entered.url == "/account/login?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session


def test_the_admin_asks_for_the_second_factor_like_every_page(client: Client) -> None:
    people.log_in(client, people.administrator(), second_factor=False)
    assert client.get("/admin/").url.startswith("/account/second-factor")


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (people.manager, 200),
        (people.administrator, 200),
        (people.officer, 403),
        (people.auditor, 403),
        (people.records_officer, 403),
        (people.detective, 403),
        (people.stranger, 403),
    ],
)
def test_only_the_manager_and_administrators_open_it(client: Client, make: object, status: int) -> None:
    people.log_in(client, make())
    for page in ("/admin/", *(address(model) for model in LISTS), address("user", "add")):
        assert client.get(page).status_code == status, page


def test_its_password_page_is_ours_and_its_logout_ends_the_session(client: Client) -> None:
    people.log_in(client, people.administrator())
    assert client.get("/admin/password_change/").url == "/account/password"
    assert client.post("/admin/logout/").url == "/account/login"
    assert client.get("/admin/").url.startswith("/account/login")


def test_nothing_is_deleted_there(client: Client) -> None:
    manager = people.manager()
    people.log_in(client, manager)
    officer = people.officer()
    for model, row in (
        ("user", officer),
        ("rolegrant", officer.role_grants.get()),
        ("trainingrecord", officer.trainings.get()),
    ):
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert not any(
        admin.has_delete_permission(None)
        for model, admin in site._registry.items()
        if model._meta.app_label == "accounts"
    )


def test_an_account_is_created_through_the_action(client: Client, events: list) -> None:
    people.log_in(client, people.administrator())
    form = client.get(address("user", "add")).context["adminform"].form
    sent = {
        "username": "New.Person",
        "full_name": "Newton Person",
        "email": "new.person@example.org",
        "designation": people.DesignationFactory().pk,
        "organisation": people.OrganisationFactory().pk,
        "affiliation": "employee",
        "company": "",
        "first_password": form["first_password"].value(),
    }
    answer = client.post(address("user", "add"), sent)
    assert answer.status_code == 302
    user = User.objects.get(username="new.person")
    assert user.must_change_password
    assert user.check_password(sent["first_password"])
    assert [(one.event, one.username) for one in events] == [("account_created", "administrator")]


def test_a_contractor_without_a_company_is_refused_on_the_form(client: Client) -> None:
    people.log_in(client, people.administrator())
    officer = people.officer()
    sent = {
        "full_name": officer.full_name,
        "email": officer.email,
        "designation": officer.designation_id,
        "organisation": officer.organisation_id,
        "affiliation": "contractor",
        "company": "",
    }
    answer = client.post(address("user", "change", officer.pk), sent)
    assert answer.status_code == 200
    assert b"Name the company of a contractor" in answer.content


def test_fields_that_are_not_on_the_form_cannot_be_sent(client: Client, events: list) -> None:
    people.log_in(client, people.administrator())
    officer = people.officer(must_change_password=True)
    sent = {
        "username": "hijacked",
        "reason": "Married.",
        "full_name": "Olive Meadows",
        "email": officer.email,
        "designation": officer.designation_id,
        "organisation": officer.organisation_id,
        "affiliation": "employee",
        "company": "",
        "is_active": "",
        "must_change_password": "",
        "password": "x",
        "is_staff": "on",
    }
    assert client.post(address("user", "change", officer.pk), sent).status_code == 302
    after = User.objects.get(pk=officer.pk)
    assert (after.username, after.full_name) == ("officer", "Olive Meadows")
    assert after.is_active
    assert after.must_change_password
    assert after.password == officer.password
    assert [(one.event, one.detail["fields"]) for one in events] == [("account_changed", "full_name")]


def test_administrators_release_others_and_not_themselves(client: Client, events: list) -> None:
    administrator, locked = people.administrator(locked=True), people.officer(locked=True)
    people.log_in(client, administrator)
    answer = client.post(
        address("user"),
        {
            "action": "release",
            "_selected_action": [administrator.pk, locked.pk],
            "reason": "Identity checked on the telephone.",
        },
        follow=True,
    )
    assert b"Ask somebody else" in answer.content
    assert User.objects.get(pk=administrator.pk).locked_at is not None
    assert User.objects.get(pk=locked.pk).locked_at is None
    assert [one.event for one in events] == ["account_released"]


def test_a_one_time_password_is_shown_once_and_in_no_cookie(client: Client, events: list) -> None:
    officer = people.officer()
    people.log_in(client, people.administrator())
    answer = client.post(address("user"), {"action": "give_password", "_selected_action": [officer.pk]})
    password = answer.context["password"]
    assert password.encode() in answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    assert User.objects.get(pk=officer.pk).check_password(password)
    assert not any(password in morsel.value for morsel in client.cookies.values())
    assert password not in str(events)


def test_roles_are_seen_by_administrators_and_given_by_the_manager(client: Client, events: list) -> None:
    person = people.UserFactory()
    sent = {
        "user": person.pk,
        "role": "officer",
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": "",
        "reason": "Joins the patrol.",
    }
    people.log_in(client, people.administrator())
    assert client.post(address("rolegrant", "add"), sent).status_code == 403
    manager = people.manager()
    people.log_in(client, manager)
    assert client.post(address("rolegrant", "add"), sent).status_code == 302
    given = RoleGrant.objects.get(user=person)
    assert given.granted_by == manager
    own = client.post(address("rolegrant", "add"), sent | {"user": manager.pk}, follow=True)
    assert b"Ask somebody else" in own.content
    client.post(
        address("rolegrant"), {"action": "revoke", "_selected_action": [given.pk], "reason": "Moved away."}
    )
    assert RoleGrant.objects.get(pk=given.pk).revoked_by == manager
    assert client.get(address("rolegrant", "change", given.pk)).status_code == 200
    assert [one.event for one in events] == ["role_granted", "role_revoked"]


def test_training_is_approved_by_whoever_records_it_and_not_for_themselves(
    client: Client, events: list
) -> None:
    person, administrator = people.UserFactory(), people.administrator()
    people.log_in(client, administrator)
    today = timezone.localdate()
    sent = {
        "user": person.pk,
        "course": "alpr_use",
        "completed_on": today.isoformat(),
        "expires_on": today.replace(year=today.year + 1, day=1).isoformat(),
        "note": "",
    }
    assert client.post(address("trainingrecord", "add"), sent).status_code == 302
    kept = TrainingRecord.objects.get(user=person)
    assert kept.approved_by == administrator
    own = client.post(address("trainingrecord", "add"), sent | {"user": administrator.pk}, follow=True)
    assert b"Ask somebody else" in own.content
    client.post(
        address("trainingrecord"),
        {"action": "withdraw", "_selected_action": [kept.pk], "reason": "Wrong person."},
    )
    assert TrainingRecord.objects.get(pk=kept.pk).withdrawn_at is not None
    assert [one.event for one in events] == ["training_recorded", "training_withdrawn"]


def test_the_lists_are_kept_there(client: Client, events: list) -> None:
    people.log_in(client, people.administrator())
    assert (
        client.post(address("designation", "add"), {"title": "Curb Analyst", "active": "on"}).status_code
        == 302
    )
    assert [one.event for one in events] == ["list_changed"]


@pytest.mark.parametrize("action", ["disable", "enable", "release", "reset_second_factor"])
@pytest.mark.parametrize("reason", ["", "ok", "    \u202e  "])
def test_nothing_is_done_to_an_account_without_a_reason(
    action: str, reason: str, client: Client, events: list
) -> None:
    person = people.officer(locked=True)
    people.log_in(client, people.administrator())
    answer = client.post(
        address("user"),
        {"action": action, "_selected_action": [person.pk], "reason": reason},
        follow=True,
    )
    assert b"write the reason beside the action" in answer.content
    assert events == []
    assert User.objects.get(pk=person.pk).is_active


def test_a_person_and_a_role_are_not_changed_without_a_reason(client: Client, events: list) -> None:
    manager, officer = people.manager(), people.officer()
    people.log_in(client, manager)
    for page, sent in (
        (
            address("user", "change", officer.pk),
            {
                "full_name": "New Name",
                "email": officer.email,
                "organisation": officer.organisation_id,
                "affiliation": "employee",
            },
        ),
        (
            address("rolegrant", "add"),
            {"user": officer.pk, "role": "auditor", "starts_on": timezone.localdate().isoformat()},
        ),
    ):
        answer = client.post(page, sent | {"reason": " "})
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["reason"]
    assert events == []


@pytest.mark.usefixtures("committed")
def test_the_reason_is_kept_with_the_rows_that_were_changed(
    client: Client, admin_connection: psycopg.Connection
) -> None:
    changes = Changes(admin_connection)
    manager, officer = people.manager(), people.officer()
    people.log_in(client, manager)
    changes.forget()
    sent = {
        "full_name": "Olive Meadows",
        "email": officer.email,
        "designation": officer.designation_id,
        "organisation": officer.organisation_id,
        "affiliation": "employee",
        "reason": "Married in October.",
    }
    assert client.post(address("user", "change", officer.pk), sent).status_code == 302
    kept = changes.only("accounts_user")
    assert (kept.before, kept.after) == ({"full_name": "Olive Fields"}, {"full_name": "Olive Meadows"})
    assert (kept.username, kept.said["reason"]) == ("manager", "Married in October.")
    grant = officer.role_grants.get()
    client.post(
        address("rolegrant"),
        {"action": "revoke", "_selected_action": [grant.pk], "reason": "Moved to the office."},
    )
    revoked = changes.only("accounts_rolegrant")
    assert (revoked.after["revoked_by_id"], revoked.said["reason"]) == (manager.pk, "Moved to the office.")
