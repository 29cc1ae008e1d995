"""A list, and the people around it."""

import pytest
from django.test import Client

from accounts.models import User
from enforcement.models import Hotlist
from enforcement.tasks import work_on_import
from tests.conftest import Ledger
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


class Written:
    """Change events and access records under real commits."""

    def __init__(self, connection: object) -> None:
        self.ledger = Ledger(connection)

    def events(self, event: str) -> list[object]:
        """Rows of (target, username, detail as a dict), oldest first."""
        return self.ledger.connection.execute(
            "select target, username, detail::jsonb as detail from audit_changeevent"
            " where id > %s and event = %s order by id",
            [self.ledger.start_of_changes, event],
        ).fetchall()


@pytest.fixture
def written(committed: None, admin_connection: object, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Nothing is queued: the tests do the worker's part themselves."""
    monkeypatch.setattr(work_on_import, "apply_async", lambda *args, **options: None)
    return Written(admin_connection)
