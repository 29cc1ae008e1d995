"""The clauses that a test holds the portal to. The compliance page has the list of them all: policy.clauses.

A clause's test says `@pytest.mark.clause("4(c)")`. What is not covered yet is in CLAUSES and not in
COVERED, so that the list always says how far the portal has come. `python -m tests.policy.proofs` then tells
the compliance page which test proves what.
"""

from policy.clauses import CLAUSES

__all__ = ["CLAUSES", "COVERED"]

# 5¶2 is covered in its first half: nothing is deleted or made younger. Purge and evidence are to come.
COVERED = {
    *("2¶1", "2¶2", "3¶1", "3.1(c)", "3.1(d)", "4(a)", "4(b)", "4(c)", "4(d)", "4(e)"),
    *("5¶1", "5¶2", "6(a)", "6(b)", "6(c)"),
    *("3.1", "3.1(a)", "3.1(b)", "3.1(e)", "3.1(g)", "8"),
    "1798.90.51(b)(1)",
    *(f"1798.90.51(b)(2)({element})" for element in "ABCDEFG"),
    "1798.90.52(b)",
    "1798.90.55(a)",
}
