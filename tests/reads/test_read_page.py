"""The page of one read: what it shows, what it writes down, and corrections beside the observation."""

import html
import threading

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from audit.ledger import close_connection
from reads.models import Correction, Read
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import ReadFactory, under_access

MISREAD = {"plate": "8abc-128", "region": "us-ca", "reason": "misread", "note": "The 3 is an 8."}


@pytest.fixture
def read(db: None) -> Read:
    return ReadFactory(
        observed="8 ABC 123",
        candidates=[
            {"plate": "8ABC123", "confidence": 0.95, "region": "us-ca"},
            {"plate": "8ABC128", "confidence": 0.04, "region": ""},
        ],
        characters=[{"text": letter, "confidence": 0.9} for letter in "8ABC123"],
    )


def now_of(read: Read) -> Read:
    with under_access():
        return Read.objects.get(pk=read.pk)


def corrections_of(read: Read) -> list[Correction]:
    """Newest first."""
    with under_access():
        return list(Correction.objects.select_related("made_by", "undone_by").filter(read=read))


def correct(client: Client, read: Read, **fields: str) -> object:
    return client.post(f"/reads/{read.uid}/correct", MISREAD | fields)


def undo(client: Client, read: Read, correction: Correction) -> object:
    return client.post(f"/reads/{read.uid}/corrections/{correction.pk}/undo")


def test_page_shows_the_read_its_frame_box_and_candidates_and_writes_down_which(
    patrol: Client, read: Read, ledger: Ledger
) -> None:
    page = patrol.get(f"/reads/{read.uid}").text
    for shown in (
        "8 ABC 123",
        ">8ABC123<",
        ">8ABC128<",
        read.camera.name,
        "rapidocr",
        "None. The observation stands.",
    ):
        assert shown in page
    assert f'src="/reads/{read.uid}/crop.jpg"' in page
    with under_access():
        frame = read.frame
    assert f'src="/frames/{frame.uid}/image.jpg"' in page
    assert "Who has seen it" not in page
    seen = ledger.last("reads.read")
    assert (seen.username, seen.purpose, seen.result) == ("officer", "time_limit", "shown")
    assert seen.records == [f"read:{read.uid}", f"frame:{frame.uid}"]
    assert set(seen.plates) == {"us-ca 8ABC123", "8 ABC 123"}
    assert str(read.uid) in seen.query


def test_correction_is_a_new_row_with_author_and_reason_and_the_observation_stays(
    patrol: Client, olive: User, read: Read, ledger: Ledger
) -> None:
    answer = patrol.post(f"/reads/{read.uid}/correct", MISREAD, follow=True)
    assert "The correction is kept beside the observation." in answer.text
    after = now_of(read)
    assert (after.plate, after.region) == ("8ABC128", "us-ca")
    assert (after.observed, after.plate_read, after.region_read) == ("8 ABC 123", "8ABC123", "us-ca")
    (correction,) = corrections_of(read)
    assert (correction.plate, correction.region, correction.reason) == ("8ABC128", "us-ca", "misread")
    assert (correction.note, correction.made_by, correction.undone_at) == ("The 3 is an 8.", olive, None)
    page = html.unescape(patrol.get(f"/reads/{read.uid}").text)
    for shown in (
        ">8ABC128<",
        ">8ABC123<",
        "Corrected",
        "A character was misread: The 3 is an 8.",
        "Olive Fields",
    ):
        assert shown in page
    changed = ledger.last("reads.correct")
    assert (changed.result, changed.status) == ("shown", 302)
    assert f"read:{read.uid}" in changed.records
    assert set(changed.plates) >= {"us-ca 8ABC123"}
    # What was observed stands on the page too, and so it stands in the record.
    assert set(ledger.last("reads.read").plates) == {"us-ca 8ABC128", "8ABC123", "8 ABC 123"}


def test_search_finds_the_corrected_number_and_no_longer_the_misread_one(patrol: Client, read: Read) -> None:
    correct(patrol, read)
    assert f"/reads/{read.uid}" in patrol.post("/reads/", {"plate": "8ABC128"}).text
    assert f"/reads/{read.uid}" not in patrol.post("/reads/", {"plate": "8ABC123"}).text


