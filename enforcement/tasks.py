"""The queue's side of enforcement: an id in, the action called. State lives in the rows."""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.events import SystemActor

log = logging.getLogger("enforcement.tasks")

# One more try, at once: enough for a connection that a restarted queue left behind.
AT_ONCE = {"max_retries": 1, "interval_start": 0}
AN_HOUR = 3600
"""Seconds. A million rows take minutes; an access record stays open for no longer than this."""


@shared_task(
    name="enforcement.work_on_import", max_retries=0, soft_time_limit=AN_HOUR - 120, time_limit=AN_HOUR
)
def work_on_import(import_id: int) -> None:
    from enforcement.actions.import_work import work_on

    work_on(import_id=import_id, by=SystemActor("worker"))


@shared_task(name="enforcement.sweep_imports", max_retries=0, expires=60)
def sweep_imports() -> None:
    from enforcement.actions.import_work import sweep_imports as sweep

    for import_id in sweep(by=SystemActor("beat"), now=timezone.now()):
        work_on_import.delay(import_id)


@shared_task(name="enforcement.take_list_files", max_retries=0, expires=60)
def take_list_files() -> None:
    from enforcement.actions.list_folder import take_files

    take_files(by=SystemActor("beat"), now=timezone.now())


@shared_task(name="enforcement.tell_of_stale_lists", max_retries=0, expires=300)
def tell_of_stale_lists() -> None:
    from enforcement.actions.stale_lists import tell_owners

    tell_owners(by=SystemActor("beat"), now=timezone.now())


def queue_import_when_committed(import_id: int) -> None:
    """Send the import's message once its row is committed; what is lost the sweeper sends again."""

    def send() -> None:
        try:
            work_on_import.apply_async((import_id,), retry_policy=AT_ONCE)
        except OperationalError as error:
            log.error("The queue cannot be reached (%s); import %s waits for the sweeper.", error, import_id)

    transaction.on_commit(send, robust=True)


@shared_task(name="enforcement.match_past_reads", max_retries=0, expires=60)
def match_past_reads() -> None:
    from enforcement.actions.past_matching import match_waiting

    match_waiting(by=SystemActor("beat"), now=timezone.now())
