"""What the actions change, whom they refuse, and the event each leaves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.actions import accounts, lists, roles, sign_ins, trainings
from accounts.models import Designation, RoleGrant, SignIn, TrainingRecord, User
from accounts.permissions import Permission
from accounts.roles import OFFICER
from audit.events import SystemActor
from tests.factories import accounts as people


def new_person(by: object, **values: object) -> User:
    given = {
        "username": "new.person",
        "full_name": "Newton Person",
        "email": "new.person@example.org",
        "designation": people.DesignationFactory(),
        "organisation": people.OrganisationFactory(),
        "password": people.PASSWORD,
        "by": by,
        "now": timezone.now(),
    }
    return accounts.create(**given | values)


def test_an_administrator_creates_an_account_and_its_password_must_be_changed(events: list) -> None:
    user = new_person(people.administrator(), username="New.Person ")
    assert user.username == "new.person"
    assert user.must_change_password
    assert user.check_password(people.PASSWORD)
    assert [(one.event, one.username, one.target) for one in events] == [
        ("account_created", "administrator", f"user:{user.uid}")
    ]


@pytest.mark.parametrize("make", [people.officer, people.auditor, people.detective, people.stranger])
def test_nobody_else_creates_accounts(make: object, events: list) -> None:
    with pytest.raises(PermissionDenied, match="You do not have the right"):
        new_person(make())
    assert not User.objects.filter(username="new.person").exists()
    assert events == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "officer\n"}, None),
        ({"username": "OFFICER"}, "username"),
        ({"full_name": "  "}, "full_name"),
        ({"email": "nowhere"}, "email"),
        ({"affiliation": "contractor"}, None),
        ({"company": "Curbside Systems, Inc."}, None),
        ({"password": "short"}, None),
        ({"password": "parking-enforcement-pasadena"}, None),
    ],
)
def test_an_account_with_something_wrong_is_refused_with_a_sentence(
    values: dict[str, str], field: str | None
) -> None:
    administrator = people.administrator()
    people.officer()
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        new_person(administrator, **values)
    assert all(sentence for sentence in refused.value.messages)
    if field:
        assert field in refused.value.message_dict
    assert User.objects.count() == 4, "the administrator, the officer, and who approved the two trainings"


def test_a_designation_off_the_list_is_given_to_nobody() -> None:
    gone = people.DesignationFactory(title="Meter Maid", active=False)
    with pytest.raises(ValidationError, match="no longer on the list"):
        new_person(people.administrator(), designation=gone)


def test_user_names_are_one_whatever_their_capitals() -> None:
    people.officer()
    assert User.objects.get_by_natural_key("Officer").username == "officer"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(username="officer").update(username="Officer")


def test_a_contractor_has_a_company_and_an_employee_none() -> None:
    people.UserFactory(contractor=True)
    for wrong in ({"company": ""}, {"affiliation": "employee"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(affiliation="contractor").update(**wrong)


def test_changing_an_account_names_the_fields_in_the_event_and_not_the_values(events: list) -> None:
    officer, administrator = people.officer(), people.administrator()
    accounts.change(user=officer, full_name="Olive Meadows", by=administrator, now=timezone.now())
    assert User.objects.get(pk=officer.pk).full_name == "Olive Meadows"
    assert [(one.event, one.detail) for one in events] == [("account_changed", {"fields": "full_name"})]
    with pytest.raises(TypeError):
        accounts.change(user=officer, is_active=False, by=administrator, now=timezone.now())


def test_nobody_disables_or_enables_themselves(events: list) -> None:
    administrator, officer = people.administrator(), people.officer()
    with pytest.raises(PermissionDenied, match="Ask somebody else"):
        accounts.disable(user=administrator, reason="", by=administrator, now=timezone.now())
    accounts.disable(user=officer, reason="Left", by=administrator, now=timezone.now())
    with pytest.raises(ValidationError, match="disabled already"):
        accounts.disable(user=officer, reason="Left", by=administrator, now=timezone.now())
    assert not officer.has_permission(Permission.VIEW_READS, timezone.now())
    assert [one.event for one in events] == ["account_disabled"]


def test_a_disabled_administrator_has_no_rights_left() -> None:
    administrator = people.administrator()
    accounts.disable(user=administrator, reason="Left", by=people.manager(), now=timezone.now())
    with pytest.raises(PermissionDenied):
        new_person(administrator)


def test_roles_are_given_by_the_manager_to_others(events: list) -> None:
    manager, administrator, person = people.manager(), people.administrator(), people.UserFactory()
    today, now = timezone.localdate(), timezone.now()
    with pytest.raises(PermissionDenied, match="You do not have the right"):
        roles.grant(user=person, role=OFFICER, starts_on=today, by=administrator, now=now)
    with pytest.raises(PermissionDenied, match="Ask somebody else"):
        roles.grant(user=manager, role=OFFICER, starts_on=today, by=manager, now=now)
    given = roles.grant(user=person, role=OFFICER, starts_on=today, by=manager, now=now)
    assert person.has_permission(Permission.VIEW_READS, now)
    with pytest.raises(ValidationError, match="given this role from that day already"):
        roles.grant(user=person, role=OFFICER, starts_on=today, by=manager, now=now)
    roles.revoke(grant=given, by=manager, now=now)
    assert not person.has_permission(Permission.VIEW_READS, now)
    with pytest.raises(ValidationError, match="revoked already"):
        roles.revoke(grant=given, by=manager, now=now)
    assert [one.event for one in events] == ["role_granted", "role_revoked"]


def test_the_database_lets_nobody_give_a_role_to_themselves() -> None:
    person = people.UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=person, role="officer", starts_on=date(2026, 1, 1), granted_by=person)


def test_training_is_approved_by_somebody_else_and_counts_for_a_year(events: list) -> None:
    manager, person = people.manager(), people.UserFactory()
    today, now = timezone.localdate(), timezone.now()
    kept = trainings.record(user=person, course="alpr_use", completed_on=today, by=manager, now=now)
    assert (kept.approved_by, kept.expires_on) == (manager, today + timedelta(days=365))
    with pytest.raises(PermissionDenied, match="Ask somebody else"):
        trainings.record(user=manager, course="alpr_use", completed_on=today, by=manager, now=now)
    with pytest.raises(ValidationError, match="yet to come"):
        trainings.record(
            user=person, course="alpr_use", completed_on=today + timedelta(days=1), by=manager, now=now
        )
    with pytest.raises(ValidationError, match="not a valid choice"):
        trainings.record(user=person, course="first_aid", completed_on=today, by=manager, now=now)
    assert [one.event for one in events] == ["training_recorded"]


def test_the_database_takes_no_training_approved_by_the_trainee() -> None:
    person = people.UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        people.TrainingRecordFactory(user=person, approved_by=person)


def test_what_was_approved_stays_as_it_was_and_nobody_is_deleted() -> None:
    training = people.TrainingRecordFactory()
    grant = people.RoleGrantFactory()
    forbidden = {
        "update accounts_trainingrecord set expires_on = '2099-01-01' where id = %s": training.pk,
        "delete from accounts_trainingrecord where id = %s": training.pk,
        "update accounts_rolegrant set role = 'parking_manager' where id = %s": grant.pk,
        "delete from accounts_rolegrant where id = %s": grant.pk,
        "delete from accounts_user where id = %s": grant.user_id,
    }
    for statement, row in forbidden.items():
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [row])


def test_a_withdrawal_says_why(events: list) -> None:
    training, manager = people.TrainingRecordFactory(), people.manager()
    with pytest.raises(ValidationError, match="Say why"):
        trainings.withdraw(training=training, reason=" ", by=manager, now=timezone.now())
    trainings.withdraw(training=training, reason="Wrong person", by=manager, now=timezone.now())
    assert TrainingRecord.objects.get(pk=training.pk).withdrawn_by == manager
    with pytest.raises(ValidationError, match="withdrawn already"):
        trainings.withdraw(training=training, reason="Again", by=manager, now=timezone.now())
    assert [one.event for one in events] == ["training_withdrawn"]


def test_an_event_that_cannot_be_written_undoes_the_change(monkeypatch: object) -> None:
    officer, administrator = people.officer(), people.administrator()

    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("accounts.actions.accounts.record", full)
    with pytest.raises(OSError, match="no space"):
        accounts.disable(user=officer, reason="Left", by=administrator, now=timezone.now())
    assert User.objects.get(pk=officer.pk).is_active


def test_a_lock_is_written_once(events: list) -> None:
    officer = people.officer()
    for _ in range(3):
        accounts.lock(user=officer, reason="Five failures", by=SystemActor("login"), now=timezone.now())
    assert [one.event for one in events] == ["account_locked"]


def test_the_lists_are_kept_by_who_manages_people(events: list) -> None:
    entry = Designation(title="Curb Analyst")
    with pytest.raises(PermissionDenied):
        lists.keep(entry=entry, by=people.officer(), now=timezone.now())
    lists.keep(entry=entry, by=people.administrator(), now=timezone.now())
    assert Designation.objects.filter(title="Curb Analyst").exists()
    assert [one.event for one in events] == ["list_changed"]


def test_no_sign_in_ends_before_it_starts() -> None:
    now = timezone.now()
    sign_in = sign_ins.begin(session="a" * 64, address="", agent="x\x00" * 400, by=people.officer(), now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignIn.objects.filter(pk=sign_in.pk).update(ended_at=now - timedelta(seconds=1))
