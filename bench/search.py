"""Search over the made-up reads, as the search page asks: through the selector, under an access record, as
the application.

Each class of question is asked many times with other plates. Afterwards PostgreSQL is asked how it answered:
a plan that reads the whole table misses the target whatever time it took.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone

from accounts.models import User
from alpr_portal.lib.plates import plate_pattern
from audit.system import system_access
from bench.figures import Figure, median, ms, p95
from bench.house import House, say
from bench.officer import officer
from bench.plans import Plan, planned
from reads.models import Camera
from reads.policy import may_search_window
from reads.selectors import PAGE, ReadSearch, search_reads

PART = "search"
TARGET = 0.050
"""Seconds, p95."""

DEEPEST = 60
"""The page up to which a person is taken to leaf."""

Cursor = tuple[datetime, int] | None


@dataclass(frozen=True)
class Sample:
    """Plates and cameras that are there, and the moment of the newest read."""

    plates: list[str]
    cameras: list[Camera]
    newest: datetime


def measure(house: House) -> list[Figure]:
    sample = taken(house)
    asks = officer()
    figures: list[Figure] = []
    everything: list[float] = []
    for name, searches in classes(sample, random.Random(5)).items():  # noqa: S311  which questions to ask
        say(f"Searching: {name} …")
        asked = list(islice(searches, house.times(60)))
        for search in asked[:3]:
            timed(search, None, asks)
        times = [timed(search, None, asks)[0] for search in asked]
        plans = [plan_of(search, None, asks) for search in asked[:: max(1, len(asked) // 12)]]
        everything += times
        figures.append(figure(name, times, plans))
    deep_times, deep_plans = leaf(house, sample, asks)
    figures.append(figure(f"pages up to the {DEEPEST}th", deep_times, deep_plans))
    everything += deep_times
    what = f"all {len(everything)} searches over {house.reads} reads: p50, p95"
    value = f"{ms(median(everything))}, {ms(p95(everything))}"
    figures.append(Figure(PART, what, value, f"p95 {ms(TARGET)}", p95(everything) <= TARGET))
    return figures


def figure(name: str, times: list[float], plans: list[Plan]) -> Figure:
    most = max(plan.rows_read for plan in plans)
    whole = any(plan.reads_whole_table for plan in plans)
    return Figure(
        PART,
        f"{name}: p50, p95 (rows looked at, most)",
        f"{ms(median(times))}, {ms(p95(times))} ({'THE WHOLE TABLE' if whole else most})",
        f"p95 {ms(TARGET)}",
        p95(times) <= TARGET and not whole,
    )


def taken(house: House) -> Sample:
    with house.superuser() as superuser:
        plates = superuser.execute(
            "select plate from reads_read where id %% %s = 0 order by md5(uid::text) limit 500",
            [max(1, house.reads // 1000)],
        ).fetchall()
        newest = superuser.execute(
            "select max(received_at) from reads_read where engine = 'made-up'"
        ).fetchone()
    return Sample([plate for (plate,) in plates], list(Camera.objects.all()), newest[0])


def classes(sample: Sample, chance: random.Random) -> dict[str, Iterator[ReadSearch]]:
    """Endless questions of each kind, all of them such as the search form lets through."""

    def plates() -> Iterator[str]:
        while True:
            yield chance.choice(sample.plates)

    def typed(shape: str, **more: object) -> Iterator[ReadSearch]:
        for plate in plates():
            text = shaped(shape, plate)
            yield allowed(ReadSearch(pattern=plate_pattern(text), **more))  # type: ignore[arg-type]

    def window(days: int) -> dict[str, datetime]:
        end = sample.newest - timedelta(days=chance.randrange(1, 650))
        return {"start": end - timedelta(days=days), "end": end}

    def windowed(shape: str, days: int) -> Iterator[ReadSearch]:
        for plate in plates():
            yield allowed(ReadSearch(pattern=plate_pattern(shaped(shape, plate)), **window(days)))

    def by_camera(days: int) -> Iterator[ReadSearch]:
        while True:
            yield allowed(ReadSearch(camera=chance.choice(sample.cameras), **window(days)))

    def absent() -> Iterator[ReadSearch]:
        for plate in plates():
            # No made-up plate has an O or a Q.
            yield allowed(ReadSearch(pattern=plate_pattern(plate[:2] + "OQ" + plate[4:])))

    return {
        "exact, there": typed("1234567"),
        "exact, not there": absent(),
        "first 2 characters": typed("12*"),
        "first 3 characters": typed("123*"),
        "first 4 characters": typed("1234*"),
        "first 5 characters": typed("12345*"),
        "last 2 characters": typed("*67"),
        "last 3 characters": typed("*567"),
        "last 4 characters": typed("*4567"),
        "one ? inside": typed("123?567"),
        "? at the front": typed("?234567"),
        "first 2 and last 2 characters": typed("12*67"),
        "first 2 characters, one state, sure reads": typed("12*", region="us-az", confidence=0.9),
        "first 2 characters, one camera": typed("12*", camera=sample.cameras[0]),
        "3 characters inside, 31 days": windowed("*345*", 31),
        "first character, 31 days": windowed("1*", 31),
        "31 days": (allowed(ReadSearch(**window(31))) for _ in iter(int, 1)),
        "one camera, 7 days": by_camera(7),
        "one camera, all of its reads with 2 characters": typed("*67", camera=sample.cameras[-1]),
    }


def shaped(shape: str, plate: str) -> str:
    """`12*` of 8ABC123 is 8A*: a digit stands for the character there, from the end where `*` is first."""
    if shape.startswith("*") and not shape.endswith("*"):
        return "*" + plate[-(len(shape) - 1) :]
    return "".join(plate[int(sign) - 1 : int(sign)] if sign.isdigit() else sign for sign in shape)


def allowed(search: ReadSearch) -> ReadSearch:
    decision = may_search_window(search.pattern, search.start, search.end, timezone.now())
    if not decision.allowed:
        raise RuntimeError(f"The search form refuses {search}: {decision.reason}")
    return search


def timed(search: ReadSearch, cursor: Cursor, asks: User) -> tuple[float, str]:
    """(seconds in the selector, the next page's cursor)."""
    with system_access("bench", door="bench.search", reason="Measure search") as access, access.transaction():
        started = time.perf_counter()
        page = search_reads(asks=asks, search=search, cursor=cursor)
        return time.perf_counter() - started, page.next_cursor


def plan_of(search: ReadSearch, cursor: Cursor, asks: User) -> Plan:
    with system_access("bench", door="bench.search", reason="Look at plans") as access, access.transaction():
        return planned(connection, lambda: search_reads(asks=asks, search=search, cursor=cursor))


def leaf(house: House, sample: Sample, asks: User) -> tuple[list[float], list[Plan]]:
    """Leaf through three long results, page after page."""
    end = sample.newest - timedelta(days=40)
    month = ReadSearch(start=end - timedelta(days=31), end=end)
    searches = (
        month,
        replace(month, camera=sample.cameras[0]),
        ReadSearch(pattern=plate_pattern(sample.plates[0][:2] + "*")),
    )
    say(f"Leafing through pages of {PAGE} …")
    times, plans = [], []
    for search in searches:
        cursor: Cursor = None
        for _ in range(house.times(DEEPEST)):
            took, following = timed(search, cursor, asks)
            times.append(took)
            if not following:
                break
            moment, _, number = following.partition(",")
            cursor = datetime.fromisoformat(moment), int(number)
        plans.append(plan_of(search, cursor, asks))
    return times, plans
