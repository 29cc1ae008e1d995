"""Where the vehicles stand: a street with kerb, shop fronts, trees and lamps under hills, or a car park
before a hedge."""

from dataclasses import dataclass

import cv2
import numpy as np

from reads.drawing.canvas import SCALE, Canvas, Colour
from reads.drawing.furniture import draw_leaves, draw_tree
from reads.drawing.houses import FAR, draw_house_fronts
from reads.drawing.scene import Light, Scene

KERB, FRONT, FAR_KERB, FAR_FRONT = 3.45, 6.4, -7.6, -10.2
"""Metres to the kerb's side of the camera: near kerb, near house fronts, far kerb, far house fronts."""


@dataclass(frozen=True)
class Sky:
    top: Colour
    horizon: Colour
    hills: Colour


SKIES = {
    Light.DAY: Sky((104, 160, 222), (214, 230, 242), (138, 156, 178)),
    Light.DUSK: Sky((92, 92, 158), (255, 188, 128), (112, 92, 122)),
    Light.NIGHT: Sky((60, 74, 120), (112, 116, 140), (62, 66, 86)),
    Light.INFRARED: Sky((46, 46, 46), (70, 70, 70), (54, 54, 54)),
}


def draw_sky(canvas: Canvas, scene: Scene, generator: np.random.Generator) -> None:
    sky = SKIES[scene.light]
    ahead = canvas.turn[2] * (1, 0, 1)
    level = float(canvas.flat(canvas.seen((canvas.eye + ahead * 500)[None]))[0, 1])
    low = int(np.clip(level + 60 * SCALE, 1, canvas.height))
    canvas.fill_flat(
        np.array([(0, 0), (canvas.width, 0), (canvas.width, low), (0, low)]), sky.top, bottom=sky.horizon
    )
    for height, tone in ((46.0, 0.55), (27.0, 1.0)):
        angles = np.linspace(-1.5, 1.5, 90) + np.arctan2(ahead[0], ahead[2])
        ridge = (
            sum(
                np.sin(angles * pace + generator.uniform(0, 6)) / pace
                for pace in (5.1, 9.3, 17.7, 33.0, 61.0)
            )
            * 2.2
        )
        high = canvas.eye[1] + height * np.clip(0.8 + ridge, 0.25, 2)
        top = np.stack([600 * np.sin(angles), high, 600 * np.cos(angles)], axis=1)
        foot = top[::-1] * (1, 0, 1) - (0, 20, 0)
        colour = np.array(sky.hills) * tone + np.array(sky.horizon) * (1 - tone)
        canvas.fill(np.concatenate([top, foot]), tuple(colour.tolist()))


def draw_street(canvas: Canvas, scene: Scene, generator: np.random.Generator) -> None:
    """Everything flat or behind the vehicles."""
    side = scene.kerb
    _strip(canvas, side, FAR_KERB, KERB, 0.0, (112, 112, 114), (92, 92, 95))
    _road_marks(canvas, side, generator)
    for near, back in ((KERB + 0.16, FRONT), (FAR_FRONT, FAR_KERB - 0.16)):
        _strip(canvas, side, near, back, 0.15, (188, 184, 176), (172, 168, 160))
    for z in np.arange(1.5, 60, 1.5):
        canvas.fill(_across(side, KERB + 0.16, FRONT, z, 0.02, 0.152), (150, 146, 138))
    draw_house_fronts(canvas, scene, side, FAR_FRONT, generator)
    draw_house_fronts(canvas, scene, side, FRONT, generator)
    for kerb, top in ((KERB, KERB + 0.16), (FAR_KERB, FAR_KERB - 0.16)):
        face = np.array(
            [(side * kerb, 0, 0.3), (side * kerb, 0.15, 0.3), (side * kerb, 0.15, FAR), (side * kerb, 0, FAR)]
        )
        canvas.fill(face, (148, 146, 142))
        _strip(canvas, side, min(kerb, top), max(kerb, top), 0.151, (202, 200, 194), (202, 200, 194))
    start = generator.uniform(16, 24)
    red = np.array(
        [
            (side * KERB, 0.0, start),
            (side * KERB, 0.15, start),
            (side * KERB, 0.15, start + 7),
            (side * KERB, 0, start + 7),
        ]
    )
    canvas.fill(red, (178, 62, 54))


