"""Clauses 2, 4(c) and 6(b): what the data are for, and who may use them."""

import io
import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.actions import purposes
from accounts.purposes import PURPOSES
from audit.fields import GatedModel
from reads.models import Frame, Read
from tests.conftest import Ledger
from tests.contract.access_table import ANYBODY, TABLE
from tests.contract.personas import PLATE, make_things
from tests.contract.test_every_url import address
from tests.factories import accounts as people
from tests.factories.reads import CameraFactory, picture, under_access

PRIVATE = re.compile(r"(owner|driver|name_of|first_name|last_name|birth|street|licen[cs]e|ssn|phone)")


def places_of(read: Read, frame: Frame) -> tuple[str, ...]:
    """Where this read can be seen: pages, pictures and the programs' way."""
    return (
        f"/reads/{read.uid}",
        f"/reads/{read.uid}/crop.jpg",
        f"/frames/{frame.uid}",
        f"/frames/{frame.uid}/image.jpg",
        f"/frames/{frame.uid}/thumbnail.jpg",
        "/frames/",
        f"/api/v1/reads/{read.uid}",
        f"/api/v1/frames/{frame.uid}",
    )


@pytest.mark.clause("2¶1")
def test_alpr_serves_parking_enforcement_and_recognises_the_privacy_of_the_public(
    client: Client, read: Read, ledger: Ledger
) -> None:
    # Every purpose on the list is the division's or one the law asks of it; immigration enforcement is none.
    assert set(PURPOSES) == {
        "time_limit",
        "permit",
        "scofflaw",
        "citation_contest",
        "audit",
        "maintenance",
        "records_request",
        "police_request",
    }
    # Beside a plate there is nobody's name, address or date of birth.
    for model in apps.get_models():
        if issubclass(model, GatedModel) and model._meta.app_label != "audit":
            columns = [field.column for field in model._meta.concrete_fields]
            assert [column for column in columns if PRIVATE.search(column)] == []
    # Looking a plate up takes a stated purpose.
    people.log_in(client, people.officer(), purpose="")
    answer = client.post("/reads/", {"plate": read.plate})
    assert answer.url.startswith("/account/purpose")
    assert read.plate.encode() not in answer.content
    assert ledger.last("reads.search").code == "purpose"
    # A picture leaves without where and when the camera says it was taken.
    people.log_in(client, people.officer(username="second"))
    sent = Image.open(io.BytesIO(client.get(f"/frames/{read.frame.uid}/image.jpg").getvalue()))
    assert not sent.getexif()
    assert "exif" not in sent.info


@pytest.mark.clause("2¶2")
def test_data_and_images_are_for_official_use_and_not_open_to_public_review(client: Client) -> None:
    things = make_things()
    for method, route in TABLE:
        answer = client.generic(method, address(route, things))
        body = answer.getvalue()
        assert answer.status_code in (302, 401) or route in ANYBODY, route
        assert PLATE.encode() not in body
        assert b"\xff\xd8\xff" not in body[:4]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    # The folder with the originals has no address, with or without a login.
    people.log_in(client, people.officer())
    for folder in ("", "media/", "frames/", "static/", "static/../", "var/frames/"):
        assert client.get(f"/{folder}{things.frame.original}").status_code == 404
    # What a browser gets, nobody on the way may keep.
    for place in places_of(things.read, things.frame):
        answer = client.get(place)
        answer.getvalue()
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]


@pytest.mark.clause("4(c)")
@pytest.mark.parametrize("make", [people.untrained, people.lapsed])
def test_no_member_operates_the_equipment_or_accesses_data_without_completed_training(
    client: Client, read: Read, ledger: Ledger, make: object
) -> None:
    camera = CameraFactory()
    member = make()
    people.log_in(client, member)
    for place in places_of(read, read.frame):
        answer = client.get(place)
        assert answer.status_code == 403, place
        assert read.plate.encode() not in answer.content
    with under_access():
        frames = Frame.objects.count()
    sent = client.post("/frames/upload", {"camera": camera.code, "files": io.BytesIO(picture())})
    assert sent.status_code == 403
    with under_access():
        assert Frame.objects.count() == frames
    written = ledger.people()
    assert len(written) == len(places_of(read, read.frame)) + 1
    assert {(one.username, one.result, one.code) for one in written} == {
        (member.username, "refused", "training")
    }
    # Completed and approved by another, the training opens the same doors in the same session.
    people.TrainingRecordFactory(user=member)
    assert client.get(f"/reads/{read.uid}").status_code == 200


@pytest.mark.clause("4(c)")
def test_training_that_lapses_during_a_session_ends_access_with_the_next_request(
    client: Client, read: Read, ledger: Ledger
) -> None:
    last_day = timezone.localdate() - timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))  # noqa: DTZ001
    officer = people.person("officer", trained=False, username="olive")
    people.TrainingRecordFactory(
        user=officer, completed_on=last_day - timedelta(days=364), expires_on=last_day
    )
    with time_machine.travel(midnight - timedelta(minutes=5), tick=False):
        people.log_in(client, officer)
        assert client.get(f"/reads/{read.uid}").status_code == 200
    with time_machine.travel(midnight, tick=False):
        assert client.get(f"/reads/{read.uid}").status_code == 403
    assert ledger.last("reads.read").code == "training"


@pytest.mark.clause("6(b)")
def test_members_access_data_for_legitimate_purposes_only(client: Client, read: Read, ledger: Ledger) -> None:
    officer = people.officer()
    people.log_in(client, officer, purpose="")
    page = f"/reads/{read.uid}"
    # Without a purpose the way leads to stating one, and back.
    assert client.get(page).url == f"/account/purpose?next=%2Freads%2F{read.uid}"
    # A purpose that is not on the list, and a reference that says nothing, are refused.
    for said in (
        {"purpose": "curiosity"},
        {"purpose": "immigration"},
        {"purpose": ""},
        {"purpose": "citation_contest"},
        {"purpose": "citation_contest", "reference": "n/a"},
        {"purpose": "police_request", "reference": "investigation"},
    ):
        assert client.post("/account/purpose", {**said, "next": page}).status_code == 422, said
        assert client.get(page).status_code == 302
    # A purpose for the investigation of a parking violation opens the record and is written with it.
    said = {"purpose": "citation_contest", "reference": "PK-2031845", "next": page}
    assert client.post("/account/purpose", said).url == page
    assert client.get(page).status_code == 200
    written = ledger.last("reads.read")
    assert (written.result, written.purpose, written.reference) == ("shown", "citation_contest", "PK-2031845")


@pytest.mark.clause("6(b)")
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (people.detective, "scofflaw"),
        (people.auditor, "time_limit"),
        (people.records_officer, "police_request"),
    ],
)
def test_a_member_looks_only_for_what_their_role_is_for(client: Client, make: object, code: str) -> None:
    person = make()
    with pytest.raises(ValidationError, match="Your roles do not look for that purpose"):
        purposes.choose(
            code=code, reference="26-003712", session=client.session, by=person, now=timezone.now()
        )


@pytest.mark.clause("6(b)")
def test_a_purpose_is_asked_again_after_twelve_hours(client: Client, read: Read) -> None:
    officer = people.officer()
    people.log_in(client, officer, purpose="scofflaw")
    session = client.session
    session["purpose"] = {**session["purpose"], "chosen_at": int(timezone.now().timestamp()) - 12 * 3600}
    session.save()
    assert client.get(f"/reads/{read.uid}").url.startswith("/account/purpose")
