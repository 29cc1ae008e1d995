"""What a camera wrote into a frame's EXIF block: orientation, its clock, its position.

All of it is the camera's word, kept beside the frame and never trusted. A block that cannot be read costs
nothing but itself: the frame is taken and a note says what was left out. Source: CIPA DC-008 (EXIF 3.0).
"""

import math
import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

EXIF_TIME = re.compile(r"(\d{4})[:\-](\d\d)[:\-](\d\d)[ T](\d\d:\d\d:\d\d)")
EXIF_OFFSET = re.compile(r"[+\-]\d\d:\d\d")
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@dataclass(frozen=True)
class CameraData:
    """`orientation` is 1 to 8; `time` is naive where the camera gave no offset; degrees are WGS 84, north and
    east positive."""

    orientation: int = 1
    time: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    notes: tuple[str, ...] = ()


def camera_data(block: bytes) -> CameraData:
    """What the EXIF block (from its TIFF header on) says. Never raises: oddities become notes."""
    if not block:
        return CameraData()
    notes: list[str] = []
    try:
        with warnings.catch_warnings():
            # Pillow warns of each oddity in the block; one note says all that anybody needs.
            warnings.simplefilter("ignore")
            exif = Image.Exif()
            exif.load(block)
            main = dict(exif)
            details = dict(exif.get_ifd(ExifTags.IFD.Exif))
            gps = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:
        # A parser of foreign bytes fails in any way there is, and none of them may cost the frame.
        return CameraData(notes=("The camera's data (EXIF) could not be read and was left out.",))
    latitude, longitude = _position(gps, notes)
    return CameraData(
        orientation=_orientation(main.get(ExifTags.Base.Orientation)),
        time=_time(details, notes),
        latitude=latitude,
        longitude=longitude,
        notes=tuple(notes),
    )


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _time(details: dict[int, Any], notes: list[str]) -> datetime | None:
    written = details.get(ExifTags.Base.DateTimeOriginal)
    if written is None:
        return None
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\x00 ")
    try:
        parts = EXIF_TIME.fullmatch(str(written).strip("\x00 "))
        if parts is None:
            raise ValueError(written)
        year, month, day, clock = parts.groups()
        time = datetime.fromisoformat(
            f"{year}-{month}-{day}T{clock}{offset if EXIF_OFFSET.fullmatch(offset) else ''}"
        )
        if not EARLIEST_YEAR <= time.year <= LATEST_YEAR:
            raise ValueError(written)
    except ValueError:
        notes.append("The camera's time is not a date and time and was left out.")
        return None
    return time


def _position(gps: dict[int, Any], notes: list[str]) -> tuple[float | None, float | None]:
    north = gps.get(ExifTags.GPS.GPSLatitude)
    east = gps.get(ExifTags.GPS.GPSLongitude)
    if north is None and east is None:
        return None, None
    try:
        latitude = _degrees(north, gps.get(ExifTags.GPS.GPSLatitudeRef), "NS")
        longitude = _degrees(east, gps.get(ExifTags.GPS.GPSLongitudeRef), "EW")
    except (TypeError, ValueError, ArithmeticError):
        latitude = longitude = math.nan
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        notes.append("The camera's position is not a place on earth and was left out.")
        return None, None
    if latitude == 0 and longitude == 0:
        notes.append("The camera's position is 0, 0, which means it had none; it was left out.")
        return None, None
    return latitude, longitude


def _degrees(parts: Any, reference: Any, signs: str) -> float:
    """Degrees, minutes and seconds as decimal degrees, rounded to about a centimetre. Raises ValueError."""
    degrees, minutes, seconds = (float(part) for part in parts)
    letter = reference.decode("ascii", "replace") if isinstance(reference, bytes) else str(reference)
    letter = letter.strip("\x00 ").upper()
    if letter not in tuple(signs) or not (0 <= minutes < 60 and 0 <= seconds < 60 and degrees >= 0):
        raise ValueError(parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if letter == signs[1] else value, 7)
