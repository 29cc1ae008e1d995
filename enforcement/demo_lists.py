"""The demonstration's lists: made, filled from files and kept by hand, all by the portal's own actions.

Again, it makes nothing twice: the same files are taken over once more, which makes the lists fresh.
"""

import csv
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from accounts.models import User
from audit.events import SystemActor
from audit.system import system_access
from enforcement.actions import entries as entry_actions
from enforcement.actions import hotlists, imports
from enforcement.actions.import_work import work_on
from enforcement.models import Hotlist, HotlistImport

WORKER = SystemActor("worker")
LONGEST_WAIT = 60
"""Seconds for one file: a worker that runs already may have taken it."""

LISTS: dict[str, dict[str, object]] = {
    "scofflaw": {
        "name": "Scofflaws",
        "kind": Hotlist.Kind.SCOFFLAW,
        "source": "The citation system's nightly file",
        "legal_basis": "Veh. Code 22651(i)",
        "freshness_hours": 24,
        "colour": Hotlist.Colour.RED,
        "sound": Hotlist.Sound.DOUBLE,
        "priority": 2,
    },
    "stolen": {
        "name": "Stolen and wanted",
        "kind": Hotlist.Kind.WANTED,
        "source": "The police department's daily file",
        "legal_basis": "Veh. Code 22651(c), manual clause 3",
        "freshness_hours": 24,
        "colour": Hotlist.Colour.VIOLET,
        "sound": Hotlist.Sound.ALARM,
        "priority": 1,
    },
    "permit-lot-b": {
        "name": "Permits of Lot B",
        "kind": Hotlist.Kind.PERMIT,
        "source": "The permit office",
        "legal_basis": "Municipal permit rules",
        "freshness_hours": 168,
        "colour": Hotlist.Colour.GREEN,
        "sound": Hotlist.Sound.NONE,
        "priority": 7,
    },
    "watch": {
        "name": "Division watch list",
        "kind": Hotlist.Kind.WATCH,
        "source": "Kept by the division",
        "legal_basis": "Manual clause 3",
        "freshness_hours": 72,
        "colour": Hotlist.Colour.ORANGE,
        "sound": Hotlist.Sound.CHIME,
        "priority": 4,
    },
    "restricted": {
        "name": "Internal inquiry",
        "kind": Hotlist.Kind.WATCH,
        "source": "The Parking Manager",
        "legal_basis": "Manual clause 3.1(c)",
        "freshness_hours": 168,
        "audience": Hotlist.Audience.RESTRICTED,
        "colour": Hotlist.Colour.BLUE,
        "sound": Hotlist.Sound.NONE,
        "priority": 3,
        "alert_policy": Hotlist.AlertPolicy.SILENT,
    },
}
BY_HAND = frozenset({"watch", "restricted"})


@dataclass(frozen=True)
class DemoEntry:
    """One vehicle for a list. `region` as files write it (`CA`); '' where the source does not say."""

    plate: str
    region: str = "us-ca"
    reason: str = ""
    reference: str = ""
    amount_due: str = ""
    notices: int | None = None


def seed_lists(now: datetime, *, by: User, entries: Mapping[str, Sequence[DemoEntry]]) -> dict[str, Hotlist]:
    """The five lists with these entries, by their codes. `by` may see and keep all of them (the manager).

    Raises RuntimeError where a file was not taken over.
    """
    made = {code: seeded(code, by, now) for code in LISTS}
    for code, wanted in entries.items():
        if code in BY_HAND:
            put_on_by_hand(made[code], wanted, by, now)
        elif wanted:
            take_over(made[code], wanted, by, now)
    return {code: Hotlist.objects.get(pk=hotlist.pk) for code, hotlist in made.items()}


def seeded(code: str, by: User, now: datetime) -> Hotlist:
    there = Hotlist.objects.filter(code=code).first()
    return there or hotlists.save(hotlist=Hotlist(code=code, owner=by, **LISTS[code]), by=by, now=now)


def put_on_by_hand(hotlist: Hotlist, wanted: Sequence[DemoEntry], by: User, now: datetime) -> None:
    with system_access(
        "command", door="enforcement.demo_lists", reason="Fill a demonstration list"
    ) as access:
        for one in wanted:
            try:
                with access.transaction():
                    entry_actions.add(
                        hotlist=hotlist,
                        plate=one.plate,
                        region=one.region,
                        reason=one.reason or "Watched by the division",
                        reference=one.reference,
                        lasts=timedelta(days=100),
                        by=by,
                        now=now,
                    )
            except ValidationError:
                continue  # an earlier run put it there
    hotlists.confirm_fresh(hotlist=hotlist, by=by, now=now)


def take_over(hotlist: Hotlist, wanted: Sequence[DemoEntry], by: User, now: datetime) -> HotlistImport:
    made = imports.receive(
        hotlist=hotlist,
        file=io.BytesIO(file_of(wanted)),
        name=f"{hotlist.code}.csv",
        way=HotlistImport.Way.FOLDER,
        whole=True,
        apply_by_itself=True,
        by=by,
        now=now,
    )
    end = time.monotonic() + LONGEST_WAIT
    while True:
        work_on(import_id=made.pk, by=WORKER)
        made.refresh_from_db()
        if made.state == HotlistImport.State.APPLIED:
            return made
        if not made.is_pending or time.monotonic() > end:
            raise RuntimeError(
                f"The list {hotlist.code} is not filled: {made.get_state_display()} {made.problem}"
            )
        time.sleep(0.1)


def file_of(wanted: Sequence[DemoEntry]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["plate", "state", "reason", "reference", "amount due", "notices"])
    for one in wanted:
        notices = "" if one.notices is None else one.notices
        writer.writerow([one.plate, one.region, one.reason, one.reference, one.amount_due, notices])
    return text.getvalue().encode()
