"""What parts of the portal can show of themselves, for the compliance page.

A part registers a check under a name that `policy.clauses` lists: `@evidence("log_review")`. The check is
asked each time the page is opened, and answers with what is so now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Check = Callable[[datetime], "Finding"]
CHECKS: dict[str, Check] = {}


@dataclass(frozen=True)
class Finding:
    """`says` is a sentence with the facts; `mend` names the page where it can be put right, or is ''."""

    met: bool
    says: str
    mend: str = ""


def evidence(name: str) -> Callable[[Check], Check]:
    def put(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return put
