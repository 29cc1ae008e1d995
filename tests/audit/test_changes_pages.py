"""The auditors' pages of changes: one line for one change, found by what, who and when; and reading them is
written down too.
"""

import re
from datetime import date, timedelta

import psycopg
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import accounts, roles
from accounts.models import Designation, User
from accounts.roles import ROLES
from audit.acting import Acting, acting_as, because
from audit.change_log import LINES
from audit.models import ChangeEvent
from reads.actions import cameras
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.reads import CameraFactory

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def ledger(committed: None, admin_connection: psycopg.Connection) -> Ledger:
    return Ledger(admin_connection)


@pytest.fixture
def manager(committed: None) -> User:
    return people.manager()


@pytest.fixture
def auditor(client: Client, committed: None) -> User:
    found = people.auditor()
    people.log_in(client, found)
    return found


def text_of(answer: object) -> str:
    """What a person reads: no tags, no runs of blanks."""
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def numbers(answer: object) -> list[int]:
    assert answer.status_code == 200
    return [int(found) for found in re.findall(r'href="/ledger/changes/(\d+)"', answer.content.decode())]


def newest(connection: psycopg.Connection) -> int:
    return connection.execute("select coalesce(max(id), 0) from audit_changeevent").fetchone()[0]


def acts(who: User) -> object:
    return acting_as(Acting(who.username, str(who.uid), address="203.0.113.9", through="admin"))


# One line for one change


def test_an_action_and_the_row_it_changed_are_one_line(
    client: Client, manager: User, auditor: User, admin_connection: psycopg.Connection
) -> None:
    person = people.officer()
    start = newest(admin_connection)
    with acts(manager):
        accounts.disable(user=person, reason="Left the division.", by=manager, now=timezone.now())
    answer = client.get("/ledger/changes")
    lines = [line for line in answer.context["lines"] if line.number > start]
    assert len(lines) == 1
    [line] = lines
    assert (line.what, line.username, line.reason) == ("Account disabled", "manager", "Left the division.")
    assert (line.through, line.address) == ("admin", "203.0.113.9")
    assert [(row.verb, row.kind, row.name) for row in line.rows] == [("Changed", "Person", str(person))]
    assert [(one.label, one.before, one.after) for one in line.rows[0].fields] == [("Enabled", "Yes", "No")]
    page = text_of(client.get(f"/ledger/changes/{line.number}"))
    for said in ("Account disabled", "Left the division.", "203.0.113.9", "Enabled Yes No", "Olive Fields"):
        assert said in page


def test_one_transaction_with_several_actions_is_a_line_for_each(
    client: Client, manager: User, auditor: User, admin_connection: psycopg.Connection
) -> None:
    person = people.UserFactory()
    start = newest(admin_connection)
    now = timezone.now()
    with acts(manager), transaction.atomic():
        roles.grant(user=person, role=ROLES["officer"], starts_on=timezone.localdate(), by=manager, now=now)
        accounts.change(user=person, by=manager, now=now, full_name="Peregrine Newname")
    lines = [line for line in client.get("/ledger/changes").context["lines"] if line.number > start]
    assert [(line.what, line.rows[0].kind, len(line.rows)) for line in lines] == [
        ("Account changed", "Person", 1),
        ("Role granted", "Role grant", 1),
    ]
    assert [(one.label, one.after) for one in lines[0].rows[0].fields] == [("Full name", "Peregrine Newname")]
    shown = {one.label: one.after for one in lines[1].rows[0].fields}
    assert (shown["User"], shown["Role"], shown["Granted by"]) == (
        f"Peregrine Newname ({person.username})",
        "Enforcement officer",
        str(manager),
    )


def test_rows_that_no_action_explains_are_one_line_and_say_so_when_typed_by_hand(
    client: Client, auditor: User, admin_connection: psycopg.Connection
) -> None:
    Designation.objects.bulk_create([Designation(title=name) for name in ("A", "B")])
    start = newest(admin_connection)
    admin_connection.execute("update accounts_designation set active = false where title in ('A', 'B')")
    lines = [line for line in client.get("/ledger/changes").context["lines"] if line.number > start]
    assert [(line.what, len(line.rows), line.by_hand, line.reason) for line in lines] == [
        ("Changed", 2, True, "")
    ]
    assert "Made by hand" in text_of(client.get(f"/ledger/changes/{lines[0].number}"))
    first_row = admin_connection.execute(
        "select min(id) as id from audit_changeevent where id > %s", [start]
    ).fetchone()
    assert "Made by hand" in text_of(client.get(f"/ledger/changes/{first_row.id}"))


