"""A plate that is typed with a photo: kept as a read, matched like any, and answered blind."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from enforcement.models import Hit, Hotlist
from reads.models import Camera, Frame, Read
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import CameraFactory, under_access

Street = Callable[[], bytes]


def typed(client: Client, photo: bytes | None, **said: str) -> HttpResponse:
    fields: dict[str, object] = {"plate": "8abc 123", "region": "us-ca", "camera": "car-12-left"} | said
    if photo is not None:
        fields["photo"] = SimpleUploadedFile("photo.jpg", photo, content_type="image/jpeg")
    return client.post("/capture", fields)


def reads() -> list[Read]:
    with under_access():
        return list(Read.objects.select_related("frame").order_by("id"))


def test_plate_and_photo_are_kept_as_a_read(
    patrol: Client, car: Camera, street: Street, ledger: Ledger
) -> None:
    answer = typed(patrol, street())
    (read,) = reads()
    assert answer.status_code == 302 and answer["Location"] == f"/capture/{read.uid}"
    assert (read.plate, read.region, read.engine, read.confidence) == ("8ABC123", "us-ca", "typed", 1.0)
    assert (read.box_x, read.box_y, read.box_w, read.box_h) == (0, 0, read.frame.width, read.frame.height)
    assert (read.frame.state, read.frame.camera_id) == (Frame.State.READ, car.pk)
    seen = ledger.last("patrol.capture")
    assert (seen.result, seen.plates) == ("shown", ["us-ca 8ABC123"])
    assert "8ABC123" not in answer["Location"]


def test_hit_is_told_at_once_and_its_reason_is_not(
    patrol: Client, car: Camera, street: Street, django_capture_on_commit_callbacks: object
) -> None:
    EntryFactory(reason="Seven unpaid notices", hotlist=HotlistFactory(name="The scofflaw list"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = typed(patrol, street())
    with under_access():
        hit = Hit.objects.get()
    page = patrol.get(answer["Location"]).text
    assert "There is a hit" in page and f"/hits/{hit.uid}" in page and "Exact hit" in page
    for secret in ("Seven", "scofflaw", "Scofflaw"):
        assert secret not in page


def test_no_hit_is_said_too(
    patrol: Client, car: Camera, street: Street, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = typed(patrol, street())
    assert "No hit" in patrol.get(answer["Location"]).text


def test_no_hit_is_not_claimed_before_matching_is_through(
    patrol: Client, car: Camera, street: Street
) -> None:
    page = patrol.get(typed(patrol, street())["Location"]).text
    assert "the look-up is under way" in page and "No hit" not in page


def test_restricted_hit_is_no_hit_for_an_officer(
    patrol: Client, car: Camera, street: Street, django_capture_on_commit_callbacks: object
) -> None:
    EntryFactory(hotlist=HotlistFactory(audience=Hotlist.Audience.RESTRICTED))
    with django_capture_on_commit_callbacks(execute=True):
        answer = typed(patrol, street())
    with under_access():
        assert Hit.objects.count() == 1
    assert "No hit" in patrol.get(answer["Location"]).text
    assert "There is a hit" in log_in(Client(), accounts.manager()).get(answer["Location"]).text


def test_same_photo_again_keeps_one_read_and_another_plate_on_it_a_second(
    patrol: Client, car: Camera, street: Street
) -> None:
    photo = street()
    first = typed(patrol, photo)
    assert typed(patrol, photo)["Location"] == first["Location"]
    typed(patrol, photo, plate="7XYZ987")
    assert [read.plate for read in reads()] == ["8ABC123", "7XYZ987"]
    assert len({read.frame_id for read in reads()}) == 1


WRONG = {
    "no plate": ({"plate": ""}, "Type the plate number."),
    "odd plate": ({"plate": "8AB%"}, "take out %"),
    "long plate": ({"plate": "ABCDEFGHIJKL"}, "at most 10 characters"),
    "unknown state": ({"region": "us-zz"}, "There is no such state"),
    "no camera": ({"camera": ""}, "Choose the camera"),
    "no photo": (None, "Take a photo of the plate"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    patrol: Client, car: Camera, street: Street, ledger: Ledger, what: str
) -> None:
    said, sentence = WRONG[what]
    answer = typed(patrol, None if said is None else street(), **(said or {}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert said is not None and "plate" in said or "8abc 123" in answer.text
    assert reads() == []
    assert ledger.last("patrol.capture").code == "capture_refused"


@pytest.mark.parametrize("photo", [b"GIF89a no photo", b""])
def test_file_that_is_no_photo_is_refused(patrol: Client, car: Camera, photo: bytes) -> None:
    assert typed(patrol, photo).status_code == 422
    assert reads() == []


def test_the_handheld_camera_of_ones_vehicle_is_chosen_beforehand(in_car_12: Client) -> None:
    CameraFactory(code="car-12-hand", vehicle="Car 12", mount="handheld")
    assert '<option value="car-12-hand" selected>' in in_car_12.get("/capture").text