def test_corrections_are_undone_one_by_one_and_stay_in_the_history(
    patrol: Client, olive: User, read: Read, ledger: Ledger
) -> None:
    correct(patrol, read)
    correct(patrol, read, plate="8ABC129", reason="incomplete", note="")
    newest, first = corrections_of(read)
    answer = patrol.post(f"/reads/{read.uid}/corrections/{newest.pk}/undo", follow=True)
    assert "The correction is undone; it stays in the history." in answer.text
    assert now_of(read).plate == "8ABC128"
    undo(patrol, read, first)
    assert (now_of(read).plate, now_of(read).region) == ("8ABC123", "us-ca")
    kept = corrections_of(read)
    assert [(one.plate, one.undone_by) for one in kept] == [("8ABC129", olive), ("8ABC128", olive)]
    assert "Undone by Olive Fields" in patrol.get(f"/reads/{read.uid}").text
    again = patrol.post(f"/reads/{read.uid}/corrections/{first.pk}/undo", follow=True)
    assert "had been undone before" in again.text
    assert len(ledger.records("reads.undo_correction")) == 3


def test_older_correction_undone_first_leaves_the_newer_one_standing(patrol: Client, read: Read) -> None:
    correct(patrol, read)
    correct(patrol, read, plate="8ABC129")
    undo(patrol, read, corrections_of(read)[1])
    assert now_of(read).plate == "8ABC129"
    undo(patrol, read, corrections_of(read)[0])
    assert now_of(read).plate == "8ABC123"


