"""The doors for programs: the same rules and records as the pages, and problem JSON whatever goes wrong."""

import json
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from reads.models import Camera, Frame
from tests.conftest import Ledger
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.reads import FrameFactory, ReadFactory, under_access
from tests.reads.sending import API as FRAMES
from tests.reads.sending import frames, numbered, send

SEARCH = "/api/v1/reads/search"
PROBLEM = "application/problem+json"


def post(client: Client, body: object, *, to: str = SEARCH, **more: object) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body)
    sent = data if isinstance(data, bytes) else data.encode()
    return client.generic("POST", to, sent, **{"content_type": "application/json"} | more)


def problem(answer: HttpResponse, status: int) -> dict[str, object]:
    """The problem an answer states; it shows no stack, no path and no template."""
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"] == PROBLEM
    said = answer.json()
    assert said["status"] == status
    assert said["code"] and said["detail"]
    assert "Traceback" not in answer.text and ".py" not in answer.text
    return said


def test_read_is_given_with_its_box_and_its_frame(patrol: Client, ledger: Ledger) -> None:
    read = ReadFactory(observed="8 ABC 123")
    with under_access():
        frame = read.frame
    said = patrol.get(f"/api/v1/reads/{read.uid}").json()
    assert said == {
        "id": str(read.uid),
        "frame": str(frame.uid),
        "camera": read.camera.code,
        "received_at": timezone.localtime(read.received_at).isoformat(),
        "observed": "8 ABC 123",
        "plate": "8ABC123",
        "region": "us-ca",
        "confidence": 0.95,
        "box": [200, 150, 120, 60],
        "engine": "rapidocr",
        "engine_version": "test",
    }
    seen = ledger.last("api.read")
    assert (seen.username, seen.result, seen.records[0]) == ("officer", "shown", f"read:{read.uid}")
    assert "us-ca 8ABC123" in seen.plates


def test_frame_is_given_with_its_state_and_reads(patrol: Client, ledger: Ledger) -> None:
    frame = FrameFactory(state=Frame.State.READ, read_at=timezone.now())
    read = ReadFactory(frame=frame)
    said = patrol.get(f"/api/v1/frames/{frame.uid}").json()
    assert (said["id"], said["state"], said["sha256"]) == (str(frame.uid), "read", frame.sha256)
    assert [one["id"] for one in said["reads"]] == [str(read.uid)]
    assert "original" not in said and frame.original not in json.dumps(said)
    assert set(ledger.last("api.frame").records) == {f"frame:{frame.uid}", f"read:{read.uid}"}


def test_frames_sent_by_a_program_are_taken_and_each_answered(
    patrol: Client, car: Camera, ledger: Ledger
) -> None:
    answer = send(patrol, numbered(1), numbered(2), camera=car.code, to=FRAMES)
    assert answer.status_code == 201
    kept = frames()
    assert [one["frame_url"] for one in answer.json()["files"]] == [f"/frames/{frame.uid}" for frame in kept]
    assert ledger.last("api.frames").records == [f"frame:{frame.uid}" for frame in kept]


@pytest.mark.parametrize("kind", ["frames", "reads"])
def test_unknown_id_is_a_problem_and_recorded_as_refused(patrol: Client, ledger: Ledger, kind: str) -> None:
    uid = uuid4()
    problem(patrol.get(f"/api/v1/{kind}/{uid}"), 404)
    seen = ledger.people()[-1]
    assert (seen.result, seen.status, seen.code, seen.records) == ("refused", 404, "not_found", [])
    assert json.loads(seen.query) == {"uid": str(uid)}


