"""The side of a vehicle that is turned to the camera, and its wheels."""

import math

import cv2
import numpy as np

from reads.drawing.canvas import Canvas
from reads.drawing.finish import DARK_RED, RED, glass, tone
from reads.drawing.outline import box, divided, rounded
from reads.drawing.placed import Placed
from reads.drawing.scene import Body


def draw_wheels(canvas: Canvas, car: Placed) -> None:
    rear, front, radius = car.fittings.wheels
    half = float(car.shape.half_width(0.5))
    turn = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    for z in (front, rear):
        for side in (-1, 1):
            rings = [
                np.stack(
                    [np.full_like(turn, side * x), radius + radius * np.sin(turn), z + radius * np.cos(turn)],
                    1,
                )
                for x in (half - 0.03, half - 0.26)
            ]
            flat = [canvas.polygon(car.world(ring)) for ring in rings]
            if flat[0] is not None and flat[1] is not None:
                hull = cv2.convexHull(np.concatenate(flat))[:, 0, :]
                canvas.fill_flat(hull, (44, 44, 47), bottom=(20, 20, 22))
    low = float(car.shape.heights[0]) + 0.05
    half -= 0.08
    under = [(-half, low, 0.2), (half, low, 0.2), (half, 0.12, 0.5), (-half, 0.12, 0.5)]
    canvas.fill(car.world(np.array(under)), (22, 22, 24))


def draw_side(canvas: Canvas, car: Placed, side: int) -> None:
    fittings = car.fittings
    rear_wheel, front_wheel, radius = fittings.wheels
    low = float(car.shape.heights[0])
    sill = np.array([(0.5, low), (4.0, low), (4.0, low + 0.1), (0.5, low + 0.1)])
    canvas.fill(car.side(divided(sill, closed=True), side), (26, 26, 29))
    for z in fittings.doors:
        top = 1.0 if car.vehicle.body in (Body.SEDAN, Body.HATCHBACK) else 1.15
        canvas.line(
            car.side(divided(np.array([(z, low + 0.12), (z, top)])), side),
            tone(car.vehicle.colour, 0.42),
            0.008,
        )
    waist = 0.80 if car.vehicle.body in (Body.SEDAN, Body.HATCHBACK) else 0.95
    crease = divided(np.array([(0.42, waist), (front_wheel + 0.5, waist - 0.03)]))
    canvas.line(car.side(crease, side), tone(car.vehicle.colour, 0.72), 0.014)
    for z in fittings.doors[1:]:
        handle = rounded(box(z - 0.62 + 0.5, waist + 0.06, 0.09, 0.016), 0.015)
        canvas.fill(car.side(handle, side), tone(car.vehicle.colour, 0.55))
    for window in fittings.side_windows:
        outline = rounded(list(window), 0.05)
        centre = outline.mean(axis=0)
        glass(canvas, car.side(outline, side), car.side(centre + (outline - centre) * 1.05, side))
    lamp = [
        (0.24, max(y for _, y in fittings.lamp) - 0.02),
        (0.52, max(y for _, y in fittings.lamp) - 0.05),
        (0.40, min(y for _, y in fittings.lamp) + 0.03),
        (0.24, min(y for _, y in fittings.lamp) + 0.02),
    ]
    if car.vehicle.body in (Body.SEDAN, Body.HATCHBACK, Body.SUV):
        canvas.fill(car.side(rounded(lamp, 0.03), side), RED, bottom=DARK_RED)
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    half = float(car.shape.half_width(0.5))
    for z in (front_wheel, rear_wheel):
        arch = np.stack([z + (radius + 0.06) * np.cos(turn), radius + (radius + 0.06) * np.sin(turn)], axis=1)
        canvas.fill(car.side(arch[arch[:, 1] > low], side), (18, 18, 20))
        for size, colour, bottom in (
            (1.0, (40, 40, 43), (24, 24, 26)),
            (0.68, (176, 180, 186), (112, 116, 122)),
            (0.60, (78, 81, 86), (52, 54, 58)),
        ):
            ring = np.stack(
                [
                    np.full_like(turn, side * (half - 0.02)),
                    radius + radius * size * np.sin(turn),
                    z + radius * size * np.cos(turn),
                ],
                1,
            )
            canvas.fill(car.world(ring), colour, bottom=bottom)
        for spoke in range(7):
            angle = spoke * 2 * np.pi / 7 + 0.3
            blade = [(-0.10, 0.08), (0.10, 0.08), (0.055, 0.64), (-0.055, 0.64)]
            turned = [
                (c * math.cos(angle) - s * math.sin(angle), c * math.sin(angle) + s * math.cos(angle))
                for c, s in blade
            ]
            points = np.array([(side * (half - 0.01), radius * (1 + b), z + radius * a) for a, b in turned])
            canvas.fill(car.world(points), (186, 190, 196))
        hub = np.stack(
            [np.full_like(turn, side * half), radius + 0.045 * np.sin(turn), z + 0.045 * np.cos(turn)], axis=1
        )
        canvas.fill(car.world(hub), (120, 124, 130))
