"""What PostgreSQL did to answer a query."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "reads_read"


@dataclass(frozen=True)
class Plan:
    """`rows_read`: rows of the reads' table (or entries of its indexes) that were looked at, shown or not."""

    rows_read: int
    reads_whole_table: bool


def planned(connection: BaseDatabaseWrapper, query: Callable[[], object]) -> Plan:
    """Run the query, then have its statement explained, in the caller's transaction and access."""
    statements: list[tuple[str, Any]] = []

    def overhear(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        if f'FROM "{TABLE}"' in statement:
            statements.append((statement, params))
        return execute(statement, params, many, context)

    with connection.execute_wrapper(overhear):
        query()
    rows, whole = 0, False
    for statement, params in statements:
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, format json) {statement}", params)
            told = cursor.fetchone()[0]
        root = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
        for node in nodes(root):
            if node.get("Relation Name") == TABLE:
                rows += looked_at(node)
                # An index that is walked from end to end, in order to sort, is the whole table too.
                whole |= node["Node Type"] == "Seq Scan" or (
                    node["Node Type"].startswith("Index") and "Index Cond" not in node
                )
    return Plan(rows, whole)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def looked_at(node: dict[str, Any]) -> int:
    removed = sum(node.get(f"Rows Removed by {reason}", 0) for reason in ("Filter", "Index Recheck"))
    return round((node["Actual Rows"] + removed) * node["Actual Loops"])