GARBAGE = {
    "text": b"plate=8ABC123",
    "half": b'{"plate": "8ABC',
    "binary": bytes(range(256)),
    "nan": b'{"plate": "8ABC123", "confidence": NaN}',
    "infinity": b'{"plate": "8ABC123", "confidence": -Infinity}',
    "not utf-8": '{"plate": "8ABC123"}'.encode("utf-16"),
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"plate":' * 50_000 + b"1" + b"}" * 50_000,
    "endless number": b'{"plate": "8ABC123", "confidence": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("what", GARBAGE)
def test_what_is_no_json_is_a_400_problem_and_recorded_as_refused(
    patrol: Client, ledger: Ledger, what: str
) -> None:
    ReadFactory()
    problem(post(patrol, GARBAGE[what]), 400)
    seen = ledger.last("api.search")
    assert (seen.result, seen.status, seen.records) == ("refused", 400, [])


def test_body_of_three_megabytes_is_a_413_problem_and_recorded_as_refused(
    patrol: Client, ledger: Ledger
) -> None:
    problem(post(patrol, {"plate": "8ABC123", "padding": "x" * 3_000_000}), 413)
    seen = ledger.last("api.search")
    assert (seen.result, seen.status, seen.records) == ("refused", 413, [])


@pytest.mark.parametrize("body", [[], [1], "text", 5, None, True, ["8ABC123"]])
def test_json_that_is_no_object_looks_for_nothing(patrol: Client, ledger: Ledger, body: object) -> None:
    ReadFactory()
    assert "plate" in problem(post(patrol, body), 422)["fields"]
    assert ledger.last("api.search").records == []


@pytest.mark.parametrize("value", [["8ABC123"], {"x": 1}, 8123, True, "\x00", "\ud800", 1e308])
def test_fields_of_another_kind_are_refused_or_read_as_text_and_never_an_error(
    patrol: Client, ledger: Ledger, value: object
) -> None:
    for name in ("plate", "region", "camera", "start", "end", "confidence", "cursor"):
        answer = post(patrol, {"plate": "8ABC123", name: value})
        assert answer.status_code in (200, 400, 422), (name, answer.content)
    assert all(look.result in ("shown", "refused") for look in ledger.records("api.search"))


def test_of_a_name_given_twice_the_one_that_is_sought_is_the_one_that_is_recorded(
    patrol: Client, ledger: Ledger
) -> None:
    hidden = ReadFactory(plate="8ABC123")
    answer = post(patrol, b'{"plate": "7XYZ904", "plate": "8ABC123"}')
    assert [read["id"] for read in answer.json()["reads"]] == [str(hidden.uid)]
    assert ledger.last("api.search").plates_sought == ["8ABC123"]


@pytest.mark.parametrize(
    "body",
    [
        b" " * 100_000 + b'{"plate": "8ABC123"}',
        json.dumps({**{f"a{n}": "x" * 400 for n in range(200)}, "plate": "8ABC123"}).encode(),
        json.dumps({"plate": " " * 5000 + "8ABC123"}).encode(),
    ],
    ids=["white space before it", "many fields before it", "white space in it"],
)
def test_plate_cannot_be_hidden_from_the_ledger_behind_padding(
    patrol: Client, ledger: Ledger, body: bytes
) -> None:
    ReadFactory()
    assert len(post(patrol, body).json()["reads"]) == 1
    assert ledger.last("api.search").plates_sought == ["8ABC123"]


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "rot13", "base64", "nonsense", "utf-8"])
def test_plate_cannot_be_hidden_from_the_ledger_behind_an_encoding(
    patrol: Client, ledger: Ledger, charset: str
) -> None:
    ReadFactory()
    text = '{"plate": "8ABC123"}'
    body = text.encode(charset) if charset.startswith("utf") else text.encode()
    answer = post(patrol, body, content_type=f"application/json; charset={charset}")
    if answer.status_code == 200 and answer.json()["reads"]:
        assert ledger.last("api.search").plates_sought == ["8ABC123"]
    else:
        problem(answer, answer.status_code)
        assert answer.status_code in (400, 415)
        assert ledger.last("api.search").result == "refused"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded"]
)
def test_search_takes_json_only(patrol: Client, ledger: Ledger, content_type: str) -> None:
    ReadFactory()
    problem(post(patrol, b"plate=8ABC123", content_type=content_type), 415)
    assert ledger.last("api.search").records == []


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"]
)
def test_frames_take_form_data_only(patrol: Client, car: Camera, content_type: str) -> None:
    problem(post(patrol, b'{"camera": "x"}', to=FRAMES, content_type=content_type), 415)
    assert frames() == []


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 300]
)
def test_form_data_that_cannot_be_taken_apart_is_a_400_problem(
    patrol: Client, car: Camera, content_type: str
) -> None:
    problem(post(patrol, b"--x\r\nnonsense", to=FRAMES, content_type=content_type), 400)
    assert frames() == []


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (SEARCH, "get"),
        (SEARCH, "put"),
        (SEARCH, "delete"),
        (FRAMES, "get"),
        (f"/api/v1/reads/{UUID(int=5)}", "post"),
        (f"/api/v1/reads/{UUID(int=5)}", "delete"),
        (f"/api/v1/frames/{UUID(int=5)}", "patch"),
    ],
)
def test_other_methods_are_a_405_problem(patrol: Client, ledger: Ledger, path: str, method: str) -> None:
    problem(getattr(patrol, method)(path), 405)
    assert ledger.people()[-1].result == "refused"


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/", "/api/v1/reads/not-an-id", "/api/v1/reads/8ABC123"]
)
def test_address_that_leads_nowhere_is_a_404_problem(patrol: Client, path: str) -> None:
    problem(patrol.get(path), 404)


