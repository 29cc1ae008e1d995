"""Verifications: asked for by a person, the timetable or a command; done by whoever takes one up."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import psycopg
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from audit.events import Actor, Event, record
from audit.models import Verification
from audit.models.verification import GIVEN_UP_AFTER
from audit.sealing import verifier
from audit.system import system_access

State = Verification.State
TELL_EACH = timedelta(seconds=1)
MOST_FINDINGS = 50


class UnderWay(Exception):
    """One verification at a time: another one is waiting or running."""


def ask_for_verification(*, by: Actor) -> Verification:
    """Put one on the list. Raises UnderWay."""
    now = timezone.now()
    try:
        with transaction.atomic():
            Verification.objects.filter(
                state__in=Verification.UNDER_WAY, heard_at__lt=now - GIVEN_UP_AFTER
            ).update(state=State.FAILED, ended_at=now, problem="The worker that did it was lost.")
            asked = Verification.objects.create(asked_by=by.ledger_username, asked_at=now, heard_at=now)
            record(Event.LEDGER_VERIFICATION_ASKED, target=f"verification:{asked.pk}", by=by)
    except IntegrityError:
        raise UnderWay("A verification is under way already; its result will stand here.") from None
    return asked


def nightly(*, by: Actor) -> Verification | None:
    """Ask for the verification of the night; None where one is under way."""
    try:
        return ask_for_verification(by=by)
    except UnderWay:
        return None


def run_verification(
    *,
    verification_id: int,
    by: Actor,
    checkpoints: tuple[Path, ...] = (),
    keys: tuple[Path, ...] = (),
    tell: verifier.Tell | None = None,
) -> Verification | None:
    """Do the one that was asked for. None where somebody else has taken it up, or it is done."""
    now = timezone.now()
    taken = Verification.objects.filter(pk=verification_id, state=State.WAITING).update(
        state=State.RUNNING, heard_at=now
    )
    if not taken:
        return None
    heard = now

    def progress(done: int, total: int) -> None:
        nonlocal heard
        if tell is not None:
            tell(done, total)
        if timezone.now() - heard >= TELL_EACH or done == total:
            heard = timezone.now()
            Verification.objects.filter(pk=verification_id, state=State.RUNNING).update(
                records_done=done, records_total=total, heard_at=heard
            )

    try:
        trusted = verifier.trusted_keys(keys)
        held = verifier.held_checkpoints(trusted, checkpoints)
        with system_access("verifier", door="audit.verify", reason="Verify the ledger") as access:
            access.databases = ("auditor",)
            with access.transaction():
                answer = verifier.verify(auditors_connection(), keys=trusted, held=held, tell=progress)
    except (verifier.CannotVerify, DatabaseError, psycopg.Error) as error:
        end(verification_id=verification_id, by=by, state=State.FAILED, problem=str(error)[:300])
    else:
        end(
            verification_id=verification_id,
            by=by,
            state=State.SOUND if answer.sound else State.BROKEN,
            records_done=answer.records,
            records_total=answer.records,
            unsealed=answer.unsealed,
            held_number=answer.held,
            findings=json.dumps([asdict(one) for one in answer.findings[:MOST_FINDINGS]]),
        )
    return Verification.objects.get(pk=verification_id)


def end(*, verification_id: int, by: Actor, state: str, **said: object) -> None:
    """Write down how it ended, in the row and in the ledger."""
    with transaction.atomic():
        now = timezone.now()
        Verification.objects.filter(pk=verification_id).update(
            state=state, ended_at=now, heard_at=now, **said
        )
        first = (json.loads(str(said.get("findings", "[]"))) or [{}])[0]
        record(
            Event.LEDGER_VERIFIED,
            target=f"verification:{verification_id}",
            by=by,
            state=str(state),
            records=int(str(said.get("records_done", 0))),
            first_bad=first.get("position"),
            kind=first.get("kind"),
        )


def auditors_connection() -> psycopg.Connection:
    """psycopg's own connection of the auditor's role, in the transaction under way."""
    django = connections["auditor"]
    django.ensure_connection()
    return django.connection