def test_an_action_that_names_another_than_whom_the_database_saw_shows_both(
    client: Client, manager: User, auditor: User
) -> None:
    person = people.officer()
    with acting_as(Acting("system:command", through="manage.py import")):
        accounts.disable(user=person, reason="Left the division.", by=manager, now=timezone.now())
    line = client.get("/ledger/changes").context["lines"][0]
    assert (line.username, line.entered_by) == ("manager", "system:command")
    assert "Entered by system:command" in text_of(client.get(f"/ledger/changes/{line.number}"))


def test_secrets_are_masked_and_the_line_says_that_they_changed(client: Client, auditor: User) -> None:
    person = people.UserFactory()
    person.set_password("another-lantern-orchard-31")
    person.save()
    answer = client.get("/ledger/changes")
    assert person.password not in answer.content.decode()
    assert "Password Masked" in text_of(answer)


def test_a_row_that_is_gone_and_a_person_renamed_are_still_called_something(
    client: Client, auditor: User
) -> None:
    gone = Designation.objects.create(title="Lamplighter")
    gone.delete()
    assert "Designation: Lamplighter" in text_of(client.get("/ledger/changes"))


def test_what_people_typed_is_shown_and_never_run(client: Client, auditor: User) -> None:
    nasty = "<script>alert(1)</script>\u202e7KLM"
    with acting_as(Acting("olive")), because(f"{nasty}\nline two"):
        made = Designation.objects.create(title=nasty)
    for page in ("/ledger/changes", f"/ledger/changes/of/designation/{made.pk}"):
        content = client.get(page).content.decode()
        assert "<script>alert" not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


# Finding


