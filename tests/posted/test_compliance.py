"""The compliance page: every clause, what can be shown of it now, red where something is missing."""

import re

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from alpr_portal.lib.evidence import CHECKS
from policy.clauses import EVIDENCE, LIST
from policy.selectors.compliance import Line, compliance
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.policy import DesigneeFactory, HearingFactory, MonthFigureFactory


def line_of(key: str) -> Line:
    return next(line for line in compliance(timezone.now()) if line.clause.key == key)


def finding(name: str) -> object:
    return CHECKS[name](timezone.now())


def test_the_page_shows_every_clause_with_its_tests(client: Client) -> None:
    people.log_in(client, people.auditor())
    page = client.get("/policy/compliance").content.decode()
    for clause in LIST:
        assert f"<h3>{clause.key}</h3>" in page
    assert "tests/policy/test_use.py" in page
    assert "Put it right" not in page, "an auditor mends nothing"
    people.log_in(client, people.manager())
    assert "Put it right" in client.get("/policy/compliance").content.decode()


def test_a_page_of_findings_names_no_plate_and_leaves_no_access_record(
    client: Client, ledger: object
) -> None:
    people.log_in(client, people.manager())
    client.get("/policy/compliance")
    assert ledger.people() == []


@pytest.mark.parametrize(
    ("clause", "source"),
    [
        ("3.1(e)", DesigneeFactory),
        ("1798.90.55(a)", HearingFactory),
        ("3.1(g)", None),
        ("1798.90.51(b)(2)(A)", None),
    ],
)
def test_a_clause_is_red_until_its_source_is_there_and_red_again_without_it(
    clause: str, source: object
) -> None:
    people.manager()
    if source is not None:
        made.posted()
        assert not line_of(clause).met
        source()
    else:
        assert not line_of(clause).met
        made.posted()
    assert line_of(clause).met


@pytest.mark.parametrize("name", [name for name in EVIDENCE if name.startswith("says.")])
def test_a_section_that_says_nothing_is_red(name: str) -> None:
    assert not finding(name).met
    made.posted()
    assert finding(name).met


def test_purposes_that_part_from_the_approved_ones_are_red(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from accounts import purposes

    made.posted()
    assert finding("purposes_agree").met
    other = replace(purposes.PURPOSES["permit"], description="Anything at all.")
    monkeypatch.setitem(purposes.PURPOSES, "permit", other)
    assert not finding("purposes_agree").met
    assert "Permit" in finding("purposes_agree").says


def test_training_past_due_is_red() -> None:
    people.officer()
    assert finding("trained").met
    people.lapsed()
    assert not finding("trained").met
    assert "1 of 2" in finding("trained").says


def test_a_designee_whose_account_is_disabled_is_red() -> None:
    DesigneeFactory(account=people.person(is_active=False))
    assert not finding("designee").met


def test_last_months_figures_are_asked_for() -> None:
    from policy.months import last_month, month_of

    assert not finding("figures").met
    MonthFigureFactory(month=last_month(month_of(timezone.now())))
    assert finding("figures").met


def test_the_second_factor_is_asked_for(settings: object) -> None:
    assert finding("second_factor").met
    settings.ALPR_SECOND_FACTOR = False
    assert not finding("second_factor").met


@pytest.mark.parametrize(
    ("name", "undo"),
    [
        ("row_security", "alter table reads_read no force row level security"),
        ("append_only", "grant update on audit_accessrecord to alpr_app"),
        ("nothing_deleted", "grant delete on reads_read to alpr_app"),
        ("verified_before_boot", "alter table enforcement_vehicleaction disable trigger may_act"),
    ],
)
def test_what_the_database_holds_is_asked_of_the_database(
    name: str, undo: str, admin_connection: psycopg.Connection, committed: None
) -> None:
    redo = {
        "row_security": "alter table reads_read force row level security",
        "append_only": "revoke update on audit_accessrecord from alpr_app",
        "nothing_deleted": "revoke delete on reads_read from alpr_app",
        "verified_before_boot": "alter table enforcement_vehicleaction enable trigger may_act",
    }
    assert finding(name).met
    admin_connection.execute(undo)
    try:
        assert not finding(name).met
    finally:
        admin_connection.execute(redo[name])
    assert finding(name).met


def test_what_no_part_reports_on_is_red_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CHECKS, "posted")
    line = line_of("3.1(g)")
    assert not line.met
    assert "No part of the portal reports on this yet" in line.findings[0][1].says


def test_every_check_answers_in_a_sentence() -> None:
    for name, check in CHECKS.items():
        said = check(timezone.now()).says
        assert re.search(r"[a-z].*\.$", said), name
