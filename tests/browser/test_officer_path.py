"""The officer's way from the login page to a plate, and the auditor's from the plate to the officer, in a
real browser."""

from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from accounts.models import User
from reads.drawing.frame import draw_frame
from reads.drawing.scene import Scene, Vehicle
from tests.browser.conftest import wait_until
from tests.factories.accounts import PASSWORD, auditor, code_of, officer
from tests.factories.reads import CameraFactory

PLATE = "8ABC103"


class Visitor:
    """A person with a browser."""

    def __init__(self, browser: webdriver.Chrome, portal: str) -> None:
        self.browser = browser
        self.portal = portal

    def find(self, selector: str) -> webdriver.remote.webelement.WebElement:
        wait_until(
            lambda: self.browser.find_elements(By.CSS_SELECTOR, selector), f"{selector} on the page", 20
        )
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def press(self, selector: str) -> None:
        """By keyboard, as somebody without a mouse would."""
        self.find(selector).send_keys(Keys.ENTER)

    def text(self) -> str:
        """All the page shows, asked of the page in one step: between two it may have become another."""
        return self.browser.execute_script("return document.body ? document.body.innerText : ''")

    def reads(self, words: str, seconds: float = 20) -> None:
        wait_until(lambda: words in self.text(), f"“{words}” on the page", seconds)

    def log_in(self, user: User, purpose: str) -> None:
        self.browser.get(f"{self.portal}/account/login")
        self.find("[name=username]").send_keys(user.username)
        self.find("[name=password]").send_keys(PASSWORD)
        self.find("main [type=checkbox]").send_keys(Keys.SPACE)
        self.press("main form button")
        self.find("[name=code]").send_keys(code_of(user), Keys.ENTER)
        self.find(f"[name=purpose][value={purpose}]").send_keys(Keys.SPACE)
        self.press("main form button")
        self.reads(user.full_name)

    def complaints(self) -> list[str]:
        """What the browser complained about: a blocked script, a missing file, an error in a script."""
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_officer_uploads_frames_and_opens_a_plate_and_the_auditor_sees_it(
    portal: str, browsers: Callable[[], webdriver.Chrome], tmp_path: Path
) -> None:
    CameraFactory(code="car-12-left", name="Car 12, left")
    olive, audrey = officer(), auditor()
    good, bad = tmp_path / "street.jpg", tmp_path / "holiday.jpg"
    good.write_bytes(draw_frame(Scene(vehicles=(Vehicle(plate=PLATE, region="us-ca"),), seed=1)))
    bad.write_bytes(b"GIF89a is not a frame")

    patrol = Visitor(browsers(), portal)
    patrol.log_in(olive, "time_limit")
    patrol.browser.get(f"{portal}/frames/upload")
    Select(patrol.find("[name=camera]")).select_by_value("car-12-left")
    patrol.find("[name=files]").send_keys(f"{good}\n{bad}")
    patrol.reads("Refused")
    patrol.reads("holiday.jpg")
    patrol.reads(PLATE, seconds=60)  # the list keeps itself up to date; nobody reloads the page
    assert patrol.complaints() == []

    patrol.browser.get(f"{portal}/reads/")
    patrol.find("[name=plate]").send_keys("8abc-1?3", Keys.ENTER)
    patrol.reads("1 read")
    patrol.press("#search a[href*='/reads/']")
    patrol.reads("Observation")
    assert PLATE in patrol.text()
    assert PLATE not in patrol.browser.current_url
    picture = patrol.find("main img")
    wait_until(lambda: picture.get_property("naturalWidth"), "the picture of the plate", 10)
    assert patrol.complaints() == []

    desk = Visitor(browsers(), portal)
    desk.log_in(audrey, "audit")
    desk.browser.get(f"{portal}/ledger/plate")
    desk.find("[name=plate]").send_keys(PLATE, Keys.ENTER)
    desk.reads("reads.search")
    seen = desk.text()
    assert olive.full_name in seen
    assert "Time limit" in seen
    assert "reads.read" in seen
    assert "reads.crop" in seen
    assert desk.complaints() == []
