"""The auditors' pages: who looked at what, when and why; and reading them is written down too."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.ledger import Intent, Outcome, close_access, open_access, refuse
from audit.selectors import accesses as selectors
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.reads import ReadFactory

PAGES = ("/ledger/", "/ledger/plate", f"/ledger/shown/read:{uuid4()}".replace(":", "/"), f"/ledger/{uuid4()}")


def look(door: str = "reads.read", *, result: str = "shown", **said: object) -> Intent:
    """An access that somebody has made, straight into the ledger. `given`: what was given out."""
    given = said.pop("given", {})
    named = {"username": "jdoe", "full_name": "Jo Doe", "organisation": "Pasadena Parking Division"}
    intent = Intent(actor_kind="person", door=door, **{**named, **said})
    open_access(intent)
    if result:
        close_access(intent.uid, Outcome(result=result, status=200, **given))
    return intent


def listed(answer: object) -> list[str]:
    """The accesses on a page, by the link that opens each, newest first."""
    assert answer.status_code == 200
    return re.findall(r'href="/ledger/([0-9a-f-]{36})"', answer.content.decode())


# The list


def test_accesses_are_found_by_person_purpose_door_and_result(client: Client, auditor: User) -> None:
    who = f"q{uuid4().hex[:10]}"
    one = look(username=who, purpose="scofflaw")
    two = look("reads.frame", username=f"{who}x", purpose="permit")
    three = look(full_name=f"Zoe {who.upper()} Quinn", purpose="permit")
    intent = Intent(actor_kind="person", door="reads.search", username=who, purpose="audit")
    refuse(intent, status=403, code="permission")

    def found(**said: str) -> set[str]:
        return set(listed(client.post("/ledger/", {"who": who, **said})))

    assert found() == {str(made.uid) for made in (one, two, three, intent)}
    assert found(purpose="permit") == {str(two.uid), str(three.uid)}
    assert found(door="reads.frame") == {str(two.uid)}
    assert found(result="refused") == {str(intent.uid)}
    assert found(result="shown", purpose="scofflaw", door="reads.read") == {str(one.uid)}
    assert found(result="failed") == set()
    assert found(who="nobody at all") == set()


def test_accesses_are_found_by_the_day_in_city_time(client: Client, auditor: User) -> None:
    who = f"q{uuid4().hex[:10]}"
    made = look(username=who)
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)

    def found(start: object, end: object) -> list[str]:
        return listed(client.post("/ledger/", {"who": who, "start": str(start), "end": str(end)}))

    assert found(today, today) == [str(made.uid)]
    assert found(yesterday, tomorrow) == [str(made.uid)]
    assert found(yesterday, yesterday) == []
    assert found(tomorrow, tomorrow) == []


def test_an_intent_without_outcome_is_listed_as_such_after_five_minutes(
    client: Client, auditor: User, admin_connection: object
) -> None:
    def alarms() -> int:
        said = client.get("/ledger/").context["unfinished"]
        assert (b"ended without an outcome" in client.get("/ledger/").content) is bool(said)
        return said

    who = f"q{uuid4().hex[:10]}"
    before = alarms()
    made = look(username=who, result="")
    assert listed(client.post("/ledger/", {"who": who, "result": "unfinished"})) == []
    assert alarms() == before
    admin_connection.execute("alter table audit_accessrecord disable trigger append_only")
    admin_connection.execute(
        "update audit_accessrecord set at = at - interval '6 minutes' where uid = %s", [made.uid]
    )
    admin_connection.execute("alter table audit_accessrecord enable trigger append_only")
    answer = client.post("/ledger/", {"who": who, "result": "unfinished"})
    assert listed(answer) == [str(made.uid)]
    assert b"No outcome" in answer.content
    assert alarms() == before + 1


def test_pages_go_on_where_the_one_before_ended(client: Client, auditor: User) -> None:
    who = f"q{uuid4().hex[:10]}"
    made = [str(look(username=who).uid) for _ in range(selectors.PAGE + 3)]
    first = client.post("/ledger/", {"who": who})
    assert listed(first) == made[::-1][: selectors.PAGE]
    cursor = re.search(r'name="before" value="(\d+)"', first.content.decode()).group(1)
    second = client.post("/ledger/", {"who": who, "before": cursor})
    assert listed(second) == made[::-1][selectors.PAGE :]
    assert b'name="before" value="' not in second.content


def test_a_get_lists_everything_and_takes_no_name_from_the_address(client: Client, auditor: User) -> None:
    made = look()
    assert str(made.uid) in listed(client.get("/ledger/?who=nobody"))


def test_what_people_typed_is_shown_and_never_run(client: Client, auditor: User) -> None:
    evil = "<script>alert(1)</script>"
    made = look(reference=evil, agent=evil, query='{"plate":"<script>alert(1)</script>"}', full_name=evil)
    for address in ("/ledger/", f"/ledger/{made.uid}"):
        page = client.get(address).content.decode()
        assert evil not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Who has seen this plate


def test_searches_for_a_plate_and_showings_of_it_are_found_with_and_without_its_region(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    plate = f"Q{uuid4().hex[:6].upper()}"
    sought = look("reads.search", plates_sought=[f"us-ca {plate}"])
    bare = look("reads.search", plates_sought=[plate])
    shown = look(given={"plates": [f"us-ca {plate}"], "records": ["read:x"]})
    nevada = look(given={"plates": [f"us-nv {plate}"]})
    look(given={"plates": [f"us-ca {plate}X"]})
    # A search that was refused is one of them: asking is an access too.
    not_shown = look("reads.search", plates_sought=[f"us-ca {plate}"], result="refused")

    def found(region: str) -> set[str]:
        answer = client.post("/ledger/plate", {"plate": plate.lower(), "region": region})
        return set(listed(answer)) - {str(asked.uid) for asked in ledger.records("audit.plate")}

    californian = {str(made.uid) for made in (sought, bare, shown, not_shown)}
    assert found("us-ca") == californian
    assert found("us-nv") == {str(bare.uid), str(nevada.uid)}
    assert found("") == californian | {str(nevada.uid)}
    assert found("us-or") == {str(bare.uid)}


def test_a_look_made_through_the_portal_is_found_by_its_plate(client: Client) -> None:
    plate = f"Q{uuid4().hex[:6].upper()}"
    read = ReadFactory(plate=plate)
    officer = people.officer()
    people.log_in(client, officer, purpose="scofflaw")
    assert client.get(f"/reads/{read.uid}").status_code == 200
    assert client.post("/reads/", {"plate": plate.lower()}).status_code == 200
    assert client.post("/reads/", {"plate": f"{plate[:-1]}?"}).status_code == 200
    people.log_in(client, people.auditor())
    page = client.post("/ledger/plate", {"plate": plate, "region": "us-ca"}).content.decode()
    assert page.count("Olive Fields") == 3
    assert "reads.read" in page
    assert "reads.search" in page
    shown = client.get(f"/ledger/shown/read/{read.uid}").content.decode()
    assert shown.count("Olive Fields") == 3


def test_asking_who_has_seen_a_plate_is_itself_found_under_that_plate(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    plate = f"Q{uuid4().hex[:6].upper()}"
    client.post("/ledger/plate", {"plate": plate, "region": "us-ca"})
    assert ledger.last("audit.plate").plates_sought == [f"us-ca {plate}"]
    assert len(listed(client.post("/ledger/plate", {"plate": plate, "region": ""}))) == 2


# Who was shown this, and one record


def test_everyone_who_was_given_a_record_is_listed(client: Client, auditor: User) -> None:
    uid = uuid4()
    shown = look(given={"records": [f"read:{uid}", "frame:other"]})
    look(given={"records": [f"frame:{uid}"]})
    assert listed(client.get(f"/ledger/shown/read/{uid}")) == [str(shown.uid)]
    assert client.get(f"/ledger/shown/user/{uid}").status_code == 404
    assert b"Nobody" in client.get(f"/ledger/shown/frame/{uuid4()}").content


def test_one_record_is_shown_with_its_exact_bytes_and_their_hash(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    made = look(
        purpose="scofflaw",
        reference="PK-1",
        plates_sought=["us-ca 7KLM482"],
        given={"records": ["read:abc"], "plates": ["us-ca 7KLM482"], "size": 12345},
    )
    kept = ledger.connection.execute(
        "select r.payload, r.leaf, o.payload as outcome_payload, o.leaf as outcome_leaf"
        " from audit_accessrecord r join audit_accessoutcome o on o.access_id = r.uid where r.uid = %s",
        [made.uid],
    ).fetchone()
    page = client.get(f"/ledger/{made.uid}").content.decode()
    for leaf in (kept.leaf, kept.outcome_leaf):
        assert leaf.hex() in page
    for payload in (kept.payload, kept.outcome_payload):
        assert payload.decode().replace('"', "&quot;") in page
    for fact in ("Jo Doe", "Pasadena Parking Division", "scofflaw", "PK-1", "us-ca 7KLM482", "read:abc"):
        assert fact in page


def test_a_record_that_is_not_there_is_404(client: Client, auditor: User, ledger: Ledger) -> None:
    assert client.get(f"/ledger/{uuid4()}").status_code == 404
    assert ledger.last("audit.record").result == "refused"


def test_a_change_is_shown_with_the_access_under_which_it_was_made(
    client: Client, committed: None, admin_connection: object
) -> None:
    read = ReadFactory(plate="7KLM482")
    people.log_in(client, people.officer())
    answer = client.post(
        f"/reads/{read.uid}/correct", {"plate": "7KLM483", "region": "us-ca", "reason": "misread"}
    )
    assert answer.status_code == 302
    uid = admin_connection.execute(
        "select uid from audit_accessrecord where door = 'reads.correct' order by id desc limit 1"
    ).fetchone()[0]
    people.log_in(client, people.auditor())
    page = client.get(f"/ledger/{uid}").content.decode()
    assert "Read corrected" in page
    assert f"read:{read.uid}" in page


# Reading the ledger


def test_reading_the_ledger_leaves_a_record_that_names_the_access_records_shown(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    who = f"q{uuid4().hex[:10]}"
    made = look(username=who)
    client.post("/ledger/", {"who": who})
    written = ledger.last("audit.records")
    assert (written.username, written.result, written.purpose) == ("auditor", "shown", "audit")
    assert written.records == [f"access:{made.uid}"]
    client.get(f"/ledger/{made.uid}")
    assert ledger.last("audit.record").records == [f"access:{made.uid}"]
    # And that record is in the ledger for the next auditor.
    assert str(written.uid) in listed(client.post("/ledger/", {"who": "auditor", "door": "audit.records"}))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "make", [people.officer, people.administrator, people.records_officer, people.detective]
)
def test_who_may_not_read_the_ledger_is_refused_and_written_down(
    client: Client, ledger: Ledger, make: object, address: str
) -> None:
    user = make()
    people.log_in(client, user)
    answer = client.get(address)
    assert answer.status_code == 403
    (written,) = ledger.people()
    assert (written.username, written.result, written.code) == (user.username, "refused", "permission")
    assert written.records == []
