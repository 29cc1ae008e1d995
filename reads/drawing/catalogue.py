"""The demonstration's frames: the patrol's rows as scenes with a time, a place and the plates they show.

Some scenes are hard on purpose, and `hard` says why: a recogniser that misreads them is not at fault.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from alpr_portal.lib.plates import normalise
from reads.drawing.patrol import LEFT, LOT, OTHER_CAR, ROWS, Row
from reads.drawing.scene import Place, Scene, View

CITY_TIME = ZoneInfo("America/Los_Angeles")
CENTRE = 34.1470, -118.1440


@dataclass(frozen=True)
class ExpectedPlate:
    """A plate that the frame shows: `text` normalised, `region` like 'us-ca'."""

    text: str
    region: str


@dataclass(frozen=True)
class DemoScene:
    """One frame of the demonstration. `slug` names its file; `camera` is a camera's code; `hard` is '' or the
    reason."""

    slug: str
    camera: str
    scene: Scene
    expected: tuple[ExpectedPlate, ...]
    hard: str = ""


def demo_scenes(now: datetime) -> tuple[DemoScene, ...]:
    """The catalogue, oldest camera time first, the newest before `now` (aware).

    Each scene keeps its time of day in the city: today's where that has passed, else yesterday's. Those that
    are about time limits are so many minutes old instead.
    """
    made = [_made(number, row, now) for number, row in enumerate(ROWS)]
    return tuple(sorted(made, key=lambda demo: (demo.scene.camera_time or now, demo.slug)))


def _made(number: int, row: Row, now: datetime) -> DemoScene:
    left = row.camera in (LEFT, OTHER_CAR)
    in_lot = row.camera == LOT
    turn = -1 if left else 1
    vehicles = row.vehicles
    if left:
        vehicles = tuple(replace(vehicle, x=-vehicle.x, turned=-vehicle.turned) for vehicle in vehicles)
    view = View(row.height, turn * row.pan, row.tilt, row.roll, row.field)
    if in_lot:
        view = View(height=2.3, pan=0, tilt=-11, field=48)
    scene = Scene(
        vehicles,
        light=row.light,
        place=Place.LOT if in_lot else Place.STREET,
        view=view,
        kerb=turn,
        blur=row.blur,
        smear=row.smear,
        noise=row.noise,
        seed=1000 + (number if row.street is None else row.street),
        camera_time=_latest(row, number, now),
        **_position(row),
    )
    expected = tuple(
        ExpectedPlate(normalise(vehicle.plate), vehicle.region) for vehicle in vehicles if vehicle.plate
    )
    return DemoScene(row.slug, row.camera, scene, expected, row.hard)


def _latest(row: Row, number: int, now: datetime) -> datetime:
    """The last time before `now` at which the city's clocks showed the row's time of day, or as long ago as
    the row says; the seconds are the row's own.
    """
    second = number * 7 % 60
    if row.ago is not None:
        return (now - timedelta(minutes=row.ago)).replace(second=second, microsecond=0)
    local = now.astimezone(CITY_TIME)
    when = _at(local, row.at, second)
    return when if when <= local else when - timedelta(days=1)


def _at(local: datetime, clock: str, second: int) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(local.date(), time(hour, minute, second), CITY_TIME)


def _position(row: Row) -> dict[str, float]:
    """Along one street to the east of the centre for car 12, along another to the north for car 14; the lot
    stands still."""
    north, east = {LOT: (180.0, 260.0), OTHER_CAR: (row.block, -35.0)}.get(row.camera, (12.0, row.block))
    if row.camera == LEFT:
        north -= 9.0
    latitude, longitude = position(north, east)
    return {"latitude": latitude, "longitude": longitude}


def position(north: float, east: float) -> tuple[float, float]:
    """(latitude, longitude) so many metres from the demonstration's centre."""
    return round(CENTRE[0] + north / 110_900, 6), round(CENTRE[1] + east / 92_200, 6)
