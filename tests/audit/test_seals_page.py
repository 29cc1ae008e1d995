"""The page of the seals: what is sealed, what waits, what was verified, and what is an alarm."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from audit.actions.verifications import UnderWay, ask_for_verification, run_verification
from audit.actions.watching import watch_ledger
from audit.alarms import LedgerState, alarms
from audit.events import SystemActor
from audit.models import LedgerAlarm, Verification
from audit.sealing import keys
from tests.factories import accounts as people

BY = SystemActor("test")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(seconds=60)
WELL = LedgerState(0, None, (), "sound", NOW - timedelta(hours=9), NOW - timedelta(days=90))


@pytest.fixture
def key(settings: object, tmp_path: object) -> None:
    settings.LEDGER_KEY_FILE = tmp_path / "ledger-key"
    settings.LEDGER_PUBLIC_KEYS = tmp_path / "ledger-key.pub"
    settings.LEDGER_ANCHORS = []
    made = keys.new_key("test/alpr-ledger")
    keys.keep_private(made)
    keys.keep_public(made.public_text)


def codes(state: LedgerState) -> list[str]:
    return [one.code for one in alarms(state, unsealed_after=MINUTE, now=NOW)]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"waiting": 3, "oldest_waiting": NOW - MINUTE}, []),
        ({"waiting": 3, "oldest_waiting": NOW - MINUTE - timedelta(seconds=1)}, ["unsealed"]),
        ({"failing_anchors": (("s3", NOW, "refused"),)}, ["anchor_s3"]),
        ({"last_verification": "broken"}, ["not_sound"]),
        ({"last_verification": "failed"}, ["not_verified"]),
        ({"verified_at": NOW - timedelta(hours=37)}, ["verification_overdue"]),
        ({"verified_at": None, "last_verification": ""}, ["verification_overdue"]),
        ({"verified_at": None, "sealed_since": NOW - timedelta(hours=3), "last_verification": ""}, []),
        ({"verified_at": None, "sealed_since": None, "last_verification": ""}, []),
    ],
)
def test_alarms_are_judged_by_state_and_time_alone(changed: dict[str, object], found: list[str]) -> None:
    from dataclasses import replace

    assert codes(replace(WELL, **changed)) == found


def test_an_alarm_is_told_when_it_begins_and_forgotten_when_it_ends(
    settings: object, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALPR_ALARM_MAIL = ["manager@example.org"]
    state = LedgerState(2, NOW - timedelta(minutes=5), (), "sound", NOW, NOW)
    monkeypatch.setattr("audit.actions.watching.ledger_state", lambda asks: state)
    for seconds in (0, 30, 60):
        watch_ledger(by=BY, now=NOW + timedelta(seconds=seconds))
    assert len(mailoutbox) == 1
    assert "not sealed" in mailoutbox[0].body
    watch_ledger(by=BY, now=NOW + timedelta(hours=25))
    assert len(mailoutbox) == 2
    monkeypatch.setattr("audit.actions.watching.ledger_state", lambda asks: WELL)
    watch_ledger(by=BY, now=NOW)
    assert not LedgerAlarm.objects.exists()


@pytest.mark.parametrize("who", [people.auditor, people.manager])
def test_auditors_and_the_manager_see_the_state_of_the_seals(client: Client, who: object) -> None:
    people.log_in(client, who())
    page = client.get("/ledger/seals").content.decode()
    assert "Waiting for a seal" in page
    assert "Verify now" in page


def test_nobody_else_sees_it_or_has_it_verified(client: Client) -> None:
    people.log_in(client, people.officer())
    assert client.get("/ledger/seals").status_code == 403
    assert client.post("/ledger/seals/verify").status_code == 403
    assert not Verification.objects.exists()


def test_a_verification_is_asked_for_once_and_shows_its_progress(client: Client, auditor: User) -> None:
    assert client.post("/ledger/seals/verify").status_code == 302
    assert client.post("/ledger/seals/verify").status_code == 302
    (asked,) = Verification.objects.all()
    assert asked.asked_by == auditor.username
    Verification.objects.update(state="running", records_done=30, records_total=120)
    page = client.get("/ledger/seals").content.decode()
    assert 'value="25"' in page
    assert "30 of 120 records" in page
    assert "every 2s" in page
    assert "Verify now" not in page


def test_a_verification_whose_worker_was_lost_makes_way_for_another() -> None:
    lost = ask_for_verification(by=BY)
    with pytest.raises(UnderWay):
        ask_for_verification(by=BY)
    Verification.objects.update(heard_at=datetime.now(UTC) - timedelta(minutes=11))
    ask_for_verification(by=BY)
    lost.refresh_from_db()
    assert (lost.state, lost.problem) == ("failed", "The worker that did it was lost.")


def test_without_a_public_key_a_verification_fails_and_says_why(settings: object, tmp_path: object) -> None:
    settings.LEDGER_PUBLIC_KEYS = tmp_path / "none.pub"
    done = run_verification(verification_id=ask_for_verification(by=BY).pk, by=BY)
    assert done.state == "failed"
    assert "public key" in done.problem


def test_a_verification_is_done_once(key: None) -> None:
    asked = ask_for_verification(by=BY)
    done = run_verification(verification_id=asked.pk, by=BY)
    assert done.state in ("sound", "broken")
    assert done.ended_at is not None
    assert run_verification(verification_id=asked.pk, by=BY) is None


def test_what_was_found_stands_on_the_page(client: Client, auditor: User) -> None:
    asked = ask_for_verification(by=BY)
    Verification.objects.filter(pk=asked.pk).update(
        state="broken",
        ended_at=datetime.now(UTC),
        findings='[{"position":41234,"until":0,"kind":"changed","detail":"<b>its bytes</b>"}]',
    )
    page = client.get("/ledger/seals").content.decode()
    assert "Position 41234: changed." in page
    assert "&lt;b&gt;its bytes" in page
    assert "The last verification found the ledger changed." in page
