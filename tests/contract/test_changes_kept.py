"""Every model's changes are kept with before and after, or it says why they need not be."""

import psycopg
import pytest
from django.apps import apps
from django.db import models

from audit.changes import kept_tables
from audit.checks import changes_are_kept_of_every_named_table
from audit.fields import GatedModel, PlateField
from tests.contract.field_classes import SECRET
from tests.contract.test_every_model import OURS

# Models behind the gate are evidence: what happens to them has events of its own, and they change by rules
# that the database holds. The ledger itself is append-only. Of the others, these are no configuration:
NOT_KEPT = {
    "accounts.SignIn": "Work of every minute; log-in, log-out and ended sessions are events.",
    "accounts.PostedPolicy": "Never changed (the application may not); posting is an event.",
    "accounts.Acknowledgement": "Never changed (the application may not); acknowledging is an event.",
    "policy.PolicyVersion": "What is posted never changes (a trigger); each saving of a draft is an event.",
    "policy.PolicyEdit": "Says itself who wrote at a draft, and each is an event.",
    "policy.MonthFigure": "Never changed (the application may not); publishing a month is an event.",
    "reads.Announcement": "A queue: the number of a read that is still to be matched.",
    "enforcement.HotlistImport": "Work under way; each of its steps is an event, and its file is kept.",
    "enforcement.ChalkSession": "Work under way; beginning, moving and ending it are events.",
    "reviews.Review": "Its state machine moves it, and each of its steps is an event and a row of its own.",
    "reviews.ReviewStep": "Rows are only added, each beside its event.",
    "reviews.LogReview": "Opened and signed once, and both are events.",
    "reviews.Reminder": "Who was told by mail; each is an event.",
    "admin.LogEntry": "Django's own log of the admin, which the portal does not write.",
    "auth.Group": "Not used: roles are code, and who holds one is a role grant.",
    "auth.Permission": "Not used: permissions are code.",
    "axes.AccessAttempt": "Failed log-ins that are counted and forgotten; each is an event.",
    "axes.AccessAttemptExpiration": "When such a count ends.",
    "axes.AccessFailureLog": "Not written (AXES_ENABLE_ACCESS_FAILURE_LOG is off).",
    "axes.AccessLog": "Not written (AXES_DISABLE_ACCESS_LOG).",
    "contenttypes.ContentType": "Django's list of models.",
    "sessions.Session": "What a browser carries; its sign-in says whose it is, and its events when.",
}


def all_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def plain(model: type[models.Model]) -> bool:
    """Neither behind the gate nor a table of the ledger's own app, which seals and verifies itself."""
    return not issubclass(model, GatedModel) and model._meta.app_label != "audit"


def test_every_model_is_kept_or_says_why_not() -> None:
    kept = kept_tables()
    for model in all_models():
        if model._meta.auto_created:
            model = model._meta.auto_created
        if plain(model):
            covered = model._meta.db_table in kept
            assert covered != (model._meta.label in NOT_KEPT), (
                f"{model._meta.label}: keep its changes (audit.changes), or say in NOT_KEPT why not"
            )
    assert set(NOT_KEPT) <= {model._meta.label for model in all_models()}
    assert all(len(reason) > 10 for reason in NOT_KEPT.values())


def test_no_table_that_grows_with_every_frame_is_kept() -> None:
    gated = {model._meta.db_table for model in all_models() if issubclass(model, GatedModel)}
    assert gated & set(kept_tables()) == set()


def test_the_triggers_say_what_the_apps_say(admin_connection: psycopg.Connection) -> None:
    found = admin_connection.execute(
        "select tgrelid::regclass::text as name, tgname, tgenabled, encode(tgargs, 'escape') as said"
        " from pg_trigger where tgname in ('changes_kept', 'emptying_kept')"
    ).fetchall()
    held = {(row.name, row.tgname): (row.tgenabled, row.said.split("\\000")[:-1]) for row in found}
    expected = {
        (table, trigger): ("A", list(kept.arguments))
        for table, kept in kept_tables().items()
        for trigger in ("changes_kept", "emptying_kept")
    }
    assert held == expected


def test_secrets_are_masked_and_kept_tables_bear_no_plate() -> None:
    kept = kept_tables()
    for model in all_models():
        known = kept.get(model._meta.db_table)
        if known is None:
            continue
        columns = {field.column for field in model._meta.concrete_fields}
        assert set(known.masked) | set(known.left_out) <= columns, model._meta.label
        assert set(SECRET.get(model._meta.label, "").split()) <= set(known.masked), model._meta.label
        assert not any(isinstance(field, PlateField) for field in model._meta.concrete_fields)
        if model._meta.app_label in OURS:
            names = {field.column for field in model._meta.concrete_fields}
            assert not names & {"plate", "plates"}, model._meta.label


def test_a_trigger_that_was_switched_off_is_told_at_the_start(
    admin_connection: psycopg.Connection, db: None
) -> None:
    assert changes_are_kept_of_every_named_table(databases=["default"]) == []
    admin_connection.execute("alter table reads_camera disable trigger changes_kept")
    try:
        found = changes_are_kept_of_every_named_table(databases=["default"])
    finally:
        admin_connection.execute("alter table reads_camera enable always trigger changes_kept")
    assert [(one.id, "reads_camera" in one.msg) for one in found] == [("audit.E003", True)]


@pytest.mark.parametrize("label", sorted(NOT_KEPT))
def test_what_is_not_kept_has_no_trigger(label: str) -> None:
    assert apps.get_model(label)._meta.db_table not in kept_tables()
