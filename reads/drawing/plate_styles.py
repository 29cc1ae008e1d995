"""The plates of several states: colours, state name, slogan and ornament.

No state's artwork is copied: the ornaments are plain shapes of our own that keep each design's colours and
arrangement, so that a recogniser meets what it meets on a street, a state name and a slogan that are not the
number.
"""

from dataclasses import dataclass

Colour = tuple[int, int, int]
"""Red, green, blue."""

WHITE: Colour = (246, 247, 244)
NAVY: Colour = (22, 36, 92)
BLACK: Colour = (26, 26, 30)


@dataclass(frozen=True)
class PlateStyle:
    """How a state's plate looks. `top` and `foot` are its words; `ornament` is a shape behind the number."""

    name: str
    background: tuple[Colour, Colour]
    ink: Colour
    top: str
    top_ink: Colour
    foot: str = ""
    foot_ink: Colour = NAVY
    slanted: bool = False
    ornament: str = ""
    ornament_ink: Colour = WHITE
    band: Colour | None = None
    stickers: bool = True


STYLES: dict[str, PlateStyle] = {
    "us-ca": PlateStyle(
        "California",
        (WHITE, WHITE),
        (26, 44, 122),
        "California",
        (200, 30, 44),
        "dmv.ca.gov",
        (26, 44, 122),
        slanted=True,
    ),
    "us-nv": PlateStyle(
        "Nevada",
        ((240, 236, 214), (168, 196, 224)),
        (18, 36, 84),
        "NEVADA",
        (18, 36, 84),
        "HOME MEANS NEVADA",
        (250, 250, 250),
        ornament="mountains",
        ornament_ink=(104, 142, 188),
    ),
    "us-or": PlateStyle(
        "Oregon",
        ((206, 220, 238), (238, 236, 226)),
        (24, 38, 88),
        "Oregon",
        (24, 38, 88),
        ornament="tree",
        ornament_ink=(120, 160, 132),
        stickers=True,
    ),
    "us-az": PlateStyle(
        "Arizona",
        ((244, 226, 190), (196, 186, 220)),
        (40, 28, 90),
        "ARIZONA",
        (64, 40, 120),
        "GRAND CANYON STATE",
        (64, 40, 120),
        ornament="mountains",
        ornament_ink=(164, 148, 200),
    ),
    "us-wa": PlateStyle(
        "Washington",
        (WHITE, (222, 232, 242)),
        (24, 46, 116),
        "WASHINGTON",
        (178, 34, 44),
        "EVERGREEN STATE",
        (178, 34, 44),
        ornament="peak",
        ornament_ink=(196, 212, 230),
    ),
    "us-tx": PlateStyle(
        "Texas",
        (WHITE, (240, 240, 238)),
        BLACK,
        "TEXAS",
        BLACK,
        "The Lone Star State",
        BLACK,
        ornament="star",
        ornament_ink=(60, 60, 66),
    ),
    "us-ny": PlateStyle(
        "New York",
        (WHITE, WHITE),
        NAVY,
        "NEW YORK",
        NAVY,
        "EXCELSIOR",
        (214, 170, 60),
        band=NAVY,
        stickers=False,
    ),
    "us-co": PlateStyle(
        "Colorado",
        ((38, 102, 72), (30, 84, 60)),
        (246, 248, 246),
        "COLORADO",
        (246, 248, 246),
        ornament="mountains",
        ornament_ink=(228, 236, 232),
    ),
    "us-ut": PlateStyle(
        "Utah",
        ((250, 244, 236), (246, 214, 170)),
        (30, 40, 92),
        "UTAH",
        (196, 74, 34),
        "LIFE ELEVATED",
        (30, 40, 92),
        ornament="arch",
        ornament_ink=(226, 150, 96),
    ),
}