def test_program_must_send_the_csrf_token_of_its_session(olive: User, car: Camera, ledger: Ledger) -> None:
    ReadFactory()
    client = log_in(Client(enforce_csrf_checks=True), olive)
    problem(post(client, {"plate": "8ABC123"}), 403)
    problem(send(client, numbered(1), camera=car.code, to=FRAMES), 403)
    assert len(frames()) == 1  # the read's own
    seen = ledger.records("api.search")[-1]
    assert (seen.result, seen.status, seen.records, seen.plates_sought) == ("refused", 403, [], ["8ABC123"])
    client.get("/reads/")
    token = client.cookies["csrftoken"].value
    for wrong in ({}, {"X-CSRFToken": "x" * 32}, {"X-CSRFToken": token[::-1]}):
        problem(post(client, {"plate": "8ABC123"}, headers=wrong), 403)
        assert ledger.records("api.search")[-1].result == "refused"
        problem(send(client, numbered(1), camera=car.code, to=FRAMES, **wrong), 403)
    assert len(frames()) == 1
    problem(post(client, b"{", headers={"X-CSRFToken": token}), 400)
    assert send(client, numbered(1), camera=car.code, to=FRAMES, **{"X-CSRFToken": token}).status_code == 201
    answer = post(client, {"plate": "8ABC123"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.content
    assert len(answer.json()["reads"]) == 1


def test_nobody_in_particular_is_told_to_log_in(client: Client, car: Camera, ledger: Ledger) -> None:
    for answer in (
        post(client, {"plate": "8ABC123"}),
        client.get(f"/api/v1/reads/{uuid4()}"),
        send(client, numbered(1), camera=car.code, to=FRAMES),
    ):
        assert problem(answer, 401)["code"] == "login"
        assert answer["WWW-Authenticate"]
    assert (frames(), ledger.people()) == ([], [])


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("auditor", "permission"),
        ("untrained", "training"),
        ("lapsed", "training"),
        ("stranger", "designation"),
    ],
)
def test_person_who_may_not_is_told_why_and_recorded(ledger: Ledger, who: str, code: str) -> None:
    read = ReadFactory()
    client = log_in(Client(), getattr(accounts, who)())
    for answer in (post(client, {"plate": "8ABC123"}), client.get(f"/api/v1/reads/{read.uid}")):
        assert problem(answer, 403)["code"] == code
        assert "8ABC123" not in answer.text
        seen = ledger.people()[-1]
        assert (seen.result, seen.code, seen.records) == ("refused", code, [])
