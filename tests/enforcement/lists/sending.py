"""Files of entries, sent in and worked on as the portal does it."""

import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone
from openpyxl import Workbook

from accounts.models import User
from audit.events import SystemActor
from enforcement.actions import entries, imports
from enforcement.actions.import_work import work_on
from enforcement.models import Hotlist, HotlistEntry, HotlistImport, HotlistImportRow
from tests.factories.reads import under_access

WORKER = SystemActor("worker")
HEADER = "plate,state,notices,amount due,reason,valid until"


def csv_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *lines, "")).encode()


def xlsx_of(rows: Iterable[Sequence[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def received(
    hotlist: Hotlist,
    data: bytes,
    *,
    name: str = "list.csv",
    whole: bool = True,
    alone: bool = False,
    by: User | SystemActor = WORKER,
) -> HotlistImport:
    return imports.receive(
        hotlist=hotlist,
        file=io.BytesIO(data),
        name=name,
        way=HotlistImport.Way.UPLOAD,
        whole=whole,
        apply_by_itself=alone,
        by=by,
        now=timezone.now(),
    )


def tried(hotlist: Hotlist, data: bytes, **more: object) -> HotlistImport:
    """Received and its dry run done; a feed that needs no person is applied too."""
    made = received(hotlist, data, **more)
    return worked(made)


def worked(made: HotlistImport) -> HotlistImport:
    for _ in range(2):
        work_on(import_id=made.pk, by=WORKER)
        made.refresh_from_db()
        if made.state != HotlistImport.State.APPLYING:
            break
    return made


def taken_over(
    hotlist: Hotlist, data: bytes, *, by: User, leave_out: bool = False, **more: object
) -> HotlistImport:
    made = tried(hotlist, data, **more)
    decision = imports.apply(list_import=made, leave_out_refused=leave_out, by=by, now=timezone.now())
    assert decision.allowed, decision.reason
    return worked(made)


def standing(hotlist: Hotlist) -> dict[tuple[str, str], HotlistEntry]:
    with under_access():
        found = HotlistEntry.objects.filter(hotlist=hotlist, removed_at=None)
        return {(entry.plate, entry.region): entry for entry in found}


def rows_of(made: HotlistImport, outcome: str = "") -> list[HotlistImportRow]:
    with under_access():
        found = HotlistImportRow.objects.filter(list_import=made).select_related("entry").order_by("id")
        return list(found.filter(outcome=outcome) if outcome else found)


def counts(made: HotlistImport) -> dict[str, int]:
    return {name: getattr(made, name) for name in ("added", "changed", "same", "gone", "refused")}


def put_by_hand(
    hotlist: Hotlist, *, by: User, plate: str = "4HAND44", region: str = "us-ca", **more: object
) -> HotlistEntry:
    said = {"reason": "Seen leaving a collision", "reference": "", "lasts": timedelta(days=3)}
    with under_access():
        return entries.add(
            hotlist=hotlist, plate=plate, region=region, by=by, now=timezone.now(), **said | more
        )
