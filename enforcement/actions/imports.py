"""Taking a file in, and deciding what becomes of its dry run. The work itself is `import_work`'s."""

import uuid
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from accounts.models import User
from alpr_portal.lib.decision import ALLOWED, Decision, refused
from audit.context import current_access
from audit.events import Event, SystemActor, record
from enforcement import list_storage
from enforcement.models import Hotlist, HotlistImport
from enforcement.policy.list_keeping import may_apply
from enforcement.tasks import queue_import_when_committed
from reads.images import safe_name

State = HotlistImport.State


def receive(
    *,
    hotlist: Hotlist,
    file: BinaryIO,
    name: str,
    way: str,
    whole: bool,
    apply_by_itself: bool,
    by: User | SystemActor,
    now: datetime,
) -> HotlistImport:
    """Keep a file of entries and queue its dry run; nothing of the list changes.

    The same bytes again, while their dry run still stands, are the same import. Raises FileRefused.
    """
    uid = uuid.uuid4()
    shown = safe_name(name)
    stored = list_storage.keep(file, name=shown, uid=uid, now=now)
    if known := _standing_dry_run(hotlist, stored.sha256, whole=whole, apply_by_itself=apply_by_itself):
        list_storage.forget(stored.name)
        return known
    try:
        with transaction.atomic():
            made = HotlistImport.objects.create(
                uid=uid,
                hotlist=hotlist,
                way=way,
                whole=whole,
                apply_by_itself=apply_by_itself,
                file_name=shown,
                stored=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                received_by=by if isinstance(by, User) else None,
            )
            record(
                Event.IMPORT_RECEIVED,
                target=made.ledger_target,
                by=by,
                list=hotlist.code,
                way=way,
                sha256=stored.sha256,
                size=stored.size,
                whole=whole,
            )
            queue_import_when_committed(made.pk)
    except BaseException:
        list_storage.forget(stored.name)
        raise
    if access := current_access():
        access.if_rolled_back(lambda: list_storage.forget(stored.name))
    return made


def _standing_dry_run(
    hotlist: Hotlist, sha256: str, *, whole: bool, apply_by_itself: bool
) -> HotlistImport | None:
    same = HotlistImport.objects.filter(
        hotlist=hotlist, sha256=sha256, whole=whole, apply_by_itself=apply_by_itself
    )
    pending = same.filter(state__in=(State.WAITING, State.READING))
    ready = same.filter(state=State.READY, list_version=hotlist.version)
    return pending.first() or ready.first()


@transaction.atomic
def run_again(*, list_import: HotlistImport, by: User | SystemActor) -> HotlistImport:
    """Try the same bytes once more against the list as it is now: a new import, the old one stays."""
    made = HotlistImport.objects.create(
        hotlist=list_import.hotlist,
        way=list_import.way,
        whole=list_import.whole,
        apply_by_itself=list_import.apply_by_itself,
        file_name=list_import.file_name,
        stored=list_import.stored,
        sha256=list_import.sha256,
        size=list_import.size,
        received_by=by if isinstance(by, User) else None,
    )
    record(
        Event.IMPORT_RECEIVED,
        target=made.ledger_target,
        by=by,
        list=list_import.hotlist.code,
        again=str(list_import.uid),
        sha256=made.sha256,
    )
    queue_import_when_committed(made.pk)
    return made


@transaction.atomic
def apply(*, list_import: HotlistImport, leave_out_refused: bool, by: User, now: datetime) -> Decision:
    """Have a dry run taken over. A list that changed meanwhile makes it outdated, which stays written."""
    if list_import.state != State.READY:
        return refused("decided", already(list_import))
    version = Hotlist.objects.get(pk=list_import.hotlist_id).version
    decision = may_apply(
        refused_rows=list_import.refused,
        leave_out=leave_out_refused,
        list_version=version,
        compared=list_import.list_version,
    )
    ready = HotlistImport.objects.filter(pk=list_import.pk, state=State.READY)
    if decision.code == "outdated":
        if ready.update(state=State.OUTDATED):
            record(Event.IMPORT_DISCARDED, target=list_import.ledger_target, by=by, reason="outdated")
        return decision
    if not decision.allowed:
        return decision
    taken = ready.update(
        state=State.APPLYING, decided_at=now, decided_by=by, claim=None, attempts=0, queued_at=now
    )
    if not taken:
        return refused("decided", already(HotlistImport.objects.get(pk=list_import.pk)))
    record(
        Event.IMPORT_APPLIED,
        target=list_import.ledger_target,
        by=by,
        list=list_import.hotlist.code,
        step="decided",
        left_out=list_import.refused,
    )
    queue_import_when_committed(list_import.pk)
    return ALLOWED


@transaction.atomic
def discard(*, list_import: HotlistImport, by: User, now: datetime) -> Decision:
    """Decide against a dry run. The file and what it would have changed stay in the history."""
    taken = HotlistImport.objects.filter(pk=list_import.pk, state=State.READY).update(
        state=State.DISCARDED, decided_at=now, decided_by=by
    )
    if not taken:
        return refused("decided", already(HotlistImport.objects.get(pk=list_import.pk)))
    record(Event.IMPORT_DISCARDED, target=list_import.ledger_target, by=by, list=list_import.hotlist.code)
    return ALLOWED


def already(list_import: HotlistImport) -> str:
    """A sentence for whoever came second."""
    who = list_import.decided_by.full_name if list_import.decided_by else "the portal"
    if list_import.state in (State.APPLYING, State.APPLIED, State.DISCARDED):
        done = "decided against it" if list_import.state == State.DISCARDED else "had it applied"
        return f"Nothing was done: {who} {done} already."
    return "Nothing was done: this import does not wait for a decision. Reload the page."
