"""A list, and the people around it."""

import pytest
from django.test import Client

from accounts.models import User
from enforcement.models import Hotlist
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import HotlistFactory


@pytest.fixture
def boss(db: None) -> User:
    """The Parking Manager, who may do everything with lists."""
    return accounts.manager()


@pytest.fixture
def desk(client: Client, boss: User) -> Client:
    return log_in(client, boss)


@pytest.fixture
def scofflaws(boss: User) -> Hotlist:
    return HotlistFactory(code="scofflaw", name="Scofflaws", owner=boss)
