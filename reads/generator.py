"""Made-up frames and reads in any number, for measuring and trying out: no pictures, nobody's plates.

The same seed and the same last day give the same rows. They are stored in batches as the application, each
under an access record of its own, so row security and every constraint hold for them as for real ones.
"""

import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db import IntegrityError, connection
from psycopg import sql

from accounts.models import User
from audit.system import system_access
from reads.models import Camera, Frame, Read

Row = dict[str, Any]

DAYS = 730
BATCH = 5000
"""Reads stored at once: what memory holds, and what one statement stores well within its time limit."""

ENGINE, ENGINE_VERSION = "made-up", "1"
FIRST_HOUR, HOURS = 7, 15
REGULARS_SHARE = 0.55
"""Of the reads: vehicles that are parked here day after day; the others mostly pass once."""

LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"
SERIES = "456778899"
"""The first digit of a California number tells its age; the newer ones are more frequent."""

# How states print their numbers: A a letter, 9 a digit, 1 the series. Shares of the reads in per cent.
SHAPES = (
    (68, "us-ca", "1AAA999"),
    (10, "us-ca", "99999A9"),
    (6, "us-ca", "AA99A99"),
    (4, "", "1AAA999"),
    (3, "us-az", "AAA9A9A"),
    (2, "us-nv", "999A99"),
    (2, "us-or", "999AAA"),
    (2, "us-wa", "AAA9999"),
    (1, "us-tx", "AAA9999"),
    (1, "us-fl", "AAAA99"),
    (1, "mx", "AAA999A"),
)
BY_SHARE = tuple((region, shape) for share, region, shape in SHAPES for _ in range(share))
ALPHABETS = {"A": LETTERS, "9": DIGITS, "1": SERIES}
SWAPS = str.maketrans("0O1I2Z5S8B6G", "O0I1Z2S5B8G6")


class AlreadyGenerated(Exception):
    """Rows of this seed and last day are there already."""


@dataclass(frozen=True)
class MadeUp:
    """One frame and its reads, as rows ready for JSON; the reads do not know the frame's id yet."""

    frame: Row
    reads: list[Row]


@dataclass(frozen=True)
class Recipe:
    """What to make: `reads` reads from the `DAYS` days before `until`, a day in city time."""

    reads: int
    seed: int
    until: date
    zone: tzinfo


def generate(
    *, recipe: Recipe, cameras: Sequence[Camera], by: User, progress: Callable[[int], None] | None = None
) -> int:
    """Store the recipe's frames and reads; `progress` is told the number of reads stored so far.

    Returns the number of frames. Raises AlreadyGenerated; what earlier batches brought stays stored.
    """
    frames = stored = 0
    for batch in batches(recipe, cameras, by):
        plates = sum(len(one.reads) for one in batch)
        with (
            system_access(
                "command", door="reads.generate", reason="Store made-up reads", reads=plates
            ) as access,
            access.transaction(),
        ):
            try:
                store(batch)
            except IntegrityError as error:
                raise AlreadyGenerated(
                    f"Made-up frames of seed {recipe.seed} are there already; choose another seed."
                ) from error
        frames += len(batch)
        stored += plates
        if progress:
            progress(stored)
    return frames


def store(batch: list[MadeUp]) -> None:
    """Two statements a batch. `bulk_create` would write out every value by itself, ten times as slowly."""
    frame_ids = dict(insert(Frame._meta.db_table, [one.frame for one in batch]))
    reads = [{**read, "frame_id": frame_ids[one.frame["uid"]]} for one in batch for read in one.reads]
    insert(Read._meta.db_table, reads)