def test_correction_of_the_region_alone_makes_it_another_vehicle(patrol: Client, read: Read) -> None:
    correct(patrol, read, plate="8ABC123", region="us-nv", reason="wrong_region")
    assert (now_of(read).plate, now_of(read).region, now_of(read).region_read) == (
        "8ABC123",
        "us-nv",
        "us-ca",
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"plate": "8ABC123"}, "there is nothing to correct"),
        ({"plate": ""}, "This field is required"),
        ({"plate": "--"}, "Type the plate number"),
        ({"plate": "8ABC*"}, "take out *"),
        ({"plate": "8ABC'--"}, "take out '"),
        ({"plate": "8ABC12345678"}, "at most 10 characters"),
        ({"plate": "8" * 10_000}, "at most 10 characters"),
        ({"region": "us-zz"}, "us-zz is not one of the available choices"),
        ({"reason": ""}, "This field is required"),
        ({"reason": "because"}, "because is not one of the available choices"),
        ({"note": "x" * 201}, "at most 200 characters"),
        ({"note": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_bad_correction_is_refused_with_a_sentence_and_changes_nothing(
    patrol: Client, read: Read, ledger: Ledger, fields: dict[str, str], sentence: str
) -> None:
    answer = correct(patrol, read, **fields)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert (now_of(read).plate, corrections_of(read)) == ("8ABC123", [])
    seen = ledger.last("reads.correct")
    assert (seen.result, seen.status, seen.code) == ("refused", 422, "correction_refused")
    # The page with the form was shown all the same, and so was what stands on it.
    assert f"read:{read.uid}" in seen.records


def test_note_with_markup_and_direction_marks_is_shown_as_text(patrol: Client, read: Read) -> None:
    correct(patrol, read, note="<img src=x onerror=alert(1)>")
    page = patrol.get(f"/reads/{read.uid}").text
    assert "<img src=x" not in page and "&lt;img src=x" in page


@pytest.mark.parametrize("who", ["records_officer", "detective", "administrator"])
def test_person_who_may_not_correct_is_refused_and_recorded(read: Read, ledger: Ledger, who: str) -> None:
    person = getattr(accounts, who)()
    client = log_in(Client(), person)
    assert client.get(f"/reads/{read.uid}").status_code == 200
    assert "Correct this read" not in client.get(f"/reads/{read.uid}").text
    assert correct(client, read).status_code == 403
    assert (now_of(read).plate, corrections_of(read)) == ("8ABC123", [])
    seen = ledger.last("reads.correct")
    assert (seen.username, seen.result, seen.code, seen.records) == (
        person.username,
        "refused",
        "permission",
        [],
    )


def test_person_who_may_not_correct_undoes_nothing(
    patrol: Client, desk: Client, read: Read, ledger: Ledger
) -> None:
    correct(patrol, read)
    assert undo(desk, read, corrections_of(read)[0]).status_code == 403
    assert now_of(read).plate == "8ABC128"
    assert ledger.last("reads.undo_correction").result == "refused"


def test_correction_of_another_read_is_not_there(patrol: Client, read: Read, ledger: Ledger) -> None:
    correct(patrol, read)
    other = ReadFactory()
    assert undo(patrol, other, corrections_of(read)[0]).status_code == 404
    assert patrol.post(f"/reads/{read.uid}/corrections/999999999999999999999/undo").status_code == 404
    assert now_of(read).plate == "8ABC128"
    assert ledger.last("reads.undo_correction").code == "not_found"


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_correcting_takes_a_post(patrol: Client, read: Read, method: str) -> None:
    assert getattr(patrol, method)(f"/reads/{read.uid}/correct").status_code == 405
    assert corrections_of(read) == []


def test_form_from_another_site_corrects_nothing(olive: User, read: Read) -> None:
    client = log_in(Client(enforce_csrf_checks=True), olive)
    assert correct(client, read).status_code == 403
    assert corrections_of(read) == []


def at_once(*acts: object) -> list[int]:
    """Status codes of requests that begin in the same moment, in no order."""
    together = threading.Barrier(len(acts))
    answers: list[int] = []

    def one(act: object) -> None:
        together.wait()
        answers.append(act().status_code)
        connections.close_all()
        close_connection()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_same_correction_by_two_people_at_once_is_made_once(committed: None) -> None:
    read = ReadFactory()
    clients = [log_in(Client(), accounts.officer(username=f"officer{n}")) for n in range(2)]
    assert at_once(*(lambda client=client: correct(client, read) for client in clients)) == [302, 422]
    assert len(corrections_of(read)) == 1
    assert now_of(read).plate == "8ABC128"


def test_two_different_corrections_at_once_both_stand_and_the_read_follows_the_later(committed: None) -> None:
    read = ReadFactory()
    clients = [log_in(Client(), accounts.officer(username=f"officer{n}")) for n in range(2)]
    acts = [
        lambda client=client, plate=plate: correct(client, read, plate=plate)
        for client, plate in zip(clients, ("8ABC111", "8ABC222"), strict=True)
    ]
    assert at_once(*acts) == [302, 302]
    kept = corrections_of(read)
    assert {one.plate for one in kept} == {"8ABC111", "8ABC222"}
    assert now_of(read).plate == kept[0].plate


def test_correction_undone_by_two_people_at_once_is_undone_once(
    committed: None, admin_connection: object
) -> None:
    read = ReadFactory()
    clients = [log_in(Client(), accounts.officer(username=f"officer{n}")) for n in range(2)]
    correct(clients[0], read)
    (correction,) = corrections_of(read)
    newest = admin_connection.execute("select max(id) from audit_changeevent").fetchone()[0]
    assert at_once(*(lambda client=client: undo(client, read, correction) for client in clients)) == [
        302,
        302,
    ]
    assert now_of(read).plate == "8ABC123"
    events = admin_connection.execute(
        "select event from audit_changeevent where id > %s", [newest]
    ).fetchall()
    assert [row[0] for row in events].count("correction_undone") == 1


def test_change_events_name_the_read_and_its_author_and_bear_no_plate(
    committed: None, admin_connection: object
) -> None:
    newest = admin_connection.execute("select coalesce(max(id), 0) from audit_changeevent").fetchone()[0]
    read = ReadFactory()
    client = log_in(Client(), accounts.officer())
    correct(client, read)
    undo(client, read, corrections_of(read)[0])
    events = admin_connection.execute(
        "select * from audit_changeevent where id > %s and target = %s order by id",
        [newest, f"read:{read.uid}"],
    ).fetchall()
    # Each time the read is announced anew, and the matcher writes down that it looked.
    assert [row.event for row in events if row.username == "officer"] == [
        "read_corrected",
        "correction_undone",
    ]
    assert {row.username for row in events} <= {"officer", "system:matcher"}
    assert all(row.access is not None and "8ABC" not in row.detail for row in events)
