"""Copies of the ledger: what was asked for and nothing else, safe to open, exact, and recorded themselves."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.ledger import Intent, Outcome, close_access, open_access
from audit.offline import verify_ledger as offline
from reads.models import Read
from tests.conftest import Ledger
from tests.factories import accounts as people

ODD = "=cmd|' /C calc'!A0"


def look(username: str, *, plate: str = "8ABC123", person: str = "", **said: str) -> str:
    """A look at a plate by somebody; returns its uid."""
    access = open_access(
        Intent(
            actor_kind="person",
            door="reads.search",
            username=username,
            person=person,
            purpose="citation_contest",
            plates_sought=[f"us-ca {plate}"],
            **said,
        )
    )
    close_access(
        access.uid, Outcome(result="shown", status=200, records=["read:1"], plates=[f"us-ca {plate}"])
    )
    return str(access.uid)


def rows(answer: object) -> list[dict[str, str]]:
    body = answer.getvalue()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def json_lines(answer: object) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.getvalue().splitlines()]


def test_a_copy_holds_all_that_the_filter_finds_not_only_its_first_page(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    mine = {look("copied.officer") for _ in range(60)}
    other = look("somebody.else")
    found = rows(client.post("/ledger/copy/accesses", {"who": "copied.officer", "form": "csv"}))
    assert {row["Record"] for row in found} >= mine
    assert other not in {row["Record"] for row in found}


def test_a_copy_is_recorded_with_its_hash_and_who_took_it(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    look("copied.officer")
    answer = client.post("/ledger/copy/accesses", {"who": "copied.officer", "form": "jsonl"})
    sha256 = hashlib.sha256(answer.getvalue()).hexdigest()
    written = ledger.last("audit.copy_accesses")
    assert (written.result, written.username) == ("shown", auditor.username)
    assert written.records == [f"copy:{sha256[:32]}"]
    assert json.loads(written.query)["who"] == "copied.officer"
    event = ledger.connection.execute(
        "select * from audit_changeevent where event = 'ledger_exported' order by id desc limit 1"
    ).fetchone()
    # The test's own transaction is not committed, so only what the gate wrote can be seen from outside.
    assert event is None or json.loads(event.detail)["sha256"]
    assert answer.headers["X-Content-SHA256"] == sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_no_cell_is_a_formula_and_each_access_is_one_line(client: Client, auditor: User) -> None:
    look("formula", reference=ODD, agent="two\nlines\r\n\x00end", full_name="＝1+1")
    answer = client.post("/ledger/copy/accesses", {"who": "formula", "form": "csv"})
    body = answer.getvalue().decode("utf-8-sig")
    (row,) = [one for one in csv.DictReader(io.StringIO(body, newline="")) if one["Username"] == "formula"][
        -1:
    ]
    assert row["Reference"] == f"'{ODD}"
    assert row["Name"] == "'＝1+1"
    assert "\n" not in row["Browser"]
    for line in body.splitlines()[1:]:
        for value in next(csv.reader([line])):
            assert not value.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_json_lines_hold_the_exact_bytes_that_were_hashed(
    client: Client, auditor: User, ledger: Ledger
) -> None:
    uid = look("exact.officer", reference='naïve "✈" <script>')
    said = json_lines(client.post("/ledger/copy/accesses", {"who": "exact.officer", "form": "jsonl"}))
    kept = ledger.connection.execute(
        "select payload, leaf from audit_accessrecord where uid = %s", [uid]
    ).fetchone()
    assert kept.payload.decode() in [line.get("payload") for line in said]
    for line in said[1:-1]:
        assert line["leaf"] == hashlib.sha256(b"\x00" + line["payload"].encode()).hexdigest()
    assert said[0]["selection"] == {"who": "exact.officer", "actors": "person"} or said[0]["selection"]
    assert said[-1]["records"] == len(said) - 2


def test_a_plates_copy_holds_searches_and_showings_between_two_days_and_no_others(
    client: Client, auditor: User, read: Read, ledger: Ledger
) -> None:
    mine = look("plate.officer", plate="5XYZ789")
    other = look("plate.officer", plate="5XYZ780")
    today = timezone.localdate()
    asked = {"plate": "5XYZ789", "form": "csv"}
    within = client.post("/ledger/copy/plate", {**asked, "start": today, "end": today})
    found = [row["Record"] for row in rows(within)]
    assert mine in found
    assert other not in found
    assert ledger.last("audit.copy_plate").plates_sought == ["5XYZ789"]
    before = today - timedelta(days=9)
    earlier = client.post("/ledger/copy/plate", {**asked, "start": before, "end": before})
    assert mine not in [row["Record"] for row in rows(earlier)]


def test_the_page_of_a_plate_takes_two_days(client: Client, auditor: User) -> None:
    look("plate.officer", plate="5XYZ789")
    today = timezone.localdate()
    assert b"plate.officer" in client.post("/ledger/plate", {"plate": "5XYZ789", "start": today}).content
    before = today - timedelta(days=9)
    answer = client.post("/ledger/plate", {"plate": "5XYZ789", "end": before})
    assert b"plate.officer" not in answer.content
    wrong = client.post("/ledger/plate", {"plate": "5XYZ789", "start": today, "end": before})
    assert wrong.status_code == 422
    assert b"This day is before the first one." in wrong.content


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("accesses", {"form": "xls"}),
        ("accesses", {"form": "csv", "start": "2026-02-30"}),
        ("plate", {"form": "csv"}),
        ("plate", {"form": "csv", "plate": "?" * 300}),
        ("plate", {"form": "jsonl", "plate": "8ABC123", "start": "2026-02-02", "end": "2026-02-01"}),
    ],
)
def test_a_copy_that_is_asked_for_wrongly_is_refused_with_a_sentence(
    client: Client, auditor: User, ledger: Ledger, place: str, said: dict[str, str]
) -> None:
    answer = client.post(f"/ledger/copy/{place}", said)
    assert answer.status_code == 422
    assert b"Go back to the list" in answer.content
    assert ledger.last().code == "copy_refused"


def test_everyone_who_was_shown_a_record_can_be_taken_along(
    client: Client, auditor: User, read: Read
) -> None:
    officer = people.officer()
    seen = people.log_in(Client(), officer, purpose="citation_contest", reference="PK-2031845")
    assert seen.get(f"/reads/{read.uid}").status_code == 200
    found = rows(client.post(f"/ledger/copy/shown/read/{read.uid}", {"form": "csv"}))
    (row,) = [one for one in found if one["Username"] == officer.username]
    assert (row["Door"], row["Purpose"], row["Reference"]) == ("reads.read", "citation_contest", "PK-2031845")


def test_a_persons_timeline_survives_a_new_name_and_tells_a_name_used_again_apart(
    client: Client, auditor: User
) -> None:
    first, second = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    look("a.reyes", person=first, reference="before")
    look("a.reyes-ortiz", person=first, reference="after the wedding")
    look("a.reyes", person=second, reference="another one")
    page = client.get(f"/ledger/person/{first}").content.decode()
    assert "before" in page
    assert "after the wedding" in page
    assert "another one" not in page
    assert "a.reyes, a.reyes-ortiz" in page
    copied = rows(client.post(f"/ledger/copy/person/{first}", {"form": "csv"}))
    assert {row["Username"] for row in copied} == {"a.reyes", "a.reyes-ortiz"}


@pytest.mark.parametrize("wrong", ["before=yesterday", "start=2026-02-30", "start=2026-02-02&end=2026-02-01"])
def test_an_odd_timeline_is_refused(client: Client, auditor: User, wrong: str) -> None:
    answer = client.get(f"/ledger/person/11111111-1111-4111-8111-111111111111?{wrong}")
    assert answer.status_code == 422


def test_the_whole_ledger_can_be_taken_along_and_read_by_the_verifier(
    client: Client, auditor: User, tmp_path: Path
) -> None:
    look("whole.officer")
    answer = client.post("/ledger/copy/whole")
    assert answer.status_code == 200
    check = offline.Check(keys=[])
    end = offline.read_export(io.BytesIO(answer.getvalue()), check)
    assert end["unsealed"] + end["records"] > 0
    assert check.finish() == [] or all(one.kind != offline.CHANGED for one in check.findings)


def test_an_officer_takes_no_copy(client: Client, ledger: Ledger) -> None:
    people.log_in(client, people.officer())
    for place in ("accesses", "plate", "whole"):
        assert client.post(f"/ledger/copy/{place}", {"form": "csv", "plate": "8ABC123"}).status_code == 403
        assert ledger.last(f"audit.copy_{place}").result == "refused"
