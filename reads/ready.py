"""Reads that a camera has made by itself, as a program sends them: taken apart, or refused by name.

Pure: text in, readings out. What cannot be a read is refused with its field named (`reads[2].box`); what is
merely odd beside it (a position of 0, 0, a clock a day off) costs nothing but itself, and a note says so.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alpr_portal.json_body import NotJson, strict_json
from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from alpr_portal.lib.text import one_line, storable
from reads.recognition.base import Box, Candidate, CharacterReading, PlateReading

MOST_READS = 20
"""In one frame; as many as the portal keeps of its own reading."""
LONGEST_SENT = 200_000
"""Characters of JSON: 20 reads with every character are well below."""
LONGEST_OBSERVED = 40
LARGEST_PIXEL = 100_000
CLOCK_TRUSTED_WITHIN = timedelta(hours=12)
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class BadReads(ValueError):
    """`field` is what is wrong, `sentence` says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class Beside:
    """What a sender says beside the file; it wins over what the camera wrote into it (EXIF).

    A time or position that was said and makes no sense is None, and `notes` says so.
    """

    says_time: bool = False
    camera_time: datetime | None = None
    says_position: bool = False
    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[str, ...] = ()


NOTHING_BESIDE = Beside()


def beside(*, camera_time: str, latitude: str, longitude: str, now: datetime) -> Beside:
    """`camera_time` is ISO 8601, city time where it has no offset; degrees are WGS 84. Never raises."""
    notes: list[str] = []
    time = _time(camera_time.strip(), now, notes)
    says_position = bool(latitude.strip() or longitude.strip())
    position = _position(latitude, longitude, notes) if says_position else (None, None)
    return Beside(bool(camera_time.strip()), time, says_position, *position, tuple(notes))


def _time(text: str, now: datetime, notes: list[str]) -> datetime | None:
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text[:40])
        if not EARLIEST_YEAR <= time.year <= LATEST_YEAR:
            raise ValueError(text)
        time = timezone.make_aware(time) if timezone.is_naive(time) else time
    except ValueError:
        notes.append("The camera's time is not a date and time and was left out.")
        return None
    off = now - time
    if abs(off) > CLOCK_TRUSTED_WITHIN:
        side = "behind" if off > timedelta(0) else "ahead of"
        notes.append(f"The camera's clock is {abs(off) // timedelta(hours=1)} hours {side} the server's.")
    return time


def _position(latitude: str, longitude: str, notes: list[str]) -> tuple[float | None, float | None]:
    try:
        north, east = float(latitude[:40]), float(longitude[:40])
    except ValueError:
        north = east = math.nan
    if not (abs(north) <= 90 and abs(east) <= 180):
        swapped = abs(east) <= 90 and abs(north) <= 180
        notes.append(
            "The camera's position is not a place on earth"
            + (" (latitude and longitude may be swapped)" if swapped else "")
            + " and was left out."
        )
        return None, None
    if north == 0 and east == 0:
        notes.append("The camera's position is 0, 0, which means it had none; it was left out.")
        return None, None
    return north, east


def plate_readings(text: str) -> tuple[tuple[PlateReading, ...], tuple[str, ...]]:
    """The readings of a JSON list of objects, and notes. Raises BadReads.

    {"plate", "confidence": 0 to 1, "box": [x, y, w, h]} and, if known, "region", "observed" and "characters"
    ([{"text", "confidence"}], one for each character of the plate).
    """
    if len(text) > LONGEST_SENT:
        raise BadReads("reads", f"Send at most {LONGEST_SENT} characters of reads with one image.")
    try:
        said = strict_json(text.encode("utf-8", "surrogatepass"))
    except NotJson as error:
        raise BadReads("reads", f"The list {error}") from None
    return readings_of(said)


def readings_of(said: object) -> tuple[tuple[PlateReading, ...], tuple[str, ...]]:
    """The same of what the JSON held."""
    if not isinstance(said, list) or not said:
        raise BadReads("reads", "Send a list of at least one read.")
    if len(said) > MOST_READS:
        raise BadReads("reads", f"Send at most {MOST_READS} reads with one image; these are {len(said)}.")
    notes: list[str] = []
    readings = tuple(_reading(f"reads[{number}]", one, notes) for number, one in enumerate(said))
    return readings, tuple(notes)


def _reading(name: str, said: object, notes: list[str]) -> PlateReading:
    if not isinstance(said, dict):
        raise BadReads(name, "A read is an object with plate, confidence and box.")
    written = said.get("plate")
    if not isinstance(written, str):
        raise BadReads(f"{name}.plate", "Send the plate as text.")
    try:
        plate = typed_plate(written)
    except BadPlate as error:
        raise BadReads(f"{name}.plate", str(error)) from None
    region = _region(name, said.get("region"), notes)
    confidence = _share(f"{name}.confidence", said.get("confidence"))
    return PlateReading(
        observed=_observed(name, said.get("observed"), written),
        plate=plate,
        confidence=confidence,
        box=_box(f"{name}.box", said.get("box")),
        region=region,
        characters=_characters(f"{name}.characters", said.get("characters"), plate),
        candidates=(Candidate(plate, confidence, region),),
    )


def _region(name: str, said: object, notes: list[str]) -> str:
    if said is None or said == "":
        return ""
    if not isinstance(said, str):
        raise BadReads(f"{name}.region", "Send the region as text, for example us-ca.")
    region = said.strip().lower()
    if region in REGIONS:
        return region
    notes.append(f"{name}: the region {_shown(said)} is none that the portal knows; kept as not known.")
    return ""


def _observed(name: str, said: object, written: str) -> str:
    if said is not None and not isinstance(said, str):
        raise BadReads(f"{name}.observed", "Send what the camera saw as text.")
    return storable(one_line(said or written).upper(), longest=LONGEST_OBSERVED)


def _share(field: str, said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said <= 1:
        raise BadReads(field, "Send a number from 0 to 1.")
    return float(said)


def _box(field: str, said: object) -> Box:
    numbers: list[Any] = said if isinstance(said, list) else []
    good = len(numbers) == 4 and all(
        isinstance(one, int | float) and not isinstance(one, bool) and -LARGEST_PIXEL <= one <= LARGEST_PIXEL
        for one in numbers
    )
    if not good:
        raise BadReads(field, "Send [x, y, width, height] in pixels of the upright image.")
    x, y, w, h = (round(one) for one in numbers)
    if w < 1 or h < 1:
        raise BadReads(field, "The box has no area; width and height are at least 1.")
    return x, y, w, h


def _characters(field: str, said: object, plate: str) -> tuple[CharacterReading, ...]:
    if said is None or said == []:
        return ()
    if not isinstance(said, list) or len(said) != len(plate):
        raise BadReads(field, "Send one entry for each character of the plate, or none.")
    for one, letter in zip(said, plate, strict=True):
        text = one.get("text") if isinstance(one, dict) else None
        if not isinstance(text, str) or text.upper() != letter:
            raise BadReads(field, 'Send {"text", "confidence"} for each character, in the plate\'s order.')
    return tuple(
        CharacterReading(letter, _share(field, one.get("confidence")))
        for one, letter in zip(said, plate, strict=True)
    )


def _shown(text: str) -> str:
    return f"“{storable(one_line(text), longest=20)}”"


def within(box: Box, width: int, height: int) -> Box | None:
    """The part of a box that lies in a picture of that size, or None where nothing of it does."""
    x, y, w, h = box
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + w), min(height, y + h)
    if right <= left or bottom <= top:
        return None
    return left, top, right - left, bottom - top
