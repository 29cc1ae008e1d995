"""What an auditor types that cannot be right: a 4xx page with the field named."""

import pytest
from django.test import Client

from accounts.models import User
from tests.conftest import Ledger


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("start", "0001-01-01", "From"),
        ("start", "9999-12-31", "From"),
        ("end", "9999-12-31", "Until"),
        ("start", "2026-02-30", "From"),
        ("start", "yesterday", "From"),
        ("start", "'; drop table audit_accessrecord; --", "From"),
        ("door", "reads.nowhere", "Door"),
        ("result", "perhaps", "Result"),
        ("who", "x" * 101, "Person"),
        ("purpose", "x" * 51, "Purpose"),
        ("before", "0", "Page"),
        ("before", "-1", "Page"),
        ("before", str(10**30), "Page"),
        ("before", "first", "Page"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_field_named(
    client: Client, auditor: User, ledger: Ledger, field: str, value: str, label: str
) -> None:
    answer = client.post("/ledger/", {field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    page = answer.content.decode()
    assert label in page
    assert str(answer.context["form"].errors[field][0]).replace("'", "&#x27;") in page
    written = ledger.last("audit.records")
    assert (written.result, written.code, written.records) == ("refused", "search_refused", [])


def test_an_end_before_its_start_names_the_end(client: Client, auditor: User) -> None:
    answer = client.post("/ledger/", {"start": "2026-03-02", "end": "2026-03-01"})
    assert answer.status_code == 422
    assert b"The end lies before the start; swap them." in answer.content


def test_a_page_far_beyond_the_end_is_empty_and_no_error(client: Client, auditor: User) -> None:
    assert client.post("/ledger/", {"before": "1"}).context["records"] == []
    assert client.post("/ledger/", {"before": str(10**9)}).status_code == 200


@pytest.mark.parametrize(
    "value", ["", "8%", "8$A", "8ABC*", "'; --", "Ж123", "x" * 10_000, "8ABC1234567", "８ＡＢＣ？"]
)
def test_a_plate_that_is_none_is_refused_with_a_sentence(client: Client, auditor: User, value: str) -> None:
    answer = client.post("/ledger/plate", {"plate": value, "region": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors["plate"]


@pytest.mark.parametrize("who", ["%", "_", "\\", "'", "Ж", "\u202e", "nul\x00"])
def test_signs_that_mean_something_elsewhere_mean_themselves_in_a_name(
    client: Client, auditor: User, who: str
) -> None:
    assert client.post("/ledger/", {"who": who}).status_code in (200, 422)
    assert client.post("/ledger/", {"who": f"zz{who}zz"}).status_code in (200, 422)
