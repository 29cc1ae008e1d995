"""No boot and no tow without a verification (manual, clause 4(e); Veh. Code 22651(i))."""

import os
from datetime import datetime, time, timedelta
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.conf import settings as portal
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import Check, Hit, Hotlist, HotlistEntry, VehicleAction
from tests.conftest import Ledger
from tests.enforcement.hits.conftest import PAST_DUE, REGISTRATION, SEEN, checks, fresh, steps, verified
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import ReadFactory, under_access

BOOT = {"kind": "boot", "reference": "B-1041"}


def boot(client: Client, hit: Hit) -> tuple[int, str]:
    """(status, code) of a program's attempt."""
    answer = client.post(f"/api/v1/hits/{hit.uid}/actions", BOOT, content_type="application/json")
    return answer.status_code, answer.json().get("code", "")


def age(admin_connection: psycopg.Connection, hit: Hit, minutes: int) -> None:
    """Make a hit's checks older, as only a superuser can."""
    admin_connection.execute(
        "update enforcement_check set checked_at = checked_at - make_interval(mins => %s) where hit_id = %s",
        [minutes, hit.pk],
    )


def test_both_checks_verify_a_scofflaw_hit_and_a_boot_is_recorded(
    client: Client, officer: User, hit: Hit, ledger: Ledger
) -> None:
    verified(client, hit)
    page = client.get(f"/hits/{hit.uid}").content.decode()
    assert 'value="boot"' in page and "counts for" in page and "29 min" in page
    assert client.post(f"/hits/{hit.uid}/act", BOOT).status_code == 302
    assert fresh(hit).state == "acted"
    with under_access():
        action = VehicleAction.objects.get(hit=hit)
        assert (action.kind, action.by, action.plate, action.reference) == (
            "boot",
            officer,
            "8ABC123",
            "B-1041",
        )
        assert action.recheck.kind == "recheck"
    assert steps(hit) == ["made", "confirmed", "checked", "checked", "verified", "acted"]
    assert [check.kind for check in checks(hit)] == ["registration", "past_due", "recheck"]


def test_each_check_keeps_source_time_person_and_result_of_this_vehicle(
    client: Client, officer: User, hit: Hit
) -> None:
    before = timezone.now()
    verified(client, hit)
    for check in checks(hit):
        assert check.source and check.checked_by == officer and check.result == "confirmed"
        assert (check.plate, check.region) == ("8ABC123", "us-ca")
        assert abs(check.checked_at - before) < timedelta(minutes=1)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_direct_post_without_the_whole_verification_is_refused_and_that_is_kept(
    client: Client, officer: User, hit: Hit, ledger: Ledger, done: int
) -> None:
    for address, said in (("confirm", SEEN), ("check", REGISTRATION))[:done]:
        client.post(f"/hits/{hit.uid}/{address}", said)
    status, code = boot(client, hit)
    assert (status, code) == (409, ["not_accepted", "not_checked", "not_checked"][done])
    record = ledger.last("api.hit_actions")
    assert (record.result, record.status, record.code) == ("refused", 409, code)
    assert steps(hit)[-1] == "refused"
    with under_access():
        assert not VehicleAction.objects.exists()


