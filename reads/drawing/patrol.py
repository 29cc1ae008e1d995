"""What the demonstration's cameras saw, row by row: a day's and a night's patrol in a city that does not
exist.

Every number is invented: each has the serial shape of its state, and begins with a zero where the state's own
series begin with another digit.
"""

from dataclasses import dataclass

from reads.drawing.scene import Body, Light, Vehicle

LEFT, RIGHT, LOT = "car-12-left", "car-12-right", "lot-b-fixed"
OTHER_CAR = "car-14-left"

WHITE, SILVER, GREY, BLACK = (232, 233, 231), (176, 181, 186), (108, 112, 118), (40, 42, 46)
BLUE, NAVY, RED, WINE = (36, 84, 150), (28, 42, 78), (176, 32, 34), (98, 26, 40)
GREEN, TEAL, SAND, GOLD = (46, 88, 64), (28, 110, 112), (186, 170, 142), (200, 156, 60)
ORANGE, BROWN = (206, 100, 40), (92, 70, 56)


@dataclass(frozen=True)
class Row:
    """What tells one scene from another. `at` is the time of day; `block` is how far along the street, in
    metres. `ago`, where given, decides instead of `at`: minutes before now."""

    slug: str
    camera: str
    at: str
    block: float
    vehicles: tuple[Vehicle, ...]
    light: Light = Light.DAY
    pan: float = 18.0
    field: float = 38.0
    height: float = 1.55
    tilt: float = -5.0
    roll: float = 0.0
    blur: float = 0.0
    smear: float = 0.0
    noise: float = 2.0
    street: int | None = None
    hard: str = ""
    ago: int | None = None


def _car(
    plate: str,
    region: str,
    body: Body,
    colour: tuple[int, int, int],
    z: float = 4.9,
    x: float = 2.15,
    turned: float = 0.0,
    dirt: float = 0.0,
) -> Vehicle:
    return Vehicle(plate, region, body, colour, x, z, turned, dirt)


def _neighbour(body: Body, colour: tuple[int, int, int], z: float = 11.2) -> Vehicle:
    """A vehicle further along, too far for its plate to be read, and so drawn without one."""
    return Vehicle("", "", body, colour, 2.2, z)


SEDAN, HATCH, SUV, PICKUP, VAN = Body.SEDAN, Body.HATCHBACK, Body.SUV, Body.PICKUP, Body.VAN
NIGHT, DUSK, INFRARED = Light.NIGHT, Light.DUSK, Light.INFRARED

