"""An officer before the gate's throw-away doors, and a read to see behind them."""

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from audit.ledger import close_connection
from reads.models import Read
from tests.factories import accounts as people
from tests.factories.reads import ReadFactory

PLATE = "7KLM482"


@pytest.fixture
def doors(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.audit.gate_doors"


@pytest.fixture
def read() -> Read:
    return ReadFactory(plate=PLATE)


@pytest.fixture
def officer(client: Client) -> User:
    """An officer with everything that is needed, logged in. A view's error comes back as its page."""
    client.raise_request_exception = False
    found = people.officer()
    people.log_in(client, found, purpose="citation_contest", reference="PK-2031845")
    return found


@pytest.fixture
def closed_ledger(settings: object) -> Iterator[None]:
    """No server listens where the gate's writer looks for one."""
    close_connection()
    settings.GATE_DATABASE = {**settings.GATE_DATABASE, "host": "127.0.0.1", "port": "1"}
    yield
    close_connection()


@pytest.fixture
def auditor(client: Client) -> User:
    found = people.auditor()
    people.log_in(client, found)
    return found
