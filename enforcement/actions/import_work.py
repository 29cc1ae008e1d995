"""The worker's side of an import: the dry run, the swap, and what dead workers left behind.

Each turn is claimed with one UPDATE … WHERE state = old. A dry run is stored in batches, each of which moves
`claimed_at` on and is dropped where the claim was lost; the swap is one transaction that holds its row's
lock, so that the sweeper never takes a long one for dead.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.context import Access
from audit.events import Event, SystemActor, record
from audit.system import system_access
from enforcement import list_storage, list_store
from enforcement.actions import imports
from enforcement.list_files import FileRow, ImportRefused, open_list_file
from enforcement.list_mail import tell_needs_decision
from enforcement.models import Hotlist, HotlistImport
from enforcement.policy.list_keeping import may_apply_by_itself
from enforcement.tasks import queue_import_when_committed

log = logging.getLogger("enforcement.imports")

State = HotlistImport.State
BATCH = 5000
"""Rows stored at once: what memory holds of a file."""

MOST_ATTEMPTS = 3
KILLS_WORKERS = f"Reading this file ended the worker {MOST_ATTEMPTS} times. Tell the administrator."
MISSING = "The received file is missing from storage. Send it again."
DAMAGED = "The stored file is not the one that was received. Send it again, and tell the administrator."
STUMBLED = "The portal could not read this file. Save it as CSV (UTF-8) and send it again."


class ClaimLost(Exception):
    """Another worker has this import now; whatever this one still has in hand is dropped."""


def work_on(*, import_id: int, by: SystemActor) -> None:
    """Do an import's next step, if it waits for one. What goes wrong ends up on the import, in a sentence."""
    with system_access(
        "worker", door="enforcement.import", reason="Compare a file with a list", list_import=import_id
    ) as access:
        with access.transaction():
            claimed = _take(import_id, timezone.now())
        if claimed is None:
            return
        access.give_out(claimed.ledger_target)
        try:
            if claimed.state == State.READING:
                _read(access, claimed)
                _compare(access, claimed, by)
            else:
                _swap(access, claimed, by)
        except ImportRefused as error:
            _fail(access, claimed, error.sentence, by)
        except FileNotFoundError:
            _fail(access, claimed, MISSING, by)
        except ClaimLost:
            log.warning("Import %s is another worker's now; this result is dropped.", claimed.uid)
        except Exception:
            # Whatever a file makes the portal stumble over concerns this file only.
            log.exception("Import %s could not be worked on.", claimed.uid)
            _fail(access, claimed, STUMBLED, by)


def _take(import_id: int, now: datetime) -> HotlistImport | None:
    """Claim what waits: one row or nothing."""
    waits = Q(state=State.WAITING) | Q(state=State.APPLYING, claim=None)
    found = HotlistImport.objects.filter(waits, pk=import_id)
    known = found.select_related("hotlist", "hotlist__owner").first()
    if known is None:
        return None
    next_state = State.READING if known.state == State.WAITING else State.APPLYING
    claim = uuid.uuid4()
    taken = found.filter(state=known.state).update(
        state=next_state, claim=claim, claimed_at=now, attempts=F("attempts") + 1
    )
    known.state, known.claim = next_state, claim
    return known if taken else None


def _held(claimed: HotlistImport) -> dict[str, object]:
    return {"pk": claimed.pk, "state": claimed.state, "claim": claimed.claim}


def _read(access: Access, claimed: HotlistImport) -> None:
    """Store the file's rows, batch by batch. Raises ImportRefused, FileNotFoundError and ClaimLost."""
    with access.transaction():
        list_store.long_work()
        list_store.clear(claimed)
    with list_storage.opened(claimed.stored) as file:
        _refuse_damaged(file, claimed.sha256)
        opened = open_list_file(
            file,
            name=claimed.stored,
            kind=claimed.hotlist.kind,
            zone=timezone.get_default_timezone(),
        )
        done = 0
        _move_on(access, claimed, rows_done=0, rows_total=opened.about, notes=[])
        for batch in _batches(opened.rows):
            done += len(batch)
            with access.transaction():
                _still_ours(claimed, rows_done=done)
                list_store.store_rows(claimed, batch)
        _move_on(access, claimed, rows_done=done, rows_total=done, notes=opened.notes[:10])


def _refuse_damaged(file: object, sha256: str) -> None:
    digest = hashlib.sha256()
    while data := file.read(list_storage.CHUNK):  # type: ignore[attr-defined]
        digest.update(data)
    if digest.hexdigest() != sha256:
        raise ImportRefused(DAMAGED)


