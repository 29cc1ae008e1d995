"""The rear of a vehicle: window, lid, bumper, lamps and badge."""

import numpy as np

from reads.drawing.canvas import Canvas
from reads.drawing.finish import BLACK, DARK_RED, RED, glass, tone
from reads.drawing.outline import box, divided, mirrored, rounded
from reads.drawing.placed import Placed
from reads.drawing.scene import Body


def draw_rear(canvas: Canvas, car: Placed) -> None:
    fittings, colour = car.fittings, car.vehicle.colour
    low = float(car.shape.heights[0])
    seam = tone(colour, 0.40)
    _rear_window(canvas, car)
    wide, foot, top = fittings.lid
    lid = np.array([(-wide, top), (-wide, foot), (wide, foot), (wide, top)])
    canvas.line(car.rear(divided(lid, longest=0.04)), seam, 0.009)
    if car.vehicle.body == Body.VAN:
        canvas.line(car.rear(divided(np.array([(0.0, foot), (0.0, top)]))), seam, 0.010)
    bumper = divided(np.array([(-1.0, fittings.bumper_top), (1.0, fittings.bumper_top)]), longest=0.04)
    canvas.line(car.rear(bumper), seam, 0.008)
    if fittings.step:
        step = rounded(
            [
                (-0.97, fittings.bumper_top - 0.01),
                (0.97, fittings.bumper_top - 0.01),
                (0.95, 0.46),
                (-0.95, 0.46),
            ],
            0.04,
        )
        canvas.fill(car.rear(step), (206, 210, 214), bottom=(112, 116, 122))
        canvas.fill(car.rear(rounded(box(0, 0.6, 0.21, 0.105), 0.03)), (58, 60, 64))
    else:
        valance = rounded(
            [(-0.80, low + 0.15), (0.80, low + 0.15), (0.72, low + 0.005), (-0.72, low + 0.005)], 0.04
        )
        canvas.fill(car.rear(valance), (44, 45, 49), bottom=(20, 20, 22))
        for sign in (-1, 1):
            canvas.fill(
                car.rear(rounded(box(sign * 0.80, fittings.bumper_top - 0.12, 0.11, 0.018), 0.015)),
                RED,
                bottom=DARK_RED,
            )
            pipe = rounded(box(sign * 0.52, low + 0.055, 0.075, 0.030), 0.035)
            canvas.fill(car.rear(pipe), (168, 172, 178), bottom=(96, 100, 106))
            canvas.fill(car.rear(rounded(box(sign * 0.52, low + 0.055, 0.058, 0.019), 0.02)), (12, 12, 13))
        at = fittings.plate_height
        recess = rounded(
            [(-0.30, at + 0.115), (0.30, at + 0.115), (0.25, at - 0.105), (-0.25, at - 0.105)], 0.03
        )
        canvas.fill(car.rear(recess), tone(colour, 0.34), bottom=tone(colour, 0.58))
        canvas.fill(
            car.rear(rounded(box(0, at + 0.128, 0.30, 0.014), 0.012)), (214, 218, 224), bottom=(122, 126, 132)
        )
    _lamps(canvas, car)
    badge = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = np.stack([0.062 * np.cos(badge), fittings.badge + 0.026 * np.sin(badge)], axis=1)
    canvas.fill(car.rear(ring), (222, 226, 230), bottom=(128, 132, 138))
    canvas.fill(car.rear((ring - (0, fittings.badge)) * 0.66 + (0, fittings.badge)), (40, 52, 84))


def _rear_window(canvas: Canvas, car: Placed) -> None:
    window = list(car.fittings.window)
    outline = rounded(window, 0.06)
    centre = outline.mean(axis=0)
    upper, lower = window[0][1], window[2][1]
    tall = upper - lower
    gleam = divided(
        np.array(
            [
                (-0.62, upper - 0.01),
                (-0.12, upper - 0.01),
                (-0.52, lower + 0.01),
                (-0.84, lower + 0.01),
                (-0.86, lower + 0.05),
            ]
        ),
        closed=True,
    )
    glass(
        canvas,
        car.rear(outline),
        car.rear(centre + (outline - centre) * (1.035, 1.09), 0.002),
        car.rear(gleam),
    )
    for x in (-0.42, 0.42):
        rest = rounded(box(x, lower + 0.30 * tall, 0.13, 0.20 * tall), 0.05)
        canvas.fill(car.rear(rest), (14, 16, 19), opacity=0.45)
    canvas.fill(car.rear(rounded(box(0, upper - 0.035, 0.15, 0.012), 0.01)), (150, 24, 28))
    if car.fittings.spoiler:
        edge = rounded(
            [(-0.80, upper + 0.075), (0.80, upper + 0.075), (0.86, upper + 0.02), (-0.86, upper + 0.02)], 0.02
        )
        canvas.fill(
            car.rear(edge, 0.05), tone(car.vehicle.colour, 1.08), bottom=tone(car.vehicle.colour, 0.55)
        )
        canvas.line(car.rear(np.array([(0.02, lower - 0.01), (0.46, lower + 0.07)])), BLACK, 0.016)


def _lamps(canvas: Canvas, car: Placed) -> None:
    outline = rounded(list(car.fittings.lamp), 0.03)
    centre = outline.mean(axis=0)
    high, low = outline[:, 1].max(), outline[:, 1].min()
    for side in (outline, mirrored(outline)):
        sign = 1 if side is outline else -1
        middle = centre * (sign, 1)
        canvas.fill(car.rear(middle + (side - middle) * 1.05), (40, 8, 10))
        canvas.fill(car.rear(side), (204, 32, 36), bottom=(120, 12, 18))
        inner = middle + (side - middle) * (0.80, 0.55)
        canvas.fill(car.rear(inner), (228, 58, 54), bottom=(150, 18, 24))
        tall = car.vehicle.body in (Body.PICKUP, Body.VAN)
        strip = box(
            middle[0],
            low + (high - low) * (0.22 if tall else 0.40),
            0.05 if tall else 0.16,
            0.035 if tall else 0.014,
        )
        canvas.fill(car.rear(rounded(strip, 0.012)), (240, 236, 226), bottom=(196, 190, 180))
        sheen = middle + (side - middle) * (0.86, 0.16) + (0, (high - low) * 0.30)
        canvas.fill(car.rear(sheen), (255, 190, 184), opacity=0.30)
        canvas.shine(car.rear(inner), (110, 14, 16))
