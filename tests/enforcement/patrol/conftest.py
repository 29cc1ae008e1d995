"""A vehicle with cameras, and a web server for those tests that need a real one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from reads.models import Camera
from tests.browser.conftest import free_port
from tests.conftest import Ledger
from tests.enforcement.patrol.live_portal import Person, Server
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import CameraFactory, picture


@pytest.fixture
def olive(db: None) -> User:
    return accounts.officer()


@pytest.fixture
def patrol(client: Client, olive: User) -> Client:
    """The officer's browser."""
    return log_in(client, olive)


@pytest.fixture
def car(db: None) -> Camera:
    return CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")


@pytest.fixture
def in_car_12(patrol: Client, car: Camera) -> Client:
    """The officer's browser, with the vehicle chosen."""
    assert patrol.post("/patrol/vehicle", {"vehicle": "Car 12"}).status_code == 302
    return patrol


@pytest.fixture
def street() -> Callable[[], bytes]:
    """A picture that no other has the bytes of."""
    numbers = iter(range(10_000, 10**6))
    return lambda: picture(mark=next(numbers))


@pytest.fixture
def server(committed: None, tmp_path: Path) -> Iterator[Server]:
    """A real web server on this test's database."""
    shutil.rmtree(Path(os.environ["ALPR_VAR"]) / "frames", ignore_errors=True)
    server = Server(free_port(), tmp_path / "web.log")
    server.start()
    CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")
    CameraFactory(code="car-7-left", name="Car 7, left", vehicle="Car 7")
    yield server
    assert server.stop(), server.log.read_text()
    assert "Traceback" not in server.log.read_text(), server.log.read_text()


@pytest.fixture
def officer_there(server: Server) -> Person:
    return Person(server, accounts.officer())


@pytest.fixture
def written(committed: None, admin_connection: object) -> Ledger:
    return Ledger(admin_connection)
