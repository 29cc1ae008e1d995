"""A patrol that never took place: a car drives along the demonstration's street and takes a picture of each
parked vehicle.

The same seed parks the same vehicles. From lap to lap a few drive off and others come, so that chalk marks
find what has stayed, and lists find what they look for.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reads.drawing.catalogue import CITY_TIME, position
from reads.drawing.patrol import (
    BLACK,
    BLUE,
    GOLD,
    GREEN,
    GREY,
    NAVY,
    ORANGE,
    RED,
    SAND,
    SILVER,
    TEAL,
    WHITE,
    WINE,
)
from reads.drawing.scene import Body, Light, Scene, Vehicle, View

CAMERA = "car-12-right"
NORTH = 12.0
"""Metres from the centre, along the side of the street that the camera looks at."""

BAY = 14.0
"""Metres from one parked vehicle to the next."""

BAYS = 40
CHANGES_A_LAP = 0.12
LISTED_SHARE = 0.15
COLOURS = (WHITE, SILVER, GREY, BLACK, BLUE, NAVY, RED, WINE, GREEN, TEAL, SAND, GOLD, ORANGE)
LETTERS, DIGITS = "BCDFGHJKLMNPRSTVWXZ", "0123456789"


@dataclass(frozen=True)
class Stop:
    """One picture to take: which bay of which lap, and what stands there."""

    lap: int
    bay: int
    vehicle: Vehicle

    @property
    def place(self) -> tuple[float, float]:
        """(latitude, longitude) of the camera."""
        return position(NORTH, self.bay * BAY)


def patrol(seed: int, listed: tuple[tuple[str, str], ...] = ()) -> Iterator[Stop]:
    """Endless stops, lap after lap. `listed`: (number, region) of vehicles that lists look for."""
    chance = random.Random(seed)  # noqa: S311  which vehicles are parked where
    parked = [vehicle(chance, listed) for _ in range(BAYS)]
    lap = 0
    while True:
        for bay, one in enumerate(parked):
            yield Stop(lap, bay, one)
        lap += 1
        parked = [vehicle(chance, listed) if chance.random() < CHANGES_A_LAP else one for one in parked]


def vehicle(chance: random.Random, listed: tuple[tuple[str, str], ...]) -> Vehicle:
    """An invented one: no state's series begins with a zero as these do."""
    if listed and chance.random() < LISTED_SHARE:
        plate, region = chance.choice(listed)
    else:
        letters = "".join(chance.choices(LETTERS, k=3))
        plate, region = f"0{letters}{''.join(chance.choices(DIGITS, k=3))}", "us-ca"
    return Vehicle(plate, region, chance.choice(list(Body)), chance.choice(COLOURS), 2.15, 5.0)


def scene(stop: Stop, now: datetime) -> Scene:
    """The picture, in the light of the city's hour, with the camera's time and place."""
    hour = now.astimezone(CITY_TIME).hour
    light = Light.DAY if 7 <= hour < 17 else Light.DUSK if hour in (6, 17, 18) else Light.NIGHT
    latitude, longitude = stop.place
    return Scene(
        (stop.vehicle,),
        light=light,
        view=View(height=1.55, pan=18.0, tilt=-5.0, field=38.0),
        noise=4.0 if light is Light.NIGHT else 2.0,
        seed=7000 + stop.lap * BAYS + stop.bay,
        camera_time=now,
        latitude=latitude,
        longitude=longitude,
    )