ROWS: tuple[Row, ...] = (
    # A morning on one block: the plain cases, one of each state.
    Row(
        "morning-blue-sedan",
        RIGHT,
        "09:02",
        0,
        (_car("0KBD031", "us-ca", SEDAN, BLUE), _neighbour(SUV, WHITE)),
    ),
    Row(
        "morning-red-suv",
        RIGHT,
        "09:03",
        14,
        (_car("0RTM274", "us-ca", SUV, RED, 5.1), _neighbour(SEDAN, SILVER)),
    ),
    Row("morning-white-van", RIGHT, "09:04", 29, (_car("0WLK582", "us-ca", VAN, WHITE, 5.6),)),
    Row(
        "nevada-hatchback",
        RIGHT,
        "09:06",
        47,
        (_car("012·K45", "us-nv", HATCH, TEAL, 4.7), _neighbour(VAN, GREY, 11.8)),
    ),
    Row("oregon-pickup", RIGHT, "09:07", 60, (_car("027 KMR", "us-or", PICKUP, NAVY, 5.2),)),
    Row("arizona-suv", RIGHT, "09:09", 82, (_car("KZR0412", "us-az", SUV, SAND), _neighbour(HATCH, ORANGE))),
    Row(
        "washington-sedan",
        RIGHT,
        "09:11",
        101,
        (_car("BKW0327", "us-wa", SEDAN, GREEN), _neighbour(PICKUP, BLACK)),
    ),
    Row(
        "texas-pickup",
        RIGHT,
        "09:12",
        118,
        (_car("KRT·0418", "us-tx", PICKUP, WINE, 5.3), _neighbour(SUV, SAND, 12.4)),
    ),
    Row("new-york-hatchback", RIGHT, "09:14", 131, (_car("KHV·0521", "us-ny", HATCH, GOLD, 4.6),)),
    Row(
        "colorado-suv",
        RIGHT,
        "09:16",
        150,
        (_car("WRB·K04", "us-co", SUV, GREY, 5.0), _neighbour(SEDAN, RED)),
    ),
    Row("utah-sedan", RIGHT, "09:17", 163, (_car("K03 4RB", "us-ut", SEDAN, SILVER), _neighbour(SUV, NAVY))),
    # Chalking: first pass and second pass over one block, two and a half hours apart; the third car has gone.
    # How long ago decides whether a limit is over, so these keep no time of day.
    Row(
        "first-pass-grey-sedan",
        LEFT,
        "10:04",
        210,
        (_car("0HMP163", "us-ca", SEDAN, GREY), _neighbour(HATCH, WHITE)),
        street=501,
        ago=164,
    ),
    Row(
        "first-pass-orange-hatchback",
        LEFT,
        "10:05",
        222,
        (_car("0TCX849", "us-ca", HATCH, ORANGE, 4.7),),
        street=502,
        ago=163,
    ),
    Row(
        "first-pass-black-suv",
        LEFT,
        "10:05",
        234,
        (_car("0VNF370", "us-ca", SUV, BLACK, 5.2), _neighbour(VAN, SILVER)),
        street=503,
        ago=163,
    ),
    Row(
        "second-pass-grey-sedan",
        LEFT,
        "12:38",
        211,
        (_car("0HMP163", "us-ca", SEDAN, GREY, 5.3), _neighbour(SUV, BROWN)),
        pan=16,
        street=501,
        ago=12,
    ),
    Row(
        "second-pass-orange-hatchback",
        LEFT,
        "12:39",
        222,
        (_car("0TCX849", "us-ca", HATCH, ORANGE, 4.5),),
        pan=19,
        street=502,
        ago=11,
    ),
    Row("second-pass-empty-bay", LEFT, "12:39", 234, (), street=503, ago=11),
    # Parked for a while, seen once: their time is nearly up.
    Row(
        "nearly-due-teal-hatchback",
        LEFT,
        "10:52",
        246,
        (_car("0RWD154", "us-ca", HATCH, TEAL, 4.8),),
        ago=116,
    ),
    Row("nearly-due-white-suv", LEFT, "10:53", 258, (_car("0GKL602", "us-ca", SUV, WHITE, 5.0),), ago=108),
    Row("nearly-due-red-sedan", LEFT, "10:54", 270, (_car("0XTB437", "us-ca", SEDAN, RED, 4.9),), ago=84),
    # Numbers that are easily taken for one another, and one number from two states.
    Row(
        "look-alike-zero",
        OTHER_CAR,
        "13:10",
        300,
        (_car("0AKB068", "us-ca", SEDAN, WHITE), _neighbour(SUV, GREY)),
    ),
    Row(
        "look-alike-letter-o",
        OTHER_CAR,
        "13:12",
        330,
        (_car("0AKBO68", "us-ca", SUV, BLUE, 5.1),),
        hard="a letter O where every other plate has a zero",
    ),
    Row("look-alike-o-and-d", OTHER_CAR, "13:15", 352, (_car("0PDV013", "us-ca", HATCH, RED, 4.7),)),
    Row(
        "look-alike-d-and-o",
        OTHER_CAR,
        "13:16",
        371,
        (_car("0POV013", "us-ca", SEDAN, GREEN),),
        hard="an O among letters, where most California plates print none",
    ),
    Row("look-alike-1-and-7", OTHER_CAR, "13:20", 390, (_car("0MRT061", "us-ca", PICKUP, SILVER, 5.4),)),
    Row(
        "look-alike-7-and-1",
        OTHER_CAR,
        "13:21",
        404,
        (_car("0MRT067", "us-ca", SEDAN, SILVER), _neighbour(VAN, BLUE, 11.9)),
    ),
    Row("same-number-washington", OTHER_CAR, "13:24", 430, (_car("KLG0952", "us-wa", SEDAN, TEAL, 4.7),)),
    Row("same-number-texas", OTHER_CAR, "13:26", 460, (_car("KLG·0952", "us-tx", SUV, WHITE, 5.0),)),
    # Angles, distance, weather on the plate, a hurried camera.
    Row(
        "steep-angle",
        LEFT,
        "14:02",
        500,
        (_car("0FJK227", "us-ca", SEDAN, NAVY, 3.9, 2.6, -12.0),),
        pan=32,
        field=42,
    ),
    Row(
        "steeper-angle",
        LEFT,
        "14:04",
        515,
        (_car("0BXR715", "us-ca", SUV, SAND, 4.4, 3.0, -38.0),),
        pan=34,
        field=40,
        hard="seen from the side",
    ),
    Row(
        "rolling-camera",
        LEFT,
        "14:06",
        533,
        (_car("0GTW440", "us-ca", HATCH, BLUE, 4.8), _neighbour(SEDAN, GOLD)),
        roll=5,
    ),
    Row(
        "far-away",
        LEFT,
        "14:08",
        560,
        (_car("0NHC096", "us-ca", SUV, WINE, 13.0),),
        pan=13,
        field=44,
        hard="far away: the plate is under forty pixels wide",
    ),
    Row("dusty-pickup", LEFT, "14:10", 580, (_car("0YWP538", "us-ca", PICKUP, BROWN, 4.9, dirt=0.5),)),
    Row(
        "muddy-suv",
        LEFT,
        "14:12",
        600,
        (_car("0ZKM391", "us-ca", SUV, GREEN, 4.8, dirt=1.0),),
        hard="mud over the number",
    ),
    Row("out-of-focus", LEFT, "14:14", 620, (_car("0DLN653", "us-ca", SEDAN, SILVER, 4.4),), blur=1.5),
    Row("moving-camera", LEFT, "14:15", 640, (_car("0XGR184", "us-ca", VAN, WHITE, 5.0),), smear=5),
    Row(
        "unreadable",
        LEFT,
        "14:16",
        655,
        (_car("0KKW762", "us-ca", HATCH, GREY, 6.4),),
        blur=5.0,
        smear=9,
        hard="blurred until nobody can read it",
    ),
    # The car park: a fixed camera, two vehicles in a frame.
    Row(
        "lot-two-vehicles",
        LOT,
        "11:20",
        0,
        (_car("0SLD208", "us-ca", VAN, WHITE, 5.3, 1.42), _car("0RFC746", "us-ca", HATCH, GREEN, 5.2, -1.36)),
    ),
    Row(
        "lot-two-states",
        LOT,
        "11:52",
        0,
        (_car("0TBN915", "us-ca", SUV, GREY, 5.3, 1.36), _car("014·K87", "us-nv", SEDAN, RED, 5.2, -1.38)),
    ),
    Row("lot-empty", LOT, "07:10", 0, ()),
    # Dusk, night and infrared.
    Row(
        "dusk-gold-hatchback",
        RIGHT,
        "18:52",
        40,
        (_car("0PWK329", "us-ca", HATCH, GOLD, 4.7), _neighbour(SUV, NAVY)),
        DUSK,
    ),
    Row("dusk-oregon-sedan", RIGHT, "18:58", 90, (_car("031 TKC", "us-or", SEDAN, BLACK),), DUSK),
    Row(
        "night-white-sedan",
        RIGHT,
        "21:40",
        140,
        (_car("0LMH517", "us-ca", SEDAN, WHITE), _neighbour(HATCH, RED)),
        NIGHT,
        noise=4,
    ),
    Row(
        "night-red-pickup", RIGHT, "21:44", 170, (_car("0CVT860", "us-ca", PICKUP, RED, 5.1),), NIGHT, noise=5
    ),
    Row(
        "night-arizona-suv",
        RIGHT,
        "21:49",
        205,
        (_car("WBK0736", "us-az", SUV, BLUE, 5.0), _neighbour(SEDAN, WHITE)),
        NIGHT,
        noise=5,
    ),
    Row(
        "infrared-sedan", OTHER_CAR, "22:15", 310, (_car("0JRX472", "us-ca", SEDAN, GREY),), INFRARED, noise=5
    ),
    Row(
        "infrared-van",
        OTHER_CAR,
        "22:18",
        340,
        (_car("0WDF905", "us-ca", VAN, WHITE, 5.4), _neighbour(SUV, BLUE)),
        INFRARED,
        noise=6,
    ),
)
