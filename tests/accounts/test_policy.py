"""The pure rules, at their boundaries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.facts import PersonFacts, SessionFacts, StatedPurpose
from accounts.permissions import Permission
from accounts.policy import Limits, may_change_account, may_open_records, may_pass
from accounts.roles import ROLES, permissions_of
from audit.marks import Kind, Mark

NOW = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = Limits(idle=timedelta(minutes=30), session=timedelta(hours=12), second_factor=True)
RECORD = Mark(Kind.RECORDS, "tests.record", Permission.VIEW_READS)
OFFICER = PersonFacts(
    username="officer",
    uid="2b0f",
    full_name="Olive Fields",
    organisation="Pasadena Parking Division",
    designation="Parking Enforcement Officer",
    is_active=True,
    signed_in=True,
    must_change_password=False,
    has_second_factor=True,
    roles=("officer",),
    trained_through=date(2026, 12, 31),
)
SESSION = SessionFacts(
    authenticated_at=NOW - timedelta(hours=1),
    seen_at=NOW - timedelta(minutes=1),
    second_factor_passed=True,
    purpose=StatedPurpose("time_limit", 1, "", NOW - timedelta(hours=1)),
)


def code(person: PersonFacts | None = OFFICER, session: SessionFacts = SESSION, mark: Mark = RECORD) -> str:
    return may_pass(person, session, mark, NOW, LIMITS).code


def test_an_officer_with_everything_passes() -> None:
    assert code() == "allowed"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"signed_in": False}, "login"),
        ({"must_change_password": True}, "password_change"),
        ({"is_active": False}, "inactive"),
        ({"designation": ""}, "designation"),
        ({"trained_through": None}, "training"),
        ({"roles": ()}, "permission"),
        ({"roles": ("auditor",)}, "permission"),
        ({"roles": ("a role given up long ago",)}, "permission"),
    ],
)
def test_each_thing_that_is_missing_has_its_own_code(changed: dict[str, object], expected: str) -> None:
    assert code(replace(OFFICER, **changed)) == expected


def test_the_first_question_answered_no_decides() -> None:
    nothing = replace(
        OFFICER,
        must_change_password=True,
        is_active=False,
        designation="",
        trained_through=None,
        roles=(),
        has_second_factor=False,
    )
    bare = SessionFacts(NOW - timedelta(hours=13), NOW - timedelta(hours=13), False, None)
    said = []
    steps = [
        (nothing, bare),
        (nothing, replace(bare, authenticated_at=NOW)),
        (nothing, replace(bare, authenticated_at=NOW, seen_at=NOW)),
        (replace(nothing, has_second_factor=True), replace(bare, authenticated_at=NOW, seen_at=NOW)),
    ]
    passed = replace(bare, authenticated_at=NOW, seen_at=NOW, second_factor_passed=True)
    person = nothing
    steps.append((person, passed))
    for name in ("must_change_password", "is_active", "designation", "trained_through", "roles"):
        person = replace(person, **{name: getattr(OFFICER, name)})
        steps.append((person, passed))
    steps.append((person, replace(passed, purpose=SESSION.purpose)))
    said = [code(person, session) for person, session in steps]
    assert said == [
        "expired",
        "idle",
        "second_factor_setup",
        "second_factor",
        "password_change",
        "inactive",
        "designation",
        "training",
        "permission",
        "purpose",
        "allowed",
    ]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(minutes=30) - SECOND, "allowed"),
        (timedelta(minutes=30), "idle"),
        (timedelta(minutes=30) + SECOND, "idle"),
    ],
)
def test_a_session_locks_at_thirty_minutes(age: timedelta, expected: str) -> None:
    assert code(session=replace(SESSION, seen_at=NOW - age)) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(hours=12) - SECOND, "allowed"),
        (timedelta(hours=12), "expired"),
        (timedelta(hours=12) + SECOND, "expired"),
        (-SECOND, "expired"),
    ],
)
def test_a_session_ends_at_twelve_hours_and_never_begins_in_the_future(age: timedelta, expected: str) -> None:
    assert code(session=replace(SESSION, authenticated_at=NOW - age)) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(hours=12) - SECOND, "allowed"),
        (timedelta(hours=12), "purpose"),
        (timedelta(hours=12) + SECOND, "purpose"),
        (-SECOND, "purpose"),
    ],
)
def test_a_purpose_is_asked_again_at_twelve_hours(age: timedelta, expected: str) -> None:
    stated = StatedPurpose("time_limit", 1, "", NOW - age)
    assert code(session=replace(SESSION, purpose=stated)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 11, 6, 59, 59, tzinfo=UTC), "allowed"),
        (datetime(2026, 3, 11, 7, 0, 0, tzinfo=UTC), "training"),
        (datetime(2026, 3, 11, 7, 0, 1, tzinfo=UTC), "training"),
    ],
)
def test_training_counts_through_its_last_day_in_city_time(moment: datetime, expected: str) -> None:
    assert may_open_records(replace(OFFICER, trained_through=date(2026, 3, 10)), moment).code == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 2, 7, 59, 59, tzinfo=UTC), "allowed"),
        (datetime(2026, 11, 2, 8, 0, 0, tzinfo=UTC), "training"),
    ],
)
def test_the_last_day_has_twenty_five_hours_when_the_clocks_go_back(moment: datetime, expected: str) -> None:
    assert may_open_records(replace(OFFICER, trained_through=date(2026, 11, 1)), moment).code == expected


@pytest.mark.parametrize("stated", ["gone", "audit_"])
def test_a_purpose_that_is_not_on_the_list_is_none(stated: str) -> None:
    kept = StatedPurpose(stated, 1, "", NOW)
    assert code(session=replace(SESSION, purpose=kept)) == "purpose"


def test_a_purpose_that_the_persons_roles_no_longer_look_for_is_asked_again() -> None:
    police = replace(OFFICER, roles=("police_user",))
    assert code(police) == "purpose"


def test_pages_without_records_ask_neither_for_training_nor_for_a_purpose() -> None:
    page = Mark(Kind.PAGE, "tests.page", purpose=False)
    assert code(replace(OFFICER, trained_through=None), replace(SESSION, purpose=None), page) == "allowed"


def test_a_step_of_logging_in_opens_to_an_open_session_only() -> None:
    step = Mark(Kind.PAGE, "accounts.second_factor", purpose=False, fresh=True)
    unproven = replace(SESSION, second_factor_passed=False)
    assert code(session=unproven, mark=step) == "allowed"
    assert code(session=replace(unproven, seen_at=NOW - timedelta(hours=1)), mark=step) == "idle"
    assert code(None, unproven, step) == "login"


def test_a_locked_session_may_be_unlocked_and_left() -> None:
    alone = replace(SESSION, seen_at=NOW - timedelta(hours=1))
    for name in ("accounts.unlock", "accounts.logout"):
        assert code(session=alone, mark=Mark(Kind.PAGE, name, purpose=False, fresh=True)) == "allowed"


def test_a_refusal_names_the_right_in_words() -> None:
    decision = may_pass(replace(OFFICER, roles=("auditor",)), SESSION, RECORD, NOW, LIMITS)
    assert "Open a plate read" in decision.reason


def test_nobody_acts_on_their_own_account_and_nobody_without_the_right() -> None:
    manager = permissions_of(("parking_manager",))
    assert may_change_account(manager, needs=Permission.GRANT_ROLES, themselves=False).allowed
    assert may_change_account(manager, needs=Permission.GRANT_ROLES, themselves=True).code == "themselves"
    administrator = permissions_of(("administrator",))
    refused = may_change_account(administrator, needs=Permission.GRANT_ROLES, themselves=False)
    assert refused.code == "permission"


@pytest.mark.parametrize("permission", list(Permission))
def test_every_right_is_said_in_a_sentence_and_held_by_the_manager(permission: Permission) -> None:
    assert permission.line.endswith(".")
    assert permission in ROLES["parking_manager"].permissions


def test_who_may_do_what_is_this_and_a_change_of_it_is_a_change_of_this_test() -> None:
    sending = {"upload_frames", "view_frames", "retry_frames"}
    looking = {"view_frames", "search_reads", "view_reads"}
    running = {"use_admin", "manage_people", "record_training", "release_accounts", "manage_cameras"}
    posting = {"draft_policy", "view_compliance"}
    patrolling = {"patrol", "view_hits", "view_wanted", "decide_hits", "act_on_hits"}
    listing = {"view_lists", "add_to_lists", "exempt_vehicles"}
    keeping = {"view_hits", "view_lists", "manage_lists", "manage_zones", "view_accuracy"}
    assert {slug: set(role.permissions) for slug, role in ROLES.items()} == {
        "officer": sending | looking | patrolling | listing | {"correct_reads"},
        "administrator": sending | looking | running | keeping | posting,
        "parking_manager": set(Permission),
        "auditor": {"view_accuracy", "view_ledger", "view_compliance", "review_access", "approve_reviews"},
        "records_officer": looking,
        "police_user": looking,
    }
