"""What the compliance page says of the ledger's verification."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alpr_portal.lib.evidence import CHECKS, Finding
from audit.models import Verification
from tests.factories import accounts as people


def verified(state: str = "sound", *, ago: timedelta = timedelta(hours=9), **said: object) -> Verification:
    """`ago`: since it ended."""
    at = timezone.now() - ago
    ended = None if state in Verification.UNDER_WAY else at
    return Verification.objects.create(
        state=state, asked_by="timetable", asked_at=at, heard_at=at, ended_at=ended, **said
    )


def finding() -> Finding:
    return CHECKS["ledger_verified"](timezone.now())


def test_a_ledger_that_was_never_verified_is_red() -> None:
    verified("running")
    assert finding() == Finding(False, "The ledger was never verified.", "audit:seals")


def test_a_sound_ledger_says_when_and_against_what() -> None:
    last = verified(records_done=120, held_number=5)
    verified("waiting")
    found = finding()
    assert found.met
    assert f"{timezone.localtime(last.ended_at):%H:%M}: 120 records, held against checkpoint 5." in found.says


@pytest.mark.parametrize(
    ("state", "ago", "says"),
    [
        ("broken", timedelta(minutes=1), "found not sound"),
        ("failed", timedelta(minutes=1), "could not be verified"),
        ("sound", timedelta(days=2, minutes=1), "over two days ago"),
    ],
)
def test_a_bad_or_old_verification_is_red_whatever_came_before(state: str, ago: timedelta, says: str) -> None:
    verified(ago=timedelta(days=3))
    verified(state, ago=ago)
    found = finding()
    assert not found.met
    assert says in found.says
    assert found.mend == "audit:seals"


def test_two_days_are_lately() -> None:
    verified(ago=timedelta(days=1, hours=23))
    assert finding().met


def test_the_compliance_page_shows_it_and_leads_to_the_seals(client: Client) -> None:
    people.log_in(client, people.manager())
    page = client.get("/policy/compliance").content.decode()
    assert "The ledger was never verified." in page
    assert 'href="/ledger/seals"' in page
