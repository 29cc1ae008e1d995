"""What a drawn frame shows. A scene is data alone: the same scene is always the same picture.

Metres, degrees and seconds. The camera stands at the origin, `height` above the road; x is to the right, y
up, z ahead.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FRAME_WIDTH, FRAME_HEIGHT = 1280, 720


class Light(StrEnum):
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"
    INFRARED = "infrared"


class Body(StrEnum):
    SEDAN = "sedan"
    HATCHBACK = "hatchback"
    SUV = "suv"
    PICKUP = "pickup"
    VAN = "van"


class Place(StrEnum):
    STREET = "street"
    LOT = "lot"


@dataclass(frozen=True)
class Vehicle:
    """One vehicle seen from behind.

    `plate` is the number as the state prints it (`0ABC012`, `KRT·0418`), '' for a vehicle without a plate;
    `x` and `z` place the middle of its rear bumper; `turned` is its heading, positive to the right. `dirt` is
    0 (washed) to 1.
    """

    plate: str
    region: str
    body: Body = Body.SEDAN
    colour: tuple[int, int, int] = (150, 156, 164)
    x: float = 2.2
    z: float = 5.5
    turned: float = 0.0
    dirt: float = 0.0


@dataclass(frozen=True)
class View:
    """The camera. `pan` is positive to the right, `tilt` positive upwards, `roll` clockwise; `field` is
    horizontal."""

    height: float = 1.55
    pan: float = 18.0
    tilt: float = -5.0
    roll: float = 0.0
    field: float = 46.0


@dataclass(frozen=True)
class Scene:
    """One frame. `kerb` is the side on which the kerb lies, 1 right and -1 left.

    `blur` is in pixels: out of focus, `smear` along the direction of travel. `noise` is a standard deviation
    in grey levels. `camera_time` (aware) and the position go into the EXIF block when given.
    """

    vehicles: tuple[Vehicle, ...]
    light: Light = Light.DAY
    place: Place = Place.STREET
    view: View = View()
    kerb: int = 1
    blur: float = 0.0
    smear: float = 0.0
    noise: float = 2.0
    seed: int = 0
    camera_time: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
