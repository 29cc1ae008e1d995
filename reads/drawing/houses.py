"""Rows of shop fronts along a street, with awnings, shop windows and windows above."""

import numpy as np

from reads.drawing.canvas import Canvas, Colour
from reads.drawing.scene import Light, Scene

FAR = 130.0
DETAIL = 60.0
"""Metres beyond which a house is a wall: its windows would be smaller than a pixel."""

WALLS: tuple[Colour, ...] = (
    (222, 204, 176),
    (196, 128, 98),
    (214, 190, 152),
    (168, 176, 178),
    (236, 224, 200),
    (176, 146, 120),
    (202, 168, 132),
    (150, 162, 158),
)
AWNINGS: tuple[Colour, ...] = ((58, 104, 92), (164, 60, 52), (54, 78, 128), (196, 150, 62), (110, 70, 90))


def draw_house_fronts(
    canvas: Canvas, scene: Scene, side: int, at: float, generator: np.random.Generator
) -> None:
    """A row of houses along the street, the farthest first."""
    edges, z = [], -8.0
    while z < FAR:
        wide = float(generator.uniform(6.5, 11))
        kinds = (
            generator.integers(len(WALLS)),
            generator.integers(len(AWNINGS)),
            generator.integers(2, 4),
            generator.random(24),
        )
        edges.append((z, z + wide, kinds))
        z += wide
    for start, stop, (wall, awning, floors, chances) in reversed(edges):
        colour = WALLS[wall]
        high = 3.9 + 3.1 * (floors - 1)
        low_tone = tuple(part * 0.86 for part in colour)
        canvas.fill(_pane(side, at, start, stop, 0.1, high), colour, bottom=low_tone)
        canvas.fill(
            _pane(side, at - 0.12 * np.sign(at), start, stop, high - 0.32, high),
            tuple(part * 0.76 for part in colour),
        )
        if stop < 0.5 or start > DETAIL:
            continue
        _shop(canvas, scene, side, at, start, stop, AWNINGS[awning], colour, float(chances[0]))
        count = max(2, int((stop - start) / 2.3))
        step = (stop - start) / count
        for floor in range(1, floors):
            for index in range(count):
                left = start + step * (index + 0.24)
                base = 4.4 + 3.0 * (floor - 1)
                _window(
                    canvas,
                    scene,
                    side,
                    at,
                    left,
                    left + step * 0.52,
                    base,
                    base + 1.7,
                    float(chances[(floor * 7 + index) % 24]),
                )


def _pane(side: int, at: float, start: float, stop: float, low: float, high: float) -> np.ndarray:
    x = side * at
    return np.array([(x, high, start), (x, high, stop), (x, low, stop), (x, low, start)])


def _window(
    canvas: Canvas,
    scene: Scene,
    side: int,
    at: float,
    start: float,
    stop: float,
    low: float,
    high: float,
    chance: float,
) -> None:
    canvas.fill(_pane(side, at, start - 0.1, stop + 0.1, low - 0.12, high + 0.1), (236, 232, 222))
    pane = _pane(side, at, start, stop, low, high)
    canvas.fill(pane, (150, 174, 194), bottom=(84, 100, 116))
    canvas.fill(
        _pane(side, at, (start + stop) / 2 - 0.03, (start + stop) / 2 + 0.03, low, high), (236, 232, 222)
    )
    if scene.light in (Light.DUSK, Light.NIGHT) and chance < 0.35:
        canvas.shine(pane, (150, 110, 58))


def _shop(
    canvas: Canvas,
    scene: Scene,
    side: int,
    at: float,
    start: float,
    stop: float,
    awning: Colour,
    wall: Colour,
    chance: float,
) -> None:
    canvas.fill(_pane(side, at, start + 0.3, stop - 0.3, 0.15, 3.0), tuple(part * 0.5 for part in wall))
    door = stop - 1.7
    glass = _pane(side, at, start + 0.5, door - 0.2, 0.75, 2.75)
    canvas.fill(glass, (136, 158, 172), bottom=(72, 84, 94))
    canvas.fill(_pane(side, at, door, stop - 0.5, 0.18, 2.75), (92, 108, 118), bottom=(58, 66, 72))
    for z in (start + 0.9, start + 1.5):
        gleam = np.array(
            [
                (side * at, 2.75, z + 0.9),
                (side * at, 2.75, z + 1.3),
                (side * at, 0.75, z + 0.4),
                (side * at, 0.75, z),
            ]
        )
        canvas.fill(gleam, (226, 236, 242), opacity=0.16)
    for z in np.arange(start + 0.5, door - 0.2, 1.6):
        canvas.fill(_pane(side, at, z - 0.04, z + 0.04, 0.75, 2.75), (60, 58, 56))
    if scene.light in (Light.DUSK, Light.NIGHT) and chance < 0.6:
        canvas.shine(glass, (140, 106, 60))
    out = side * (at - 1.1 * np.sign(at))
    x = side * at
    stripes = max(4, int((stop - start - 0.6) / 0.6))
    marks = np.linspace(start + 0.3, stop - 0.3, stripes + 1)
    for index in range(stripes):
        tone = awning if index % 2 else (238, 232, 220)
        piece = np.array(
            [
                (x, 3.45, marks[index]),
                (x, 3.45, marks[index + 1]),
                (out, 2.75, marks[index + 1]),
                (out, 2.75, marks[index]),
            ]
        )
        canvas.fill(piece, tone)
        canvas.fill(
            _pane(1, float(out), marks[index], marks[index + 1], 2.55, 2.76),
            tuple(part * 0.86 for part in tone),
        )
