"""Matching reads against a list of a million entries, as it is done when reads are accepted: through the
selector, under an access record, as the application.

Reads of several classes are matched one by one and in frames of twelve. PostgreSQL counts what it looked at:
an answer that went through a whole table or index misses the target whatever time it took.
"""

import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.db import connection
from django.utils import timezone

from alpr_portal.lib.lookalikes import FOLD_FROM, FOLD_TO
from audit.system import system_access
from bench.figures import Figure, median, p95
from bench.house import House, say
from enforcement.models import Hotlist
from enforcement.selectors import likenesses
from reads.generator import plate_of
from reads.models import Read

PART = "matching"
TARGET = 0.001
"""Seconds a read, p95."""

LIST, SEED, FRAME = "bench-million", 3, 12
MOST_ROWS = 100
"""That a read may have looked at, in the table and in its indexes; a scan looks at all."""

# What this connection has looked at and not yet added to the statistics: the function's plan is its own, so
# EXPLAIN does not show it.
LOOKED_AT = """
select pg_stat_get_xact_numscans(r.oid),
    pg_stat_get_xact_tuples_returned(r.oid) + (
        select sum(pg_stat_get_xact_tuples_returned(indexrelid)) from pg_index where indrelid = r.oid
    )
from pg_class r where r.oid = 'enforcement_hotlistentry'::regclass
"""


def measure(house: House) -> list[Figure]:
    listed = filled(house)
    chance = random.Random(11)  # noqa: S311  which plates to ask about
    figures, everything = [], []
    before = resident()
    for name, reads in classes(listed, chance).items():
        say(f"Matching: {name} …")
        sample = list(islice(reads, house.times(400)))
        for read in sample[:5]:
            timed([read])
        times = [timed([read]) for read in sample]
        whole = any(reads_whole_table([read]) for read in sample[:: max(1, len(sample) // 8)])
        everything += times
        figures.append(figure(f"{name}: p50, p95", times, whole))
    mixed = list(islice(classes(listed, chance)["not on the list"], FRAME * house.times(60)))
    frames = [mixed[start : start + FRAME] for start in range(0, len(mixed), FRAME)]
    say(f"Matching: frames of {FRAME} …")
    in_frames = [timed(frame) / len(frame) for frame in frames]
    figures.append(figure(f"a read of a frame of {FRAME}: p50, p95", in_frames, reads_whole_table(frames[0])))
    what = f"all {len(everything)} reads against {house.entries} entries: p50, p95"
    figures.append(figure(what, everything, False))
    grown = resident() - before
    figures.append(
        Figure(PART, "memory grown meanwhile", f"{grown / 2**20:.1f} MB", "16 MB", grown < 16 * 2**20)
    )
    return figures


def figure(what: str, times: list[float], whole: bool) -> Figure:
    value = f"{median(times) * 1000:.2f} ms, {p95(times) * 1000:.2f} ms" + (", WHOLE TABLE" if whole else "")
    return Figure(
        PART, what, value, f"p95 {TARGET * 1000:.0f} ms, no scan", p95(times) <= TARGET and not whole
    )


def filled(house: House) -> list[tuple[str, str]]:
    """The list's vehicles; made once, by the database's superuser."""
    vehicles: dict[tuple[str, str], None] = {}
    number = 0
    while len(vehicles) < house.entries:
        vehicles[plate_of(number, SEED)] = None
        number += 1
    with house.superuser() as superuser:
        owner = superuser.execute("select id from accounts_user where username = 'manager'").fetchone()
        hotlist, _ = Hotlist.objects.get_or_create(
            code=LIST,
            defaults={
                "name": "A million vehicles",
                "kind": Hotlist.Kind.SCOFFLAW,
                "owner_id": owner[0],
                "source": "Made up",
                "legal_basis": "Veh. Code 22651(i)",
                "refreshed_at": timezone.now(),
            },
        )
        there = superuser.execute(
            "select count(*) from enforcement_hotlistentry where hotlist_id = %s", [hotlist.pk]
        ).fetchone()[0]
        if there != house.entries:
            say(f"Making up {house.entries} entries …")
            superuser.execute("delete from enforcement_hotlistentry where hotlist_id = %s", [hotlist.pk])
            with superuser.cursor().copy(
                "copy enforcement_hotlistentry (uid, hotlist_id, plate, region, reason, reference) from stdin"
            ) as copy:
                chance = random.Random(SEED)  # noqa: S311  names, not secrets
                for plate, region in vehicles:
                    uid = f"{chance.getrandbits(128):032x}"
                    copy.write_row((uid, hotlist.pk, plate, region, "Made up", ""))
            superuser.execute("vacuum analyze enforcement_hotlistentry")
    return list(vehicles)


def classes(listed: list[tuple[str, str]], chance: random.Random) -> dict[str, Iterator[Read]]:
    """Endless reads of each class."""
    confused = dict(zip(FOLD_FROM, FOLD_TO, strict=True))

    def on_the_list() -> Iterator[tuple[str, str]]:
        while True:
            yield chance.choice(listed)

    def passing() -> Iterator[Read]:
        number = 10**9
        while True:
            number += 1
            yield seen(*plate_of(number, SEED + 1))

    def one_off() -> Iterator[Read]:
        for plate, region in on_the_list():
            place = chance.randrange(len(plate))
            yield seen(plate[:place] + chance.choice("ABCXYZ123") + plate[place + 1 :], region)

    return {
        "not on the list": passing(),
        "on the list": (seen(*vehicle) for vehicle in on_the_list()),
        "one character off": one_off(),
        "look-alike characters": (
            seen("".join(confused.get(letter, letter) for letter in plate), region)
            for plate, region in on_the_list()
        ),
        "short numbers": (seen(plate[: chance.randint(1, 3)], region) for plate, region in on_the_list()),
        "ten characters": (seen((plate + "0O1I8")[:10], region) for plate, region in on_the_list()),
    }


def seen(plate: str, region: str) -> Read:
    return Read(plate=plate, region=region, received_at=timezone.now(), id=1)


def timed(reads: list[Read]) -> float:
    with system_access("bench", door="bench.matching", reason="Measure") as access, access.transaction():
        started = time.perf_counter()
        likenesses.standing_likenesses(reads=reads, now=timezone.now())
        return time.perf_counter() - started


def reads_whole_table(reads: list[Read]) -> bool:
    with (
        system_access("bench", door="bench.matching", reason="Look at rows looked at") as access,
        access.transaction(),
        connection.cursor() as cursor,
    ):
        cursor.execute(LOOKED_AT)
        scans_before, rows_before = cursor.fetchone()
        likenesses.standing_likenesses(reads=reads, now=timezone.now())
        cursor.execute(LOOKED_AT)
        scans, rows = cursor.fetchone()
    return scans > scans_before or rows - rows_before > MOST_ROWS * len(reads)


def resident() -> int:
    """Bytes of memory that this process holds."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) * 1024