def _batches(rows: Iterator[FileRow]) -> Iterator[list[FileRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _move_on(access: Access, claimed: HotlistImport, **values: object) -> None:
    with access.transaction():
        _still_ours(claimed, **values)


def _still_ours(claimed: HotlistImport, **values: object) -> None:
    if not HotlistImport.objects.filter(**_held(claimed)).update(claimed_at=timezone.now(), **values):
        raise ClaimLost


def _compare(access: Access, claimed: HotlistImport, by: SystemActor) -> None:
    """Say of each row what it would change; a feed that needs no person goes on to be applied."""
    with access.transaction():
        list_store.long_work()
        if not HotlistImport.objects.select_for_update().filter(**_held(claimed)).exists():
            raise ClaimLost
        # Whatever changes the list from here on makes this dry run outdated.
        version = Hotlist.objects.get(pk=claimed.hotlist_id).version
        counts = list_store.compare(claimed)
        fed = list_store.standing(claimed.hotlist_id)[1]
        decision = may_apply_by_itself(refused_rows=counts["refused"], gone=counts["gone"], fed=fed)
        alone = claimed.apply_by_itself and decision.allowed
        now = timezone.now()
        HotlistImport.objects.filter(pk=claimed.pk).update(
            state=State.APPLYING if alone else State.READY,
            claim=None,
            claimed_at=None,
            list_version=version,
            attempts=0,
            queued_at=now,
            decided_at=now if alone else None,
            **counts,
        )
        record(
            Event.IMPORT_TRIED,
            target=claimed.ledger_target,
            by=by,
            list=claimed.hotlist.code,
            **counts,
        )
        if alone:
            queue_import_when_committed(claimed.pk)
    if claimed.apply_by_itself and not alone:
        tell_needs_decision(claimed.hotlist, decision.reason)


def _swap(access: Access, claimed: HotlistImport, by: SystemActor) -> None:
    """One transaction: either the list is the file's from now on, or nothing has changed."""
    with access.transaction():
        list_store.long_work()
        locked = HotlistImport.objects.select_for_update(of=("self",)).filter(**_held(claimed)).first()
        if locked is None:
            raise ClaimLost
        hotlist = Hotlist.objects.select_for_update(no_key=True).get(pk=claimed.hotlist_id)
        if hotlist.version != locked.list_version:
            _outdated(locked, by)
            return
        changes = locked.added + locked.changed + locked.gone
        if changes:
            list_store.swap(locked)
            hotlist.version += 1
            hotlist.standing = list_store.standing(hotlist.pk)[0]
        if locked.whole:
            # As old as the file: one that waited three days for its decision is three days old.
            fresh = max(filter(None, (hotlist.refreshed_at, locked.received_at)))
            hotlist.refreshed_at, hotlist.stale_told_at = fresh, None
        hotlist.save(update_fields=["version", "standing", "refreshed_at", "stale_told_at"])
        HotlistImport.objects.filter(pk=locked.pk).update(state=State.APPLIED, claim=None, claimed_at=None)
        record(
            Event.IMPORT_APPLIED,
            target=locked.ledger_target,
            by=by,
            list=hotlist.code,
            step="done",
            version=hotlist.version,
            added=locked.added,
            changed=locked.changed,
            gone=locked.gone,
            left_out=locked.refused,
        )


def _outdated(locked: HotlistImport, by: SystemActor) -> None:
    """The list moved on between decision and swap. A feed's file is simply tried again."""
    HotlistImport.objects.filter(pk=locked.pk).update(state=State.OUTDATED, claim=None, claimed_at=None)
    record(Event.IMPORT_DISCARDED, target=locked.ledger_target, by=by, reason="outdated")
    if locked.apply_by_itself:
        imports.run_again(list_import=locked, by=by)


def _fail(access: Access, claimed: HotlistImport, sentence: str, by: SystemActor) -> None:
    with access.transaction():
        list_store.long_work()
        failed = HotlistImport.objects.filter(**_held(claimed)).update(
            state=State.FAILED, claim=None, claimed_at=None, problem=sentence[:300]
        )
        if failed:
            list_store.clear(claimed)
            record(
                Event.IMPORT_FAILED,
                target=claimed.ledger_target,
                by=by,
                list=claimed.hotlist.code,
                reason=sentence,
            )
    if failed and claimed.apply_by_itself:
        tell_needs_decision(claimed.hotlist, sentence)


def sweep_imports(*, by: SystemActor, now: datetime) -> list[int]:
    """Find what a lost message or a dead worker left; returns the imports that should be queued again."""
    died = now - timedelta(seconds=settings.ALPR_CLAIM_SECONDS)
    lost = now - timedelta(seconds=settings.ALPR_LOST_SECONDS)
    given_up = []
    with transaction.atomic():
        # A worker in the middle of a long transaction holds its row: that one is alive.
        held = HotlistImport.objects.filter(
            state__in=(State.READING, State.APPLYING), claim__isnull=False, claimed_at__lt=died
        ).select_for_update(skip_locked=True, of=("self",))
        for left in held.select_related("hotlist", "hotlist__owner"):
            mine = HotlistImport.objects.filter(pk=left.pk)
            if left.attempts >= MOST_ATTEMPTS:
                mine.update(state=State.FAILED, claim=None, claimed_at=None, problem=KILLS_WORKERS)
                record(Event.IMPORT_FAILED, target=left.ledger_target, by=by, attempts=left.attempts)
                given_up.append(left)
            else:
                back = State.WAITING if left.state == State.READING else State.APPLYING
                mine.update(state=back, claim=None, claimed_at=None, queued_at=lost)
        waiting = HotlistImport.objects.filter(
            Q(state=State.WAITING) | Q(state=State.APPLYING, claim=None), queued_at__lte=lost
        )
        ids = [one.pk for one in waiting.order_by("queued_at")[:100]]
        HotlistImport.objects.filter(pk__in=ids).update(queued_at=now)
    for one in given_up:
        if one.apply_by_itself:
            tell_needs_decision(one.hotlist, KILLS_WORKERS)
    return ids
