"""The ledger's own work in the background: sealing, watching, verifying."""

import logging

import psycopg
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from audit.events import SystemActor
from audit.models import Verification
from audit.sealing.keys import KeyMissing
from audit.sealing.publish import publish
from audit.sealing.sealer import NotSealed, seal

alarm = logging.getLogger("audit.alarm")
log = logging.getLogger("audit.tasks")

LONGEST = 4 * 3600  # seconds; a verification goes through the whole ledger


@shared_task(name="audit.seal_ledger", max_retries=0, expires=30)
def seal_ledger() -> None:
    """Seal what waits and hand the checkpoints on. What cannot be done now is done next time."""
    try:
        seal()
        publish()
    except (KeyMissing, NotSealed, psycopg.Error) as error:
        alarm.critical("The ledger was not sealed: %s", error)


@shared_task(name="audit.watch_ledger", max_retries=0, expires=60)
def watch_ledger() -> None:
    from audit.actions.watching import watch_ledger as watch

    watch(by=SystemActor("watch"))


@shared_task(name="audit.verify_nightly", max_retries=0)
def verify_nightly() -> None:
    from audit.actions.verifications import nightly

    if verification := nightly(by=SystemActor("timetable")):
        queue_verification(verification)


@shared_task(name="audit.verify_ledger", max_retries=0, time_limit=LONGEST, soft_time_limit=LONGEST - 60)
def verify_ledger(verification_id: int) -> None:
    from audit.actions.verifications import run_verification

    run_verification(verification_id=verification_id, by=SystemActor("verifier"))


def queue_verification(verification: Verification) -> None:
    """Have it done once it is committed. A queue that is away is said in the log; it is given up after a
    while."""

    def send() -> None:
        try:
            verify_ledger.apply_async([verification.pk], retry=False)
        except OperationalError:
            log.exception("The queue did not take verification %s.", verification.pk)

    transaction.on_commit(send)
