"""An officer's day on the patrol screen: a hit comes, is confirmed blind, verified and booted.

A colleague who is too late is told who was faster.
"""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from accounts.models import User
from reads.drawing.frame import draw_frame
from reads.drawing.scene import Scene, Vehicle
from tests.browser.conftest import free_port, wait_until
from tests.browser.test_officer_path import Visitor
from tests.enforcement.patrol.live_portal import Person, Server
from tests.factories.accounts import officer, person
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.reads import CameraFactory

PLATE, REASON = "8ABC103", "Seven unpaid notices"


def street(plate: str, seed: int) -> bytes:
    return draw_frame(Scene(vehicles=(Vehicle(plate=plate, region="us-ca"),), seed=seed))


def go_on_patrol(browser: webdriver.Chrome, portal: str, user: User) -> Visitor:
    visitor = Visitor(browser, portal)
    visitor.log_in(user, "time_limit")
    browser.get(f"{portal}/patrol/")
    Select(visitor.find("[name=vehicle]")).select_by_value("Car 12")
    visitor.press(".patrol-choose button")
    visitor.reads("Live")
    return visitor


def open_hit(visitor: Visitor) -> None:
    """With one key: the first hit of the list."""
    visitor.browser.find_element(By.TAG_NAME, "body").send_keys("1")
    visitor.find("#patrol-panel #hit")


def answer(visitor: Visitor, kind: str, **fields: str) -> None:
    """One check of the checklist, confirmed."""
    form = f"#hit form:has([name=kind][value={kind}])"
    for name, value in fields.items():
        visitor.find(f"{form} [name={name}]").send_keys(value)
    visitor.press(f"{form} [name=result][value=confirmed]")
    wait_until(
        lambda: visitor.browser.execute_script(
            "const f = document.querySelector(arguments[0]);"
            "return f && f.closest('.checklist__item').matches('.checklist__item--done')",
            form,
        ),
        f"the answer to {kind}",
        20,
    )


def test_officer_confirms_blind_verifies_and_boots_and_a_colleague_comes_too_late(
    portal: str, browsers: Callable[[], webdriver.Chrome]
) -> None:
    CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")
    EntryFactory(plate=PLATE, reason=REASON, hotlist=HotlistFactory(name="Scofflaws"))
    olive, omar = officer(), person("officer", username="omar", full_name="Omar Reyes")
    camera = Person(SimpleNamespace(port=int(portal.rpartition(":")[2])), olive)

    patrol = go_on_patrol(browsers(), portal, olive)
    colleague = go_on_patrol(browsers(), portal, omar)

    camera.send_read(street(PLATE, 1), PLATE)
    for visitor in (patrol, colleague):
        visitor.reads("Exact hit")  # nobody reloads the page
        assert REASON not in visitor.text() and "Scofflaw" not in visitor.text()
        open_hit(visitor)
        visitor.reads("Is this what the picture shows?")
        assert REASON not in visitor.text()

    later = camera.send_read(street("7XYZ987", 2), "7XYZ987")
    patrol.find(f"#read-card-{later}")  # reads keep coming while a hit is open
    assert patrol.browser.find_elements(By.CSS_SELECTOR, "#patrol-panel #hit")

    patrol.press("#hit form[action$='/confirm'] button.hit__big")
    patrol.reads(REASON)
    colleague.press("#hit form[action$='/confirm'] button.hit__big")
    colleague.reads("Refused")
    assert olive.get_full_name() in colleague.find("#hit [role=alert]").text

    assert not patrol.browser.find_elements(By.CSS_SELECTOR, "#hit [name=kind][value=boot]")
    answer(patrol, "registration")
    answer(patrol, "past_due", notices="7")
    patrol.find("#hit [name=reference]").send_keys("B-104")
    patrol.press("#hit button[name=kind][value=boot]")
    patrol.reads("Boot recorded")
    wait_until(
        lambda: not patrol.browser.find_elements(By.CSS_SELECTOR, ".hit-card"),
        "the hit to leave the list",
        20,
    )
    assert patrol.complaints() == []
    # What the browser complains about is the refusal itself, and nothing else.
    assert all("/confirm" in one and "409" in one for one in colleague.complaints())


def test_screen_says_how_long_it_was_behind_and_shows_what_it_missed(
    committed: None, settings: object, tmp_path: Path, browsers: Callable[[], webdriver.Chrome]
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    server = Server(free_port(), tmp_path / "web.log")
    server.start()
    CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")
    olive = officer()
    patrol = go_on_patrol(browsers(), f"http://127.0.0.1:{server.port}", olive)
    camera = Person(server, olive)
    try:
        camera.send_read(street("8ABC103", 1), "8ABC103")
        patrol.reads("8ABC103")
        assert patrol.complaints() == []
        server.stop()
        patrol.reads("Reconnecting. Behind by")
        server.start()
        missed = camera.send_read(street("7XYZ987", 2), "7XYZ987")
        patrol.reads("Connected again after", 60)
        patrol.find(f"#read-card-{missed}")
        patrol.reads("Live")
        assert patrol.browser.execute_script("return document.querySelectorAll('.read-card').length") == 2
    finally:
        server.stop()


def test_single_keys_do_nothing_in_a_field_and_can_be_switched_off(
    portal: str, browsers: Callable[[], webdriver.Chrome]
) -> None:
    CameraFactory(code="car-12-left", name="Car 12, left", vehicle="Car 12")
    olive = officer()
    camera = Person(SimpleNamespace(port=int(portal.rpartition(":")[2])), olive)
    patrol = go_on_patrol(browsers(), portal, olive)
    cards = [camera.send_read(street(plate, 7), plate) for plate in ("8ABC103",)]
    patrol.find(f"#read-card-{cards[0]}")
    body = patrol.browser.find_element(By.TAG_NAME, "body")
    body.send_keys("j")
    focused = "return document.activeElement.closest('[data-card]')?.id || document.activeElement.tagName"
    assert patrol.browser.execute_script(focused) == f"read-card-{cards[0]}"
    body.send_keys("m")
    assert patrol.find("#patrol-map").is_displayed()
    patrol.find(".patrol-keys summary").click()
    patrol.find("#patrol-keys-on").send_keys(Keys.SPACE)
    patrol.find(".patrol-keys summary").click()
    body.send_keys("m")
    assert patrol.find("#patrol-map").is_displayed()
    assert (
        json.loads(patrol.browser.execute_script("return JSON.stringify(localStorage['patrol-keys'])"))
        == "off"
    )
    assert patrol.complaints() == []
