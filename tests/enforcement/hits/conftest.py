"""An officer on patrol, and hits for them."""

import pytest
from django.test import Client

from accounts.models import User
from enforcement.models import Check, Hit, HitStep
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, hit_of
from tests.factories.reads import under_access


@pytest.fixture
def officer(client: Client) -> User:
    """Logged in on `client`."""
    person = people.officer()
    people.log_in(client, person)
    return person


@pytest.fixture
def hit() -> Hit:
    """New, exact, of a fresh scofflaw list, by a read of CA 8ABC123."""
    return hit_of(EntryFactory())


def fresh(hit: Hit) -> Hit:
    """The hit as it is in the database."""
    with under_access():
        return Hit.objects.select_related("read", "decided_by", "closed_by", "assigned_to").get(pk=hit.pk)


def steps(hit: Hit) -> list[str]:
    with under_access():
        return [step.step for step in HitStep.objects.filter(hit=hit)]


def checks(hit: Hit) -> list[Check]:
    with under_access():
        return list(Check.objects.filter(hit=hit))


SEEN = {"plate": "8abc 123", "region": "us-ca"}
REGISTRATION = {"kind": "registration", "result": "confirmed", "source": "DMV terminal"}
PAST_DUE = {
    "kind": "past_due",
    "result": "confirmed",
    "source": "Citation system",
    "notices": "6",
    "amount_due": "480.00",
}


def verified(client: Client, hit: Hit) -> Hit:
    """Through the pages, as an officer does it."""
    assert client.post(f"/hits/{hit.uid}/confirm", SEEN).status_code == 302
    assert client.post(f"/hits/{hit.uid}/check", REGISTRATION).status_code == 302
    assert client.post(f"/hits/{hit.uid}/check", PAST_DUE).status_code == 302
    assert fresh(hit).state == "verified"
    return fresh(hit)
