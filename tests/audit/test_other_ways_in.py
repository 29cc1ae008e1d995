"""Shell, commands and administration pages: no way round the gate."""

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from audit.system import system_access
from reads.models import Read
from tests.audit.conftest import PLATE
from tests.conftest import Ledger
from tests.factories import accounts as people

pytestmark = pytest.mark.usefixtures("doors")


def test_a_shell_sees_nothing_unless_it_says_what_it_is_for(read: Read, ledger: Ledger) -> None:
    with pytest.raises(ProgrammingError, match=r"system_access"), transaction.atomic():
        list(Read.objects.all())
    with (
        system_access("command", door="tests.shell", reason="Look into a fault") as access,
        access.transaction(),
    ):
        assert [found.plate for found in Read.objects.all()] == [PLATE]
    written = ledger.last("tests.shell")
    assert (written.actor_kind, written.username, written.reference) == (
        "system",
        "system:command",
        "Look into a fault",
    )
    assert (written.result, written.records) == ("shown", [f"read:{read.uid}"])


def test_a_command_that_breaks_is_written_as_failed(read: Read, ledger: Ledger) -> None:
    with (
        pytest.raises(RuntimeError),
        system_access("command", door="tests.shell", reason="Fails") as access,
        access.transaction(),
    ):
        Read.objects.get()
        raise RuntimeError
    written = ledger.last("tests.shell")
    assert (written.result, written.records) == ("failed", [f"read:{read.uid}"])


@pytest.mark.parametrize("address", ["", "1/change/", "1/history/", "add/"])
def test_the_administration_pages_show_no_read_even_where_somebody_registers_them(
    client: Client, read: Read, ledger: Ledger, address: str
) -> None:
    client.raise_request_exception = False
    people.log_in(client, people.manager())
    address = address.replace("1/", f"{read.pk}/")
    answer = client.get(f"/tests/admin/reads/read/{address}")
    assert answer.status_code == 500
    assert PLATE.encode() not in answer.content
