"""Tasks are named, thin, and told ids only: what is on the queue says nothing of anybody."""

import ast
import inspect
from pathlib import Path

import pytest
from celery import Task
from django.conf import settings

from alpr_portal.celery import app

ROOT = Path(__file__).resolve().parents[2]
LONGEST_BODY = 6
"""Statements: a task finds out nothing by itself and calls an action."""


def tasks() -> dict[str, Task]:
    app.loader.import_default_modules()
    app.autodiscover_tasks(force=True)
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_there_are_tasks_and_each_bears_the_name_of_its_app() -> None:
    assert set(tasks()) >= {"reads.recognise_frame", "reads.sweep_frames"}
    for name, task in tasks().items():
        app_name, _, rest = name.partition(".")
        assert task.__module__ == f"{app_name}.tasks"
        assert rest == task.__name__


@pytest.mark.parametrize("name", tasks())
def test_a_task_takes_ids_only(name: str) -> None:
    for parameter in inspect.signature(tasks()[name].run).parameters.values():
        assert parameter.name.endswith(("_id", "_ids")), parameter
        assert parameter.annotation in (int, list[int]), parameter


@pytest.mark.parametrize("name", tasks())
def test_a_task_is_thin_and_asks_the_database_nothing_itself(name: str) -> None:
    source = inspect.getsource(tasks()[name].run)
    (function,) = ast.parse(source).body
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1 <= LONGEST_BODY
    assert ".objects" not in source


@pytest.mark.parametrize("name", tasks())
def test_a_failed_task_is_not_tried_for_ever(name: str) -> None:
    assert tasks()[name].max_retries is not None
    assert tasks()[name].max_retries <= 3


def test_the_queue_takes_json_only_and_acknowledges_late() -> None:
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_time_limit


def test_every_entry_of_the_timetable_is_a_task() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(tasks())


def test_work_is_queued_when_its_rows_are_committed() -> None:
    """Only tasks.py sends messages: elsewhere one might be sent before the commit."""
    senders = [
        str(file.relative_to(ROOT))
        for app_name in ("audit", "accounts", "reviews", "reads", "enforcement", "policy")
        for file in (ROOT / app_name).rglob("*.py")
        if file.name != "tasks.py" and (".delay(" in file.read_text() or ".apply_async(" in file.read_text())
    ]
    assert senders == []
