"""Paid sessions from a file that the payment company's export replaces every few minutes.

CSV in UTF-8 with a header: `plate,region,zone,from,until`. `region` is a code (`us-ca`) or empty, `zone` a
zone's code or empty for all zones, the times are ISO 8601 with their offset; without one they are city time.
"""

import csv
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from django.utils import timezone

from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from enforcement.payments.base import Paid, PaidAnswer

log = logging.getLogger("enforcement.payments")

COLUMNS = ("plate", "region", "zone", "from", "until")
LARGEST = 50 * 2**20
"""Bytes. A city's running sessions are a few thousand rows."""


@dataclass(frozen=True)
class Session:
    region: str
    zone: str
    begins: datetime
    until: datetime


@dataclass(frozen=True)
class Feed:
    """The file as it was last read. `sessions` by plate; `refused` counts rows that nobody understands."""

    written_at: datetime
    sessions: dict[str, tuple[Session, ...]]
    refused: int


class FeedUnreadable(ValueError):
    """A sentence that says why the file is of no use."""


class FilePaidSessions:
    """Reads the file again when it has changed. Its age is the server's: when the file was last written."""

    name = "paid sessions file"

    def __init__(self, path: Path, stale_after: timedelta) -> None:
        self.path = path
        self.stale_after = stale_after
        self.lock = Lock()
        self.stamp: tuple[int, int] | None = None
        self.feed: Feed | None = None

    def ask(self, *, plate: str, region: str, zones: tuple[str, ...], now: datetime) -> PaidAnswer:
        try:
            feed = self.read()
        except FeedUnreadable as error:
            log.error("The paid sessions in %s cannot be used: %s", self.path, error)
            return PaidAnswer(Paid.UNKNOWN, f"Paid sessions: unknown: {error}")
        running = [
            session
            for session in feed.sessions.get(plate, ())
            if session.begins <= now < session.until and (not session.zone or session.zone in zones)
        ]
        # A payment stays one however old the news of it is.
        sure = [session for session in running if not session.region or session.region == region]
        if sure:
            until = max(session.until for session in sure)
            return PaidAnswer(Paid.YES, f"Paid sessions: paid until {shown(until)}.", until)
        if running and not region:
            return PaidAnswer(
                Paid.UNKNOWN,
                "Paid sessions: unknown: this number is paid for, and the state was not read.",
            )
        age = now - feed.written_at
        if age > self.stale_after:
            return PaidAnswer(Paid.UNKNOWN, f"Paid sessions: unknown: feed {minutes(age)} old.")
        if feed.refused:
            rows = "row" if feed.refused == 1 else "rows"
            return PaidAnswer(
                Paid.UNKNOWN, f"Paid sessions: unknown: {feed.refused} {rows} of the feed cannot be read."
            )
        return PaidAnswer(Paid.NO, f"Paid sessions: none, feed {minutes(age)} old.")

    def read(self) -> Feed:
        try:
            facts = self.path.stat()
            stamp = (facts.st_mtime_ns, facts.st_size)
            with self.lock:
                if self.feed is None or stamp != self.stamp:
                    if facts.st_size > LARGEST:
                        raise FeedUnreadable("the feed's file is too large.")
                    written_at = datetime.fromtimestamp(facts.st_mtime, UTC)
                    self.feed, self.stamp = parsed(self.path.read_bytes(), written_at), stamp
                return self.feed
        except OSError:
            raise FeedUnreadable("the feed's file cannot be opened.") from None


def parsed(data: bytes, written_at: datetime) -> Feed:
    """Raises FeedUnreadable for a file that is not this table at all; single bad rows are counted."""
    try:
        rows = csv.DictReader(data.decode("utf-8-sig").splitlines(), strict=True)
        header = {(name or "").strip().lower() for name in rows.fieldnames or ()}
        if missing := [name for name in COLUMNS if name not in header]:
            raise FeedUnreadable(f"the feed has no column {missing[0]}.")
        rows.fieldnames = [(name or "").strip().lower() for name in rows.fieldnames or ()]
        found: dict[str, list[Session]] = {}
        refused = 0
        for row in rows:
            try:
                plate, session = one(row)
            except (ValueError, AttributeError, TypeError):
                refused += 1
            else:
                found.setdefault(plate, []).append(session)
    except UnicodeDecodeError:
        raise FeedUnreadable("the feed is not UTF-8 text.") from None
    except csv.Error:
        raise FeedUnreadable("the feed is no table of comma-separated values.") from None
    return Feed(written_at, {plate: tuple(sessions) for plate, sessions in found.items()}, refused)


def one(row: dict[str, str]) -> tuple[str, Session]:
    try:
        plate = typed_plate(row["plate"])
    except BadPlate as error:
        raise ValueError(str(error)) from None
    region = row["region"].strip().lower()
    if region and region not in REGIONS:
        raise ValueError("an unknown region")
    session = Session(region, row["zone"].strip(), moment(row["from"]), moment(row["until"]))
    if session.until <= session.begins:
        raise ValueError("ends before it begins")
    return plate, session


def moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.strip())
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def minutes(age: timedelta) -> str:
    whole = max(0, int(age.total_seconds() // 60))
    return f"{whole} minute{'' if whole == 1 else 's'}"


def shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
