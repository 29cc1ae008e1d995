"""The auditor's month: a review is drawn and decided, another person approves it, the ledger is verified and
taken along, and what was taken is checked with the stand-alone verifier."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone
from selenium import webdriver
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from audit import tasks
from audit.sealing import keys
from tests.browser.conftest import wait_until
from tests.browser.test_officer_path import Visitor
from tests.factories import reviews as made
from tests.factories.accounts import auditor, manager, officer

VERIFIER = Path(__file__).resolve().parents[2] / "audit" / "offline" / "verify_ledger.py"
PLATE, ODD = "us-ca 8ABC103", "123"
TABLES = (
    "select quote_ident(tablename) from pg_tables where schemaname = 'public' and tablename like 'audit_%'"
)


def empty_ledger(superuser: psycopg.Connection) -> None:
    """Other tests of this run have moved records of the ledger, which a verification would find."""
    tables = ", ".join(row[0] for row in superuser.execute(TABLES).fetchall())
    with superuser.transaction():
        superuser.execute("set local session_replication_role = replica")
        superuser.execute(f"truncate {tables} restart identity cascade")


@pytest.fixture
def held(
    committed: None,
    admin_connection: psycopg.Connection,
    settings: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """The folder with key and checkpoints, outside the database, for a ledger that begins empty. The portal's
    processes are told by their environment, so this comes before them."""
    empty_ledger(admin_connection)
    folder = tmp_path / "held"
    settings.LEDGER_KEY_FILE = folder / "ledger-key"
    settings.LEDGER_PUBLIC_KEYS = folder / "ledger-key.pub"
    monkeypatch.setenv("ALPR_LEDGER_KEY_FILE", str(settings.LEDGER_KEY_FILE))
    monkeypatch.setenv("ALPR_LEDGER_PUBLIC_KEYS", str(settings.LEDGER_PUBLIC_KEYS))
    monkeypatch.setenv("ALPR_ANCHOR_FILE", str(folder / "checkpoints.txt"))
    key = keys.new_key(settings.LEDGER_NAME)
    keys.keep_private(key)
    keys.keep_public(key.public_text)
    yield folder
    empty_ledger(admin_connection)


def seal(superuser: psycopg.Connection) -> None:
    """What the timetable asks of the worker every few seconds."""
    tasks.seal_ledger.delay()
    unsealed = "select count(*) from audit_unsealed"
    wait_until(lambda: not superuser.execute(unsealed).fetchone()[0], "the worker to seal the ledger")


def go_on(visitor: Visitor, selector: str) -> None:
    """Press, and wait for the page it leads to."""
    here = visitor.browser.current_url
    visitor.press(selector)
    wait_until(lambda: visitor.browser.current_url != here, f"another page after {selector}")


def draw_today(visitor: Visitor) -> str:
    """A special review of today's accesses. Returns its address."""
    visitor.browser.get(f"{visitor.portal}/reviews/")
    visitor.press(".confirm:has([action$='/special']) summary")
    for day in ("first", "last"):
        visitor.browser.execute_script(
            "arguments[0].value = arguments[1]",
            visitor.find(f"[name={day}]"),
            timezone.localdate().isoformat(),
        )
    visitor.find("[name=reason]").send_keys("A complaint about look-ups")
    go_on(visitor, "[action$='/special'] button")
    visitor.reads("The review is open.")
    return visitor.browser.current_url


def decide(visitor: Visitor, verdict: str, note: str) -> None:
    visitor.find(f"[name=verdict][value={verdict}]").send_keys(Keys.SPACE)
    visitor.find("[name=note]").send_keys(note)


def write_finding(visitor: Visitor, owner: str) -> None:
    visitor.reads("Write the finding down now.")
    Select(visitor.find("[name=severity]")).select_by_value("serious")
    visitor.find("[name=summary]").send_keys("No case of the city has this number.")
    Select(visitor.find("[name=owner]")).select_by_visible_text(owner)
    visitor.press("[action$='/finding'] button")
    visitor.reads("The finding is written down.")


