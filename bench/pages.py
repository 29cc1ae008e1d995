"""Page time with the gate, and with it switched off here only.

Two web servers with the same code and database; their turns alternate, so that whatever else the machine does
falls on both alike. "Off" has no person check, access record, row security or transaction.
"""

import time
from collections.abc import Callable
from itertools import cycle

from django.conf import settings
from django.db import connection

from bench.figures import Figure, median, ms
from bench.house import House, say
from bench.officer import officer, session_key
from bench.web import Browser, web_server

PART = "pages"
MOST_MORE = 0.005
"""Seconds that the gate may add."""

Look = Callable[[Browser], bytes]


def measure(house: House) -> list[Figure]:
    key = session_key(officer())
    with house.superuser() as superuser:
        plates = superuser.execute(
            "select plate, uid from reads_read where id % 997 = 0 order by id limit 200"
        ).fetchall()
    connection.close()
    reads = cycle([f"/reads/{uid}" for _, uid in plates])
    exact = cycle([{"plate": plate} for plate, _ in plates])
    looks: dict[str, Callable[[], Look]] = {
        "read page": lambda: getting(next(reads)),
        "search page, one plate": lambda: posting("/reads/", next(exact)),
        "frame list, 48 frames": lambda: getting("/frames/"),
    }
    figures = []
    with (
        web_server(house, "web") as with_gate,
        web_server(house, "web-without-gate", settings="bench.without_gate") as without_gate,
    ):
        cookie = settings.SESSION_COOKIE_NAME
        browsers = Browser(with_gate, key, cookie), Browser(without_gate, key, cookie)
        for name, look in looks.items():
            say(f"Opening the {name} …")
            figures += compared(name, look, browsers, house)
    return figures


def getting(path: str) -> Look:
    return lambda browser: browser.get(path)


def posting(path: str, fields: dict[str, str]) -> Look:
    return lambda browser: browser.post(path, fields)


def compared(
    name: str, look: Callable[[], Look], browsers: tuple[Browser, Browser], house: House
) -> list[Figure]:
    on, off = browsers
    for _ in range(house.times(40)):
        warm = look()
        warm(on), warm(off)
    with_gate, without_gate, more = [], [], []
    for number in range(house.times(400)):
        once = look()
        # Whoever comes second finds the rows in memory: each comes first every other time.
        if number % 2:
            second, first = timed(once, off), timed(once, on)
        else:
            first, second = timed(once, on), timed(once, off)
        with_gate.append(first)
        without_gate.append(second)
        more.append(first - second)
    typical = median(more)
    ratio = median(with_gate) / median(without_gate)
    return [
        Figure(PART, f"{name}: with the gate, p50", ms(median(with_gate))),
        Figure(PART, f"{name}: switched off, p50", ms(median(without_gate))),
        Figure(
            PART,
            f"{name}: the gate adds (median of pairs; ratio of p50)",
            f"{ms(typical)} ({ratio:.2f})",
            f"at most {ms(MOST_MORE)}",
            typical <= MOST_MORE,
        ),
    ]


def timed(look: Look, browser: Browser) -> float:
    started = time.perf_counter()
    look(browser)
    return time.perf_counter() - started
