"""A portal that runs: web server and worker as processes of their own, and Chromium before it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from alpr_portal.embedded.demo import WORKER, celery, web_server

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN = 60
"""Seconds."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def portal(committed: None, settings: object, tmp_path: Path) -> Iterator[str]:
    """The portal's address. People made by a test can log in: their passwords are hashed as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    shutil.rmtree(Path(os.environ["ALPR_VAR"]) / "frames", ignore_errors=True)
    port = free_port()
    address = f"127.0.0.1:{port}"
    log = (tmp_path / "portal.log").open("w")
    commands = (
        web_server(port),
        celery("worker", *WORKER),
    )
    running = [subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) for command in commands]
    try:
        wait_until(lambda: answers(f"http://{address}/health"), "the web server to answer")
        yield f"http://{address}"
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=30)
        log.close()


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310  our own loopback address
            return answer.status == 200
    except (URLError, OSError):
        return False


def wait_until(true: Callable[[], object], what: str, seconds: float = START_WITHIN) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.2)
    raise AssertionError(f"Waited {seconds} seconds for {what}.")


@pytest.fixture
def browsers(tmp_path: Path) -> Iterator[Callable[[], webdriver.Chrome]]:
    """A function that opens one more browser, each with a profile of its own."""
    opened: list[webdriver.Chrome] = []

    def open_one() -> webdriver.Chrome:
        options = webdriver.ChromeOptions()
        for word in (
            "headless=new",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "disable-dev-shm-usage",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            f"user-data-dir={tmp_path / f'profile-{len(opened)}'}",
            "window-size=1280,800",
        ):
            options.add_argument(f"--{word}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        opened.append(driver)
        return driver

    yield open_one
    for driver in opened:
        driver.quit()
