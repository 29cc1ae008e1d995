"""An officer at the door, a camera, and the queue."""

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from reads.models import Camera
from reads.recognition import registry
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory
from tests.reads.engines import ScriptedEngine
from tests.reads.sending import Queue


@pytest.fixture
def olive(db: None) -> User:
    """An enforcement officer who may do everything in this app."""
    return accounts.officer()


@pytest.fixture
def patrol(client: Client, olive: User) -> Client:
    """The officer's browser, with a purpose stated."""
    return log_in(client, olive)


@pytest.fixture
def desk(db: None) -> Client:
    """A records officer's browser: searches and opens, sends and changes nothing."""
    return log_in(Client(), accounts.records_officer())


@pytest.fixture
def car(db: None) -> Camera:
    return CameraFactory(code="car-12-left", name="Car 12, left")


@pytest.fixture
def queue() -> Iterator[Queue]:
    queue = Queue()
    yield queue
    queue.redis.delete("celery")
    queue.redis.close()


@pytest.fixture
def engine(settings: object) -> Iterator[ScriptedEngine]:
    engine = ScriptedEngine()
    registry.register("scripted", lambda: engine)
    settings.ALPR_ENGINE = "scripted"
    yield engine
    registry._factories.pop("scripted")
    registry._engines.pop("scripted", None)


@pytest.fixture
def written(committed: None, admin_connection: object) -> Ledger:
    """The ledger under real commits, so that change events can be seen too."""
    return Ledger(admin_connection)