def insert(table: str, rows: list[Row]) -> list[tuple[str, int]]:
    """Insert rows that all have the same columns; returns (uid, id) of each."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    statement = sql.SQL(
        "insert into {table} ({columns})"
        " select {columns} from jsonb_populate_recordset(null::{table}, %s::jsonb) returning uid::text, id"
    ).format(table=sql.Identifier(table), columns=columns)
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
        return cursor.fetchall()


def batches(recipe: Recipe, cameras: Sequence[Camera], by: User) -> Iterator[list[MadeUp]]:
    """Frames with their reads, oldest first, about `BATCH` reads at a time."""
    batch: list[MadeUp] = []
    size = 0
    for one in made_up(recipe, cameras, by):
        batch.append(one)
        size += len(one.reads)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def made_up(recipe: Recipe, cameras: Sequence[Camera], by: User) -> Iterator[MadeUp]:
    chance = random.Random(f"{recipe.seed} {recipe.until}")  # noqa: S311  made-up data, no secret
    regulars = max(1, recipe.reads // 40)
    done = number = 0
    while done < recipe.reads:
        lot = chance.random()
        plates = min(1 + (lot > 0.6) + (lot > 0.9), recipe.reads - done)
        camera = cameras[int(len(cameras) * chance.random())]
        received_at = moment(recipe, done)
        frame = made_up_frame(received_at, number, chance) | {
            "camera_id": camera.pk,
            "uploaded_by_id": by.pk,
            "sha256": hashlib.sha256(f"{recipe.seed} {recipe.until} {number}".encode()).hexdigest(),
        }
        reads = []
        for place in range(plates):
            if chance.random() < REGULARS_SHARE:
                vehicle = int(regulars * chance.random() ** 2)
            else:
                vehicle = regulars + int(2 * recipe.reads * chance.random())
            plate, region = plate_of(vehicle, recipe.seed)
            seen = {"camera_id": camera.pk, "received_at": frame["received_at"]}
            reads.append(made_up_read(plate, region, place, chance) | seen)
        yield MadeUp(frame, reads)
        number += 1
        done += plates


def made_up_frame(received_at: datetime, number: int, chance: random.Random) -> Row:
    uid = some_uid(chance)
    at = received_at.isoformat()
    return {
        "uid": uid,
        "received_at": at,
        "queued_at": at,
        "camera_time": (received_at - timedelta(seconds=round(8 * chance.random(), 1))).isoformat(),
        "original": f"made-up/{uid}.jpg",
        "shown_name": f"made-up-{number:07}.jpg",
        "size": 180_000 + int(90_000 * chance.random()),
        "format": "JPEG",
        "width": 1280,
        "height": 720,
        "latitude": round(34.12 + 0.06 * chance.random(), 6),
        "longitude": round(-118.18 + 0.08 * chance.random(), 6),
        "notes": [],
        "state": Frame.State.READ.value,
        "attempts": 1,
        "failure": "",
        "read_at": (received_at + timedelta(seconds=1)).isoformat(),
        "engine": ENGINE,
        "engine_version": ENGINE_VERSION,
        "read_ms": 250 + int(400 * chance.random()),
    }


def made_up_read(plate: str, region: str, place: int, chance: random.Random) -> Row:
    uid = some_uid(chance)
    confidence = round(1 - 0.35 * chance.random() ** 4, 4)
    other = {"plate": plate.translate(SWAPS), "confidence": round(1 - confidence, 4), "region": region}
    return {
        "uid": uid,
        "observed": plate,
        "plate_read": plate,
        "plate": plate,
        "region_read": region,
        "region": region,
        "confidence": confidence,
        "box_x": 60 + 380 * place,
        "box_y": 300 + int(200 * chance.random()),
        "box_w": 150,
        "box_h": 75,
        "characters": [{"text": character, "confidence": confidence} for character in plate],
        "candidates": [{"plate": plate, "confidence": confidence, "region": region}, other],
        "engine": ENGINE,
        "engine_version": ENGINE_VERSION,
        "crop": f"made-up/{uid}-crop.jpg",
    }


def moment(recipe: Recipe, done: int) -> datetime:
    """When the read after `done` others was made: by day and evening, the days one after the other."""
    days, rest = divmod(done * DAYS, recipe.reads)
    day = recipe.until - timedelta(days=DAYS - days)
    opening = datetime.combine(day, time(FIRST_HOUR), recipe.zone).astimezone(UTC)
    return opening + timedelta(hours=HOURS * rest / recipe.reads)


def plate_of(vehicle: int, seed: int) -> tuple[str, str]:
    """(number, region) of a made-up vehicle: always the same, drawn from the shapes by their shares."""
    lot = scattered(vehicle + (seed << 40))
    lot, place = divmod(lot, len(BY_SHARE))
    region, shape = BY_SHARE[place]
    plate = ""
    for kind in shape:
        alphabet = ALPHABETS[kind]
        lot, place = divmod(lot, len(alphabet))
        plate += alphabet[place]
    return plate, region


def scattered(number: int) -> int:
    """A number of 64 bits that shares no order with its neighbours' (the finaliser of SplitMix64)."""
    number = (number + 1) * 0x9E3779B97F4A7C15 % 2**64
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    number = (number ^ number >> 27) * 0x94D049BB133111EB % 2**64
    return number ^ number >> 31


def some_uid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
