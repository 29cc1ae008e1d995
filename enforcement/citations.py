"""Whether a vehicle's citations are still unpaid: asked again at the moment of a boot or a tow.

Two sources: the list itself, as it stands now, and, where the division connects one, a file of balances that
the citation system writes every few minutes. One that says "paid" stops it, and so does one that cannot
answer. The caller has an access and its transaction open.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, Protocol

from django.conf import settings

from alpr_portal.lib.plates import normalise
from enforcement.models import Hit
from enforcement.policy.hits import FEWEST_NOTICES
from enforcement.policy.lists import is_stale
from enforcement.selectors.entries import standing_entry

COLUMNS = ("plate", "region", "notices", "balance")


@dataclass(frozen=True)
class CitationAnswer:
    """`due`: five notices or more are unpaid. `line` is one sentence for the record, without the plate."""

    result: Literal["due", "paid", "unknown"]
    source: str
    line: str
    notices: int | None = None
    amount_due: Decimal | None = None


class CitationSource(Protocol):
    """Whoever knows what is unpaid."""

    def ask(self, hit: Hit, now: datetime) -> CitationAnswer:
        """Never raises: a source that cannot answer says `unknown`."""
        ...


class ListSource:
    """The entry that stands on the hit's list now."""

    def ask(self, hit: Hit, now: datetime) -> CitationAnswer:
        name = f"List: {hit.hotlist}"[:80]
        if hit.hotlist is None or is_stale(hit.hotlist.refreshed_at, hit.hotlist.freshness_hours, now):
            return CitationAnswer("unknown", name, "The list is past its freshness limit.")
        entry = standing_entry(hit=hit, now=now)
        if entry is None:
            return CitationAnswer("paid", name, "The vehicle is on the list no more.", 0)
        notices = entry.notices or 0
        if notices < FEWEST_NOTICES:
            return CitationAnswer("paid", name, f"The list has {notices} unpaid notices.", notices)
        return CitationAnswer(
            "due", name, f"The list has {notices} unpaid notices.", notices, entry.amount_due
        )


@dataclass(frozen=True)
class FileSource:
    """CSV in UTF-8: `plate,region,notices,balance`, a row for every vehicle whose balance changed.

    Its age is the server's: when the file was last written. A vehicle that is not in it has paid nothing.
    """

    path: Path
    stale_after: timedelta
    name: str = "Citation system"

    def ask(self, hit: Hit, now: datetime) -> CitationAnswer:
        try:
            age = now - datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
            minutes = max(0, age // timedelta(minutes=1))
            if age > self.stale_after:
                return self.unknown(f"feed {minutes} minutes old")
            rows = [row for row in self.rows() if same_vehicle(row, hit)]
            if not rows:
                return CitationAnswer("due", self.name, f"No payment reported; feed {minutes} minutes old.")
            return self.told(rows[-1], minutes)
        except FileNotFoundError:
            return self.unknown("the file is missing")
        except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError, InvalidOperation):
            return self.unknown("the file cannot be read")

    def rows(self) -> Iterator[dict[str, str]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if not set(COLUMNS) <= set(table.fieldnames or ()):
                raise ValueError("columns")
            yield from table

    def told(self, row: dict[str, str], minutes: int) -> CitationAnswer:
        notices, balance = int(row["notices"]), Decimal(row["balance"])
        if balance <= 0 or notices < FEWEST_NOTICES:
            return CitationAnswer(
                "paid",
                self.name,
                f"{notices} notices and ${balance} are unpaid; feed {minutes} minutes old.",
                notices,
                balance,
            )
        line = f"{notices} notices are unpaid, ${balance} in all; feed {minutes} minutes old."
        return CitationAnswer("due", self.name, line, notices, balance)

    def unknown(self, why: str) -> CitationAnswer:
        return CitationAnswer("unknown", self.name, f"Unknown: {why}.")


def same_vehicle(row: dict[str, str], hit: Hit) -> bool:
    return (normalise(row["plate"] or ""), (row["region"] or "").strip().lower()) == (hit.plate, hit.region)


def sources() -> list[CitationSource]:
    found: list[CitationSource] = [ListSource()]
    if settings.ALPR_CITATIONS_FILE:
        stale_after = timedelta(minutes=settings.ALPR_CITATIONS_MINUTES)
        found.append(FileSource(Path(settings.ALPR_CITATIONS_FILE), stale_after))
    return found


def ask_again(*, hit: Hit, now: datetime) -> CitationAnswer:
    """All sources together: one that says paid decides, then one that does not know."""
    answers = [source.ask(hit, now) for source in sources()]
    for result in ("paid", "unknown"):
        for answer in answers:
            if answer.result == result:
                return answer
    return CitationAnswer(
        "due",
        ", ".join(answer.source for answer in answers)[:80],
        " ".join(answer.line for answer in answers)[:300],
        min(answer.notices for answer in answers if answer.notices is not None),
        next((answer.amount_due for answer in reversed(answers) if answer.amount_due is not None), None),
    )