def test_changes_are_found_by_what_who_and_when(client: Client, manager: User, auditor: User) -> None:
    with acts(manager):
        camera = cameras.save(camera=CameraFactory.build(), by=manager)
        Designation.objects.create(title="Found by its kind")

    def found(**said: str) -> str:
        return text_of(client.post("/ledger/changes", said))

    assert f"Camera: {camera.name}" in found(table="reads_camera")
    assert "Found by its kind" not in found(table="reads_camera")
    assert "Found by its kind" in found(who="manag", table="accounts_designation")
    assert "No change matches" in found(who="nobody at all")
    today = timezone.localdate()
    assert "Found by its kind" in found(start=str(today), end=str(today), who="manager")
    yesterday = today - timedelta(days=1)
    assert "No change matches" in found(start=str(yesterday), end=str(yesterday), who="manager")
    by_hand = client.post("/ledger/changes", {"by_hand": "on"}).context["lines"]
    assert {line.by_hand for line in by_hand} == {True}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"table": "reads_read"}, "Select a valid choice"),
        ({"start": "2026-13-01"}, "Enter a valid date"),
        ({"start": str(date(2026, 11, 2)), "end": str(date(2026, 11, 1))}, "swap them"),
        ({"before": "zero"}, "Enter a whole number"),
        ({"who": "x" * 101}, "at most 100 characters"),
        ({"who": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_a_filter_that_is_not_right_is_named(
    said: dict[str, str], sentence: str, client: Client, auditor: User, ledger: Ledger
) -> None:
    answer = client.post("/ledger/changes", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (ledger.last("audit.changes").result, ledger.last("audit.changes").code) == (
        "refused",
        "search_refused",
    )


def test_pages_go_on_where_the_one_before_ended(client: Client, auditor: User) -> None:
    for number in range(LINES + 5):
        Designation.objects.create(title=f"Paged {number:03}")
    first = client.post("/ledger/changes", {"table": "accounts_designation"})
    assert len(first.context["lines"]) == LINES
    second = client.post(
        "/ledger/changes", {"table": "accounts_designation", "before": first.context["next_cursor"]}
    )
    shown = [line.subject.name for page in (first, second) for line in page.context["lines"]]
    assert shown[: LINES + 5] == [f"Paged {number:03}" for number in reversed(range(LINES + 5))]


def test_a_change_of_more_rows_than_a_page_holds_goes_on_over_the_next(client: Client, auditor: User) -> None:
    Designation.objects.bulk_create([Designation(title=f"Many {number:03}") for number in range(450)])
    seen: list[str] = []
    before = ""
    for _ in range(3):
        answer = client.post("/ledger/changes", {"table": "accounts_designation", "before": before})
        seen += [row.name for line in answer.context["lines"] for row in line.rows]
        before = answer.context["next_cursor"]
    assert sorted(seen[:450]) == [f"Many {number:03}" for number in range(450)]


# The history of one thing


def test_the_history_of_a_person_has_their_roles_and_trainings(
    client: Client, manager: User, auditor: User
) -> None:
    person, other = people.officer(), people.UserFactory(full_name="Somebody Else")
    with acts(manager):
        accounts.disable(user=person, reason="On leave.", by=manager, now=timezone.now())
        accounts.disable(user=other, reason="Not this one.", by=manager, now=timezone.now())
    answer = client.get(f"/ledger/changes/of/user/{person.uid}")
    page = text_of(answer)
    assert "On leave." in page
    assert "Not this one." not in page
    kinds = {row.kind for line in answer.context["lines"] for row in line.rows}
    assert kinds == {"Person", "Role grant", "Training record", "TOTP device"}


def test_the_admins_history_leads_to_the_ledger(client: Client, manager: User) -> None:
    people.log_in(client, manager)
    person, camera = people.officer(), CameraFactory()
    grant, title = person.role_grants.get(), person.designation_id
    for page, place in (
        (f"/admin/accounts/user/{person.pk}/history/", f"user/{person.uid}"),
        (f"/admin/accounts/rolegrant/{grant.pk}/history/", f"user/{person.uid}"),
        (f"/admin/reads/camera/{camera.pk}/history/", f"camera/{camera.pk}"),
        (f"/admin/accounts/designation/{title}/history/", f"designation/{title}"),
    ):
        assert client.get(page).url == f"/ledger/changes/of/{place}"
        assert client.get(f"/ledger/changes/of/{place}").status_code == 200
    assert client.get("/admin/accounts/user/999999/history/").status_code == 302


def test_the_history_of_something_that_never_was_is_empty(client: Client, auditor: User) -> None:
    for place in ("user/nobody", "camera/x", "nothing/1"):
        assert "No change" in text_of(client.get(f"/ledger/changes/of/{place}"))
    assert client.get("/ledger/changes/of/camera/1?before=none").status_code == 200
    assert client.get("/ledger/changes/999999999").status_code == 404
    assert client.get(f"/ledger/changes/{2**70}").status_code == 404


# Reading them is written down


def test_reading_changes_leaves_a_record_that_names_them(
    client: Client, manager: User, auditor: User, ledger: Ledger
) -> None:
    with acts(manager):
        cameras.save(camera=CameraFactory.build(), by=manager)
    shown = numbers(client.get("/ledger/changes"))
    record = ledger.last("audit.changes")
    assert (record.username, record.result) == ("auditor", "shown")
    assert {f"change:{number}" for number in shown} <= set(record.records)
    client.get(f"/ledger/changes/{shown[0]}")
    assert f"change:{shown[0]}" in ledger.last("audit.change").records


@pytest.mark.parametrize("make", [people.officer, people.administrator, people.detective, people.untrained])
@pytest.mark.parametrize("page", ["/ledger/changes", "/ledger/changes/1", "/ledger/changes/of/camera/1"])
def test_who_may_not_read_the_ledger_reads_no_changes_and_is_written_down(
    make: object, page: str, client: Client, ledger: Ledger
) -> None:
    people.log_in(client, make())
    assert client.get(page).status_code == 403
    assert ledger.people()[-1].result == "refused"


def test_without_an_access_record_no_change_is_read(committed: None) -> None:
    for alias in ("default", "auditor"):
        with pytest.raises(DatabaseError):
            list(ChangeEvent.objects.using(alias).all())
