"""The queue: JSON only, ids only, acknowledged late; beat's timetable is code."""

import os
from contextlib import ExitStack

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alpr_portal.settings")

app = Celery("alpr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_the_portals_logging(**_: object) -> None:
    """Receiving this signal keeps Celery from replacing Django's logging set-up."""


_running: dict[str, ExitStack] = {}


@task_prerun.connect
def the_worker_acts(task_id: str, task: object, **_: object) -> None:
    """What a task changes is changed by the worker, until the task says more exactly who asked for it."""
    from audit.acting import Acting, acting_as  # the package begins with this module

    _running[task_id] = ExitStack()
    _running[task_id].enter_context(acting_as(Acting("system:worker", through=f"task {task.name}")))  # type: ignore[attr-defined]


@task_postrun.connect
def the_worker_has_acted(task_id: str, **_: object) -> None:
    if (running := _running.pop(task_id, None)) is not None:
        running.close()