def test_the_refused_page_says_why(client: Client, officer: User, hit: Hit) -> None:
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    answer = client.post(f"/hits/{hit.uid}/act", BOOT, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert b"Not everything that this takes was checked and confirmed." in answer.content
    assert answer.content.lstrip().startswith(b"<article")


def test_nothing_is_checked_before_the_plate_is_confirmed(client: Client, officer: User, hit: Hit) -> None:
    assert client.post(f"/hits/{hit.uid}/check", REGISTRATION).status_code == 409
    assert (checks(hit), steps(hit)) == ([], ["made", "refused"])


def test_a_verification_older_than_thirty_minutes_boots_nothing(
    client: Client, officer: User, hit: Hit, admin_connection: psycopg.Connection
) -> None:
    with_commits = verified(client, hit)
    later = timezone.now() + timedelta(minutes=31)
    with time_machine.travel(later):
        # The session is idle by then; the rule itself is asked.
        from enforcement.actions import vehicle_actions
        from enforcement.refused import HitRefused

        with under_access(), pytest.raises(HitRefused) as refused:
            vehicle_actions.act(
                hit=with_commits, kind="boot", reference="", note="", by=officer, now=timezone.now()
            )
    assert refused.value.decision.code == "expired"


@pytest.mark.parametrize("check", [REGISTRATION, PAST_DUE])
def test_a_later_denial_takes_a_confirmation_away(
    client: Client, officer: User, hit: Hit, check: dict[str, str]
) -> None:
    verified(client, hit)
    client.post(f"/hits/{hit.uid}/check", check | {"result": "not_confirmed"})
    assert boot(client, hit) == (409, "not_checked")


def test_four_notices_are_not_enough(client: Client, officer: User, hit: Hit) -> None:
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    client.post(f"/hits/{hit.uid}/check", REGISTRATION)
    client.post(f"/hits/{hit.uid}/check", PAST_DUE | {"notices": "4"})
    assert fresh(hit).state == "accepted"
    assert b"asks for 5 or more" in client.get(f"/hits/{hit.uid}").content
    assert boot(client, hit) == (409, "not_checked")


def test_past_due_without_a_number_of_notices_is_refused(client: Client, officer: User, hit: Hit) -> None:
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    answer = client.post(f"/hits/{hit.uid}/check", PAST_DUE | {"notices": ""})
    assert answer.status_code == 422
    assert b"Type how many notices are unpaid." in answer.content


@pytest.mark.parametrize("stale_from", ["when made", "after the checks"])
def test_a_stale_list_boots_nothing(client: Client, officer: User, stale_from: str) -> None:
    hotlist = HotlistFactory(stale=stale_from == "when made")
    hit = hit_of(EntryFactory(hotlist=hotlist))
    for address, said in (("confirm", SEEN), ("check", REGISTRATION), ("check", PAST_DUE)):
        client.post(f"/hits/{hit.uid}/{address}", said)
    assert fresh(hit).state == ("accepted" if stale_from == "when made" else "verified")
    Hotlist.objects.filter(pk=hotlist.pk).update(refreshed_at=timezone.now() - timedelta(hours=25))
    assert boot(client, hit) == (409, "stale_list")
    assert b"Stale list" in client.get(f"/hits/{hit.uid}").content


def test_a_possible_hit_boots_nothing(client: Client, officer: User) -> None:
    hit = hit_of(EntryFactory(region=""), read=ReadFactory(), match="possible")
    for address, said in (("confirm", SEEN), ("check", REGISTRATION), ("check", PAST_DUE)):
        client.post(f"/hits/{hit.uid}/{address}", said)
    assert fresh(hit).state == "accepted"
    assert boot(client, hit) == (409, "possible")


@pytest.mark.parametrize("kind", ["wanted", "watch"])
def test_a_hit_of_another_kind_boots_nothing(client: Client, officer: User, kind: str) -> None:
    hit = hit_of(EntryFactory(hotlist=HotlistFactory(kind=kind)))
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    assert boot(client, hit) == (409, "wrong_end")


def test_a_citation_paid_on_the_list_meanwhile_stops_the_boot(
    client: Client, officer: User, hit: Hit
) -> None:
    verified(client, hit)
    with under_access():
        HotlistEntry.objects.update(removed_at=timezone.now())
    assert boot(client, hit) == (409, "paid")
    assert [check.kind + check.result for check in checks(hit)][-1] == "rechecknot_confirmed"
    assert steps(hit)[-1] == "refused"
    assert fresh(hit).state == "verified"
    page = client.get(f"/hits/{hit.uid}").content
    assert b"The vehicle is on the list no more." in page


@pytest.mark.parametrize(
    "row, age_minutes, answer",
    [
        ("8ABC123,us-ca,0,0.00", 2, (409, "paid")),
        ("8ABC123,us-ca,3,120.00", 2, (409, "paid")),
        ("8ABC123,us-ca,6,480.00", 2, (200, "")),
        ("8ABC123,us-nv,0,0.00", 2, (200, "")),
        ("8ABC123,us-ca,6,480.00", 90, (409, "not_known")),
        ("8ABC123,us-ca,many,480.00", 2, (409, "not_known")),
    ],
)
def test_the_citation_systems_own_file_is_asked_at_the_moment_of_the_boot(
    client: Client,
    officer: User,
    hit: Hit,
    settings: object,
    tmp_path: Path,
    row: str,
    age_minutes: int,
    answer: tuple[int, str],
) -> None:
    feed = tmp_path / "citations.csv"
    feed.write_text(f"plate,region,notices,balance\n{row}\n")
    written = timezone.now().timestamp() - age_minutes * 60
    os.utime(feed, (written, written))
    settings.ALPR_CITATIONS_FILE = str(feed)
    verified(client, hit)
    assert boot(client, hit) == answer
    assert checks(hit)[-1].kind == "recheck"
    if age_minutes == 90:
        assert checks(hit)[-1].answer == "Unknown: feed 90 minutes old."


def test_a_list_that_was_taken_over_anew_meanwhile_still_boots(
    client: Client, officer: User, hit: Hit
) -> None:
    """An import renews the entry: the vehicle still stands there with five notices or more."""
    verified(client, hit)
    with under_access():
        HotlistEntry.objects.update(removed_at=timezone.now())
    EntryFactory(hotlist=hit.hotlist, notices=8)
    assert boot(client, hit) == (200, "")


def test_an_officer_whose_training_lapsed_since_the_page_was_opened_writes_nothing(
    client: Client, hit: Hit
) -> None:
    """The page is opened five minutes before midnight of the training's last day."""
    last_day = timezone.localdate()
    evening = timezone.make_aware(datetime.combine(last_day, time(23, 55)))
    with time_machine.travel(evening, tick=False) as clock:
        officer = people.person("officer", trained=False, username="late", full_name="Lena Late")
        people.TrainingRecordFactory(user=officer, expires_on=last_day)
        people.log_in(client, officer)
        assert client.post(f"/hits/{hit.uid}/confirm", SEEN).status_code == 302
        clock.shift(timedelta(minutes=6))
        for address, said in (("check", REGISTRATION), ("act", BOOT), ("release", {"reason": "x"})):
            answer = client.post(f"/hits/{hit.uid}/{address}", said, headers={"HX-Request": "true"})
            assert answer.status_code == 403, address
        assert boot(client, hit) == (403, "training")
    assert (steps(hit), checks(hit)) == (["made", "confirmed"], [])


def test_an_officer_whose_role_was_taken_away_since_writes_nothing(
    client: Client, officer: User, hit: Hit
) -> None:
    verified(client, hit)
    officer.role_grants.update(revoked_at=timezone.now(), revoked_by=people.manager())
    assert client.post(f"/hits/{hit.uid}/act", BOOT).status_code == 403
    assert fresh(hit).state == "verified"
    assert steps(hit)[-1] == "verified"


# The database by itself


INSERT = (
    "insert into enforcement_vehicleaction (uid, hit_id, kind, plate, region, reference, note, by_id,"
    " registration_check_id, past_due_check_id, recheck_id)"
    " values (gen_random_uuid(), %s, %s, %s, 'us-ca', '', '', %s, %s, %s, %s)"
)


def recheck(hit: Hit, by: User, **values: object) -> Check:
    given = {"hit": hit, "kind": "recheck", "result": "confirmed", "source": "List", "plate": hit.plate}
    return Check.objects.create(region=hit.region, checked_by=by, **(given | values))


def test_with_all_of_it_the_database_takes_a_boot(client: Client, officer: User, hit: Hit) -> None:
    """The refusals below differ from this in one thing each."""
    hit = verified(client, hit)
    with under_access():
        ids = [check.pk for check in checks(hit)] + [recheck(hit, officer).pk]
        connection.cursor().execute(INSERT, [hit.pk, "boot", hit.plate, officer.pk, *ids])
        assert VehicleAction.objects.get().hit == hit


@pytest.mark.parametrize(
    "flaw, constraint",
    [
        ("no checks", "boot_or_tow_verified"),
        ("unanswered since", "boot_or_tow_verified"),
        ("another vehicle's", "boot_or_tow_verified"),
        ("another hit's", "boot_or_tow_verified"),
        ("stale list", "boot_or_tow_by_a_fresh_list"),
        ("four notices", "boot_or_tow_of_five_notices"),
        ("another plate", "action_of_the_same_vehicle"),
        ("not verified", "action_of_a_verified_hit"),
    ],
)
@pytest.mark.parametrize("kind", ["boot", "tow"])
def test_the_database_refuses_a_boot_that_lacks_anything(
    client: Client,
    officer: User,
    hit: Hit,
    kind: str,
    flaw: str,
    constraint: str,
) -> None:
    """Raw SQL, as the application's role."""
    plate = hit.plate
    if flaw == "not verified":
        client.post(f"/hits/{hit.uid}/confirm", SEEN)
        with under_access():
            ids = [recheck(hit, officer, kind=name, notices=9).pk for name in ("registration", "past_due")]
            ids.append(recheck(hit, officer).pk)
    else:
        hit = verified(client, hit)
        with under_access():
            ids = [check.pk for check in checks(hit)] + [recheck(hit, officer).pk]
            if flaw == "no checks":
                ids = [ids[2], ids[2], ids[2]]
            if flaw == "another vehicle's":
                ids[0] = recheck(hit, officer, kind="registration", plate="8XYZ999").pk
            if flaw == "another hit's":
                other = hit_of(EntryFactory(plate="8XYZ999"))
                ids[0] = recheck(other, officer, kind="registration", plate=hit.plate).pk
            if flaw == "unanswered since":
                ids[0] = recheck(hit, officer, kind="registration", result="unknown").pk
            if flaw == "stale list":
                Hotlist.objects.update(refreshed_at=timezone.now() - timedelta(days=3))
            if flaw == "four notices":
                HotlistEntry.objects.update(removed_at=timezone.now())
        if flaw == "four notices":
            EntryFactory(hotlist=hit.hotlist, notices=4)
        if flaw == "another plate":
            plate = "8XYZ999"
    with under_access(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        connection.cursor().execute(INSERT, [hit.pk, kind, plate, officer.pk, *ids])
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_checks_that_a_superuser_made_older_count_for_nothing_in_the_database(
    committed: None, client: Client, admin_connection: psycopg.Connection
) -> None:
    officer = people.officer()
    people.log_in(client, officer)
    hit = verified(client, hit_of(EntryFactory()))
    with under_access():
        ids = [check.pk for check in checks(hit)] + [recheck(hit, officer).pk]
    age(admin_connection, hit, 31)
    with under_access():
        ids[2] = recheck(hit, officer).pk
        with pytest.raises(IntegrityError, match="within 30 minutes"), transaction.atomic():
            connection.cursor().execute(INSERT, [hit.pk, "boot", hit.plate, officer.pk, *ids])
    status, code = boot(client, hit)
    assert (status, code) == (409, "expired")
    # The owner, whom no privilege binds, is bound by the triggers too.
    given = portal.DATABASES["owner"]
    with psycopg.connect(
        dbname=given["NAME"],
        user="alpr_owner",
        password="test",
        host=given["HOST"],
        port=given["PORT"] or None,
        autocommit=True,
    ) as owner:
        owner.execute("alter table enforcement_vehicleaction no force row level security")
        owner.execute("alter table enforcement_hit no force row level security")
        owner.execute("alter table enforcement_check no force row level security")
        owner.execute("alter table enforcement_hotlistentry no force row level security")
        try:
            with pytest.raises(psycopg.errors.CheckViolation, match="within 30 minutes"):
                owner.execute(INSERT, [hit.pk, "boot", hit.plate, officer.pk, *ids])
        finally:
            owner.execute("alter table enforcement_vehicleaction force row level security")
            owner.execute("alter table enforcement_hit force row level security")
            owner.execute("alter table enforcement_check force row level security")
            owner.execute("alter table enforcement_hotlistentry force row level security")


@pytest.mark.parametrize("state", ["verified", "acted", "released"])
def test_the_database_lets_no_hit_jump_to_its_end(
    client: Client, officer: User, hit: Hit, state: str
) -> None:
    with under_access(), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(
            "update enforcement_hit set state = %s, decided_at = now(), decided_by_id = %s,"
            " verified_at = now(), verified_by_id = %s, closed_at = now(), closed_by_id = %s where id = %s",
            [state, officer.pk, officer.pk, officer.pk, hit.pk],
        )


def test_nothing_that_was_recorded_is_changed_or_deleted(client: Client, officer: User, hit: Hit) -> None:
    verified(client, hit)
    client.post(f"/hits/{hit.uid}/act", BOOT)
    for statement in (
        "update enforcement_check set result = 'confirmed'",
        "update enforcement_hitstep set reason = ''",
        "update enforcement_vehicleaction set kind = 'tow'",
        "delete from enforcement_check",
        "delete from enforcement_hit",
        "delete from enforcement_vehicleaction",
    ):
        with under_access(), pytest.raises(Exception, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
