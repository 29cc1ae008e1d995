"""A vehicle as the camera behind it sees it: shadow, wheels, body, fittings and plate."""

import math

import cv2
import numpy as np

from reads.drawing.canvas import SCALE, Canvas
from reads.drawing.placed import Placed, placed
from reads.drawing.plate import draw_plate
from reads.drawing.rear import draw_rear
from reads.drawing.scene import Body, Vehicle
from reads.drawing.side import draw_side, draw_wheels
from reads.drawing.skin import draw_skin


def draw_vehicle(canvas: Canvas, vehicle: Vehicle) -> None:
    """Everything but the plate."""
    car = placed(vehicle)
    eye = car.world(np.zeros((1, 3)))[0]
    angle = math.radians(vehicle.turned)
    sideways = -(eye[0] * math.cos(angle) - eye[2] * math.sin(angle))
    half = float(car.shape.half_widths.max())
    side = 1 if sideways > half else -1 if sideways < -half else 0
    _ground_shadow(canvas, car)
    draw_wheels(canvas, car)
    draw_skin(canvas, car)
    if side:
        draw_side(canvas, car, side)
    draw_rear(canvas, car)
    if vehicle.body == Body.PICKUP:
        _bed_cover(canvas, car)


def draw_plate_on(canvas: Canvas, vehicle: Vehicle, generator: np.random.Generator) -> None:
    """The vehicle's plate, dirt and all."""
    if not vehicle.plate:
        return
    face = draw_plate(vehicle.plate, vehicle.region).copy()
    if vehicle.dirt:
        _soil(face, vehicle.dirt, generator)
    canvas.paste(face, placed(vehicle).plate_corners())


def _soil(face: np.ndarray, dirt: float, generator: np.random.Generator) -> None:
    """A film of dust, thicker below, and clods that hide what is under them."""
    height, width = face.shape[:2]
    coarse = generator.random((9, 18)).astype(np.float32)
    cloud = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    fine = cv2.resize(
        generator.random((60, 120)).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR
    )
    lower = np.linspace(0.25, 0.8, height, dtype=np.float32)[:, None]
    film = np.clip((cloud * 0.7 + fine * 0.3) * lower * dirt * 1.1, 0, 0.9)
    clods = (cloud * 0.72 + fine * 0.28 + 0.16 * lower) > (1.20 - 0.62 * dirt)
    film[clods] = np.minimum(0.97, film[clods] + 0.62)
    film = cv2.GaussianBlur(film, (0, 0), 1.6)[:, :, None]
    face[:, :, :3] = (face[:, :, :3] * (1 - film) + np.array([112, 96, 76]) * film).astype(np.uint8)


def _ground_shadow(canvas: Canvas, car: Placed) -> None:
    half, front = car.shape.half_widths.max(), car.shape.fronts.max()
    for grow, darkness, softness in ((0.22, 0.32, 34), (0.0, 0.62, 12)):
        ring = [
            (-half - grow, 0, -grow),
            (half + grow, 0, -grow),
            (half + grow, 0, front),
            (-half - grow, 0, front),
        ]
        canvas.shadow(car.world(np.array(ring)), darkness, softness * SCALE / 2)


def _bed_cover(canvas: Canvas, car: Placed) -> None:
    y = 1.195
    corners = np.array([(-0.84, y, 0.16), (0.84, y, 0.16), (0.84, y, 1.64), (-0.84, y, 1.64)])
    if canvas.eye[1] > y:
        canvas.fill(car.world(corners), (30, 31, 34), bottom=(44, 45, 49))
