"""What a caller says, and what the ledger keeps of it."""

import json

import pytest
from django.test import Client

from accounts.models import User
from tests.audit.conftest import PLATE
from tests.conftest import Ledger

pytestmark = pytest.mark.usefixtures("doors")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("198.51.100.4", "10.9.9.9", "198.51.100.4"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7, ::1", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, nobody", "127.0.0.1"),
        ("127.0.0.1", "'; drop table audit_accessrecord; --", "127.0.0.1"),
        ("127.0.0.1", "\x00\ud83d\u202e", "127.0.0.1"),
        ("127.0.0.1", "," * 5000, "127.0.0.1"),
        ("127.0.0.1", "1." * 100_000, "127.0.0.1"),
        ("::1", "[2001:db8::5]", "2001:db8::5"),
        ("", "203.0.113.7", ""),
        ("garbage", "203.0.113.7", ""),
    ],
)
def test_the_address_is_the_trusted_proxies_word_and_never_an_error(
    client: Client, officer: User, ledger: Ledger, peer: str, forwarded: str, address: str
) -> None:
    answer = client.get("/tests/look", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert answer.status_code == 200
    assert ledger.last("tests.look").address == address


def test_passwords_and_tokens_are_never_written(client: Client, officer: User, ledger: Ledger) -> None:
    secrets = {
        name: f"secret-{number}"
        for number, name in enumerate(
            (
                "password",
                "old_password",
                "new_password1",
                "new_password2",
                "token",
                "csrfmiddlewaretoken",
                "PassWord",
            )
        )
    }
    client.post("/tests/look", {**secrets, "note": "kept"})
    client.post("/tests/api", json.dumps({**secrets, "note": "kept"}), content_type="application/json")
    client.get("/tests/look", {**secrets, "note": "kept"})
    form, program, address = ledger.people()
    assert json.loads(form.query) == json.loads(address.query) == {"note": "kept"}
    assert json.loads(program.query) == {"body": {"note": "kept"}}
    assert "secret-" not in repr(ledger.people())


def test_a_megabyte_in_a_form_field_is_cut_and_says_so(client: Client, officer: User, ledger: Ledger) -> None:
    assert client.post("/tests/look", {"note": "n" * 2**20, "start": "2026-03-01"}).status_code == 200
    said = json.loads(ledger.last("tests.look").query)
    assert len(said["note"]) == 500
    assert said["note"].endswith("… (1048576 characters)")
    assert said["start"] == "2026-03-01"


def test_an_address_cannot_talk_over_the_object_in_the_path_or_over_the_form(
    client: Client, officer: User, ledger: Ledger
) -> None:
    client.post("/tests/look/true-one?uid=other&plate=1AAA111", {"plate": PLATE})
    written = ledger.last("tests.look")
    assert json.loads(written.query) == {"uid": ["true-one", "other"], "plate": ["1AAA111", PLATE]}
    assert written.plates_sought == [PLATE]


def test_fields_beyond_sixty_are_counted_and_the_plate_sought_is_kept(
    client: Client, officer: User, ledger: Ledger
) -> None:
    client.post("/tests/look", {**{f"field{number:03}": "x" for number in range(100)}, "plate": PLATE})
    written = ledger.last("tests.look")
    assert json.loads(written.query)["fields_left_out"] == 41
    assert written.plates_sought == [PLATE]


@pytest.mark.parametrize(
    ("content_type", "encoding", "padding"),
    [
        ("application/json", "utf-8", ""),
        ("application/json", "utf-8", "x" * 10_000),
        ("application/json; charset=utf-16", "utf-16", ""),
        ("*/*", "utf-8", ""),
        ("application/*", "utf-8", ""),
        ("APPLICATION/JSON", "utf-8", ""),
    ],
)
def test_a_program_cannot_hide_what_it_asks_for(
    client: Client, officer: User, ledger: Ledger, content_type: str, encoding: str, padding: str
) -> None:
    body = json.dumps({"padding": padding, "plate": PLATE, "region": "us-ca"}).encode(encoding)
    answer = client.generic("POST", "/tests/api", body, content_type=content_type)
    assert answer.json()["asked"]["plate"] == PLATE
    written = ledger.last("tests.api")
    assert written.plates_sought == [f"us-ca {PLATE}"]
    assert json.loads(written.query)["body"]["plate"] == PLATE


@pytest.mark.parametrize(
    "body", ["[" * 100_000, "{", "null", '"text"', '{"plate": [1, {"a": NaN}]}', "\x00\ud83d"]
)
def test_an_odd_body_is_refused_or_answered_and_written_down(
    client: Client, officer: User, ledger: Ledger, body: str
) -> None:
    sent = body.encode("utf-8", "surrogatepass")
    answer = client.generic("POST", "/tests/api", sent, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert ledger.last("tests.api").status == answer.status_code


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("7klm-482", [PLATE]),
        (" " * 60 + PLATE, [PLATE]),
        ("７ＫＬＭ４８２", [PLATE]),
        ("7KLM*", []),
        ("7KLM48？", []),
        ("", []),
        ("9" * 60, ["9" * 40]),
    ],
)
def test_the_plate_sought_is_kept_in_the_form_in_which_the_ledger_is_asked(
    client: Client, officer: User, ledger: Ledger, typed: str, sought: list[str]
) -> None:
    client.post("/tests/look", {"plate": typed, "region": "nowhere"})
    assert ledger.last("tests.look").plates_sought == sought
