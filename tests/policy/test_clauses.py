"""The list of clauses and the tests that are marked with them say the same."""

import ast
from pathlib import Path

from tests.policy.clauses import CLAUSES, COVERED


def marked() -> set[str]:
    """Every clause that a test of this folder is marked with."""
    found: set[str] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "clause"
            ):
                found |= {argument.value for argument in node.args}
    return found


def test_every_marked_clause_is_one_of_the_manual() -> None:
    assert marked() <= set(CLAUSES)


def test_the_clauses_said_to_be_covered_are_those_that_are_tested() -> None:
    assert marked() == COVERED


def test_no_clause_between_one_and_eight_is_missing() -> None:
    assert {clause[0] for clause in CLAUSES} == set("12345678")
    assert all(said.endswith(".") for said in CLAUSES.values())
