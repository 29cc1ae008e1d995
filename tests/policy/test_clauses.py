"""The list of clauses, the tests that are marked with them and the compliance page say the same."""

import pytest

from alpr_portal.lib.evidence import CHECKS
from policy.clauses import EVIDENCE, LIST, PROOFS
from tests.policy.clauses import CLAUSES, COVERED
from tests.policy.proofs import marked, written


def test_every_marked_clause_is_one_of_the_list() -> None:
    assert set(marked()) <= set(CLAUSES)


def test_the_clauses_said_to_be_covered_are_those_that_are_tested() -> None:
    assert set(marked()) == COVERED


def test_the_compliance_page_names_the_tests_that_are_there() -> None:
    assert PROOFS.read_text() == written(), "run: python -m tests.policy.proofs"


def test_no_clause_between_one_and_eight_is_missing() -> None:
    assert {clause[0] for clause in CLAUSES} == set("12345678")
    assert all(said.endswith(".") for said in CLAUSES.values())
    assert len(CLAUSES) == len(LIST)


@pytest.mark.parametrize("element", "ABCDEFG")
def test_every_element_of_the_civil_code_is_on_the_list(element: str) -> None:
    assert f"1798.90.51(b)(2)({element})" in CLAUSES


def test_every_clause_names_evidence_and_every_check_is_named_by_one() -> None:
    named = {name for clause in LIST for name in clause.evidence}
    assert all(clause.evidence for clause in LIST)
    assert named == set(EVIDENCE)
    assert set(CHECKS) <= set(EVIDENCE)
