"""Clauses 3¶1 and 4: what hits are made of, on what business, and what comes before a boot or a tow."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.purposes import PURPOSES
from audit.events import SystemActor
from enforcement.actions.accepted import take_in
from enforcement.models import Check, Hit, Hotlist, VehicleAction
from reads.models import Read
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import under_access

REGISTRATION = {"kind": "registration", "result": "confirmed", "source": "DMV terminal"}
PAST_DUE = {"kind": "past_due", "result": "confirmed", "source": "Citation system", "notices": "6"}


def hit_made_of(read: Read, kind: str) -> Hit:
    """By the read's being accepted, as in the portal's everyday work."""
    EntryFactory(plate=read.plate, region=read.region, hotlist=HotlistFactory(kind=kind))
    take_in(read_ids=[read.pk], by=SystemActor("matcher"), now=timezone.now())
    with under_access():
        return Hit.objects.get(entry__plate=read.plate)


def confirmed(client: Client, hit: Hit, read: Read) -> None:
    said = {"plate": read.plate, "region": read.region}
    assert client.post(f"/hits/{hit.uid}/confirm", said).status_code == 302


@pytest.mark.clause("3¶1")
def test_a_vehicle_with_overdue_citations_is_found_by_its_plate(client: Client, read: Read) -> None:
    people.log_in(client, people.officer())
    hit = hit_made_of(read, Hotlist.Kind.SCOFFLAW)
    confirmed(client, hit, read)
    page = client.get(f"/hits/{hit.uid}").content.decode()
    assert "Seven unpaid notices" in page and "612.50" in page


@pytest.mark.clause("3¶1")
def test_a_stolen_or_wanted_vehicle_is_found_and_left_to_the_police(client: Client, read: Read) -> None:
    people.log_in(client, people.officer())
    hit = hit_made_of(read, Hotlist.Kind.WANTED)
    confirmed(client, hit, read)
    told = client.get(f"/api/v1/hits/{hit.uid}").json()
    assert list(told["ends"]) == ["police_told"]


@pytest.mark.clause("4(a)")
def test_nobody_opens_or_decides_a_hit_without_stating_business_of_the_division(
    client: Client, read: Read, ledger: Ledger
) -> None:
    hit = hit_made_of(read, Hotlist.Kind.SCOFFLAW)
    people.log_in(client, people.officer(), purpose="")
    said = {"plate": read.plate, "region": read.region}
    assert client.get(f"/hits/{hit.uid}").status_code == 302
    assert client.post(f"/hits/{hit.uid}/confirm", said).status_code == 302
    with under_access():
        assert Hit.objects.get(pk=hit.pk).state == "new"
    assert {record.result for record in ledger.people()} == {"refused"}
    other = Client()
    people.log_in(other, people.person("officer", username="second"), purpose="scofflaw")
    assert other.get(f"/hits/{hit.uid}").status_code == 200
    record = ledger.last("hits.hit")
    assert (record.purpose, record.result) == ("scofflaw", "shown") and record.purpose in PURPOSES


@pytest.mark.clause("4(a)")
def test_every_hit_is_of_a_list_that_names_its_legal_basis_or_of_a_zone(read: Read) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HotlistFactory(legal_basis="")
    with under_access(), pytest.raises(IntegrityError, match="hit_names_what_it_is_of"), transaction.atomic():
        Hit.objects.create(
            kind="scofflaw",
            match="exact",
            read=read,
            camera_id=read.camera_id,
            plate=read.plate,
            region=read.region,
            last_seen_at=timezone.now(),
        )


@pytest.mark.clause("4(b)")
def test_alpr_goes_with_the_routine_work_of_the_division(client: Client, read: Read) -> None:
    """From a frame on patrol to a warning under the wiper: one officer, no other system."""
    people.log_in(client, people.officer())
    hit = hit_made_of(read, Hotlist.Kind.WATCH)
    confirmed(client, hit, read)
    answer = client.post(f"/hits/{hit.uid}/act", {"kind": "warning", "note": "Left under the wiper"})
    assert answer.status_code == 302
    with under_access():
        assert Hit.objects.get(pk=hit.pk).state == "acted"


@pytest.mark.clause("4(e)")
@pytest.mark.parametrize("kind", ["boot", "tow"])
def test_registration_and_past_due_status_are_verified_before_a_boot_or_a_tow(
    client: Client, read: Read, ledger: Ledger, kind: str
) -> None:
    people.log_in(client, people.officer())
    hit = hit_made_of(read, Hotlist.Kind.SCOFFLAW)

    def attempt() -> int:
        return client.post(f"/hits/{hit.uid}/act", {"kind": kind}).status_code

    def rows() -> int:
        with under_access():
            return VehicleAction.objects.count()

    # On the alert alone; with the plate seen; with one of two checks: refused, and each time written down.
    assert attempt() == 409
    confirmed(client, hit, read)
    assert attempt() == 409
    client.post(f"/hits/{hit.uid}/check", REGISTRATION)
    assert attempt() == 409
    assert [record.code for record in ledger.records("hits.act")] == [
        "not_accepted",
        "not_checked",
        "not_checked",
    ]
    assert rows() == 0
    client.post(f"/hits/{hit.uid}/check", PAST_DUE)
    assert attempt() == 302
    assert rows() == 1
    with under_access():
        action = VehicleAction.objects.get()
        assert action.registration_check.result == action.past_due_check.result == "confirmed"
        assert (action.recheck.kind, action.plate) == ("recheck", read.plate)


@pytest.mark.clause("4(e)")
@pytest.mark.parametrize("kind", ["boot", "tow"])
def test_no_program_goes_round_the_verification(client: Client, read: Read, kind: str) -> None:
    """The database itself refuses what was not verified, whoever asks it."""
    officer = people.officer()
    people.log_in(client, officer)
    hit = hit_made_of(read, Hotlist.Kind.SCOFFLAW)
    confirmed(client, hit, read)
    with under_access():
        check = Check.objects.create(
            hit=hit,
            kind="recheck",
            result="confirmed",
            source="Nobody",
            plate=read.plate,
            region=read.region,
            checked_by=officer,
        )
        for statement in (
            "update enforcement_hit set state = 'verified', verified_at = now(), verified_by_id = %(by)s"
            " where id = %(hit)s",
            "insert into enforcement_vehicleaction (uid, hit_id, kind, plate, region, reference, note, by_id,"
            " registration_check_id, past_due_check_id, recheck_id) values (gen_random_uuid(), %(hit)s,"
            " %(kind)s, %(plate)s, %(region)s, '', '', %(by)s, %(check)s, %(check)s, %(check)s)",
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(
                    statement,
                    {
                        "by": officer.pk,
                        "hit": hit.pk,
                        "kind": kind,
                        "plate": read.plate,
                        "region": read.region,
                        "check": check.pk,
                    },
                )