def draw_lot(canvas: Canvas, scene: Scene, generator: np.random.Generator) -> None:
    """A car park: marked bays that end at a low wall, a hedge, trees and a long building behind."""
    behind = 11.2
    ground = np.array([(-40, 0, 0.3), (40, 0, 0.3), (40, 0, behind + 0.4), (-40, 0, behind + 0.4)])
    canvas.fill(ground, (124, 124, 126), bottom=(98, 98, 101))
    _grain(canvas, generator)
    for bay in range(-6, 7):
        x = bay * 2.75 + 1.375
        line = np.array(
            [(x - 0.05, 0, 5.2), (x + 0.05, 0, 5.2), (x + 0.05, 0, behind), (x - 0.05, 0, behind)]
        )
        canvas.fill(line, (226, 226, 220))
    wall = np.array([(-60, 4.6, 30), (60, 4.6, 30), (60, 0, 30), (-60, 0, 30)])
    canvas.fill(wall, (206, 192, 170), bottom=(178, 164, 142))
    for x in np.arange(-42, 42, 5.0):
        pane = np.array([(x, 3.6, 29.9), (x + 3.4, 3.6, 29.9), (x + 3.4, 1.2, 29.9), (x, 1.2, 29.9)])
        canvas.fill(pane, (126, 146, 160), bottom=(84, 98, 110))
        if scene.light != Light.DAY and generator.random() < 0.5:
            canvas.shine(pane, (150, 118, 70))
    for x in np.arange(-18, 18, 5.5):
        draw_tree(canvas, x + generator.uniform(-1, 1), behind + 3.5, generator)
    hedge = np.array(
        [(-40, 0.95, behind + 0.9), (40, 0.95, behind + 0.9), (40, 0, behind + 0.9), (-40, 0, behind + 0.9)]
    )
    canvas.fill(hedge, (58, 96, 56), bottom=(36, 62, 42))
    for x in np.arange(-24, 24, 0.55):
        draw_leaves(canvas, np.array([x, 0.8, behind + 0.9]), 0.62, 5, generator)
    low = np.array(
        [(-40, 0.42, behind + 0.3), (40, 0.42, behind + 0.3), (40, 0, behind + 0.3), (-40, 0, behind + 0.3)]
    )
    canvas.fill(low, (196, 192, 184), bottom=(164, 160, 152))


def _strip(
    canvas: Canvas, side: int, left: float, right: float, height: float, far: Colour, near: Colour
) -> None:
    points = [(left, height, 0.3), (right, height, 0.3), (right, height, FAR), (left, height, FAR)]
    canvas.fill(np.array(points) * (side, 1, 1), far, bottom=near)


def _across(side: int, left: float, right: float, z: float, wide: float, height: float = 0.004) -> np.ndarray:
    points = [(left, height, z), (right, height, z), (right, height, z + wide), (left, height, z + wide)]
    return np.array(points) * (side, 1, 1)


def _road_marks(canvas: Canvas, side: int, generator: np.random.Generator) -> None:
    _grain(canvas, generator)
    for _ in range(7):
        x, z = generator.uniform(-6, 3), generator.uniform(3, 26)
        wide, long = generator.uniform(0.5, 1.8), generator.uniform(0.8, 3)
        canvas.fill(_across(side, x, min(x + wide, KERB), z, long), (84, 84, 87), opacity=0.45)
    for z in np.arange(0.8, 70, 5.4):
        canvas.fill(_across(side, 1.15, KERB - 0.25, z, 0.10), (224, 224, 218))
        canvas.fill(_across(side, 1.10, 1.20, z - 0.4, 0.9), (224, 224, 218))
    for z in np.arange(1, 110, 6.0):
        for x in (-2.15, -1.95):
            canvas.fill(_across(side, x, x + 0.10, z - 3, 6.05), (214, 176, 74))
    gutter = [(KERB - 0.42, 0.003, 0.3), (KERB, 0.003, 0.3), (KERB, 0.003, FAR), (KERB - 0.42, 0.003, FAR)]
    canvas.fill(np.array(gutter) * (side, 1, 1), (150, 148, 144), opacity=0.8)


def _grain(canvas: Canvas, generator: np.random.Generator) -> None:
    """The stones of the asphalt: coarser the nearer they lie."""
    area = canvas.pixels[canvas.height // 2 :]
    height, width = area.shape[:2]
    field = generator.normal(128, 5, (height // 3, width // 3))
    coarse = generator.normal(0, 5, (height // 6, width // 6)).repeat(2, axis=0).repeat(2, axis=1)
    field[: len(coarse), : len(coarse[0])] += coarse * np.linspace(0, 1, len(coarse))[:, None]
    stones = cv2.resize(
        np.clip(field, 0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR
    )
    cv2.addWeighted(area, 1, cv2.merge([stones, stones, stones]), 1, -128, dst=area)