def decide_all(visitor: Visitor, *, odd: str, owner: str) -> list[str]:
    """A disposition for each access of the review, returned; the one that shows `odd` is a finding."""
    given = []
    decide_button = "form:has([name=verdict]) button"
    go_on(visitor, "a.button--primary[href*='/items/']")
    while "/items/" in visitor.browser.current_url:
        visitor.find("#decide-title")
        if odd in " ".join(visitor.text().split()):
            decide(visitor, "finding", "The reference is none.")
            visitor.press(decide_button)
            write_finding(visitor, owner)
            go_on(visitor, "a[href*='/next']")
            given.append("finding")
        else:
            decide(visitor, "in_order", "Part of the day's work.")
            go_on(visitor, decide_button)
            given.append("in_order")
    return given


def take_copy(visitor: Visitor, folder: Path) -> Path:
    """Press for a copy of the whole ledger. Returns the file that the browser has kept."""
    folder.mkdir()
    visitor.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    visitor.press("[action$='/copy/whole'] button")
    wait_until(lambda: list(folder.glob("*.jsonl")), "the copy of the ledger")
    (copy,) = folder.glob("*.jsonl")
    return copy


def checked(copy: Path, held: Path) -> dict[str, object]:
    """What the stand-alone verifier says, in a Python that knows nothing of the portal."""
    outside = ("--key", str(held / "ledger-key.pub"), "--checkpoints", str(held / "checkpoints.txt"))
    said = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(copy), *outside, "--json", "--quiet"],
        cwd=copy.parent,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(said.stdout)


def test_auditor_decides_another_approves_and_the_ledger_is_verified_and_taken_along(
    held: Path,
    portal: str,
    browsers: Callable[[], webdriver.Chrome],
    admin_connection: psycopg.Connection,
    tmp_path: Path,
) -> None:
    olive, audrey, magnus = officer(), auditor(), manager()
    made.plan([audrey], [magnus])
    for _ in range(2):
        made.look(olive, door="reads.search", plates_sought=[PLATE])
    made.look(olive, door="reads.search", plates_sought=[PLATE], purpose="citation_contest", reference=ODD)

    office = Visitor(browsers(), portal)
    office.log_in(magnus, "audit")
    review = draw_today(office)

    desk = Visitor(browsers(), portal)
    desk.log_in(audrey, "audit")
    desk.browser.get(review)
    given = decide_all(desk, odd=f"Reference {ODD}", owner=magnus.full_name)
    assert given.count("finding") == 1
    assert given.count("in_order") >= 2
    desk.reads("Everything is decided")
    desk.press("[action$='/submit'] button")
    desk.reads("Submitted. Another person approves it now.")
    assert desk.complaints() == []

    desk.press("[name=approve]")
    desk.reads("You reviewed accesses of this review; another person approves it.")
    refusals = desk.complaints()
    assert all("422" in complaint for complaint in refusals), refusals

    office.browser.get(review)
    office.press("[name=approve]")
    office.reads("Approved.")
    assert office.complaints() == []

    seal(admin_connection)
    desk.browser.get(f"{portal}/ledger/seals")
    desk.press("[action$='/seals/verify'] button")
    desk.reads("Sound", seconds=30)  # the page keeps itself up to date; nobody reloads it
    assert "Not sound" not in desk.text()
    assert "checkpoint 1" in desk.text()
    copy = take_copy(desk, tmp_path / "taken")
    assert desk.complaints() == []

    said = checked(copy, held)
    assert said["sound"], said
    assert said["records"] > len(given)
    lines = copy.read_bytes().splitlines(keepends=True)
    copy.write_bytes(b"".join(lines[:5] + lines[6:]))
    assert not checked(copy, held)["sound"]
    taken = admin_connection.execute(
        "select username, purpose from audit_accessrecord where door = 'audit.copy_whole'"
    ).fetchall()
    assert taken == [(audrey.username, "audit")]
