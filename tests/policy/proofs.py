"""Which test proves which clause, from the tests' marks: policy/proofs.json, for the compliance page.

python -m tests.policy.proofs
"""

import ast
import json
from pathlib import Path

from policy.clauses import CLAUSES, PROOFS

ROOT = Path(__file__).resolve().parents[2]


def marked() -> dict[str, list[str]]:
    """{clause: the tests of this folder that are marked with it}, in the order of the clauses."""
    found: dict[str, list[str]] = {}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for function in ast.parse(file.read_text()).body:
            if isinstance(function, ast.FunctionDef):
                for clause in clauses_of(function):
                    found.setdefault(clause, []).append(f"{file.relative_to(ROOT)}::{function.name}")
    order = list(CLAUSES)
    return dict(sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in CLAUSES else -1))


def clauses_of(function: ast.FunctionDef) -> list[str]:
    return [
        argument.value
        for mark in function.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "clause"
        for argument in mark.args
    ]


def written() -> str:
    return json.dumps(marked(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PROOFS.write_text(written())
