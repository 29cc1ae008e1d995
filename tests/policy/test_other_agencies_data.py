"""Clause 4(d): nobody reaches department, state or federal data without the right to."""

import pytest
from django.test import Client

from enforcement.models import Hotlist
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory

PLATE = "5WNT774"


@pytest.fixture
def police_list(db: None) -> Hotlist:
    hotlist = HotlistFactory(code="stolen", name="Stolen and wanted", kind="wanted", standing=1)
    EntryFactory(hotlist=hotlist, plate=PLATE, reason="Stolen vehicle", notices=None, amount_due=None)
    return hotlist


@pytest.mark.clause("4(d)")
@pytest.mark.parametrize(
    ("make", "page", "names"),
    [
        (people.officer, 200, True),
        (people.manager, 200, True),
        (people.administrator, 404, False),
        (people.records_officer, 403, False),
        (people.detective, 403, False),
        (people.auditor, 403, False),
    ],
)
def test_department_state_and_federal_data_is_there_only_for_who_is_authorised(
    client: Client, police_list: Hotlist, ledger: Ledger, make: object, page: int, names: bool
) -> None:
    people.log_in(client, make())
    answer = client.post(f"/lists/{police_list.code}", {"plate": PLATE})
    assert answer.status_code == page
    # Whoever searched wrote the plate themselves; what they learn of it is the entry.
    assert ("Stolen vehicle" in answer.content.decode()) is names
    seen = ledger.last("enforcement.list")
    assert (seen.result == "shown") is names
    assert (f"us-ca {PLATE}" in (seen.plates or [])) is names
    for place in ("/lists/", "/api/v1/lists"):
        assert (police_list.name in client.get(place).content.decode()) is names
