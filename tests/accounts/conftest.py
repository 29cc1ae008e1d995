"""Doors to knock at, and the change events as the application writes them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection


@dataclass(frozen=True)
class Written:
    """One change event, as it was handed to the database."""

    event: str
    target: str
    username: str
    detail: dict[str, object]


@pytest.fixture
def doors(settings: object) -> None:
    """Three record views, a page and two API views of the tests' own, beside the portal's."""
    settings.ROOT_URLCONF = "tests.accounts.doors"


@pytest.fixture
def events(db: None) -> Iterator[list[Written]]:
    """Change events written during the test. The application may write them and not read them, so they are
    overheard.
    """
    heard: list[Written] = []

    def overhear(execute: object, sql: str, params: object, many: bool, context: object) -> object:
        answer = execute(sql, params, many, context)
        if sql.startswith("insert into audit_changeevent"):
            event, target, username, _, _, detail = params
            heard.append(Written(event, target, username, json.loads(detail)))
        return answer

    with connection.execute_wrapper(overhear):
        yield heard
