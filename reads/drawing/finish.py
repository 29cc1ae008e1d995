"""Colours that vehicles share, and glass."""

import numpy as np

from reads.drawing.canvas import Canvas, Colour

BLACK: Colour = (24, 25, 28)
RUBBER: Colour = (30, 30, 33)
RED: Colour = (186, 26, 32)
DARK_RED: Colour = (104, 10, 16)


def tone(colour: tuple[int, int, int], factor: float) -> Colour:
    red, green, blue = (min(255.0, part * factor) for part in colour)
    return red, green, blue


def glass(canvas: Canvas, points: np.ndarray, trim: np.ndarray, gleam: np.ndarray | None = None) -> None:
    canvas.fill(trim, (16, 17, 19))
    canvas.fill(points, (134, 152, 168), bottom=(34, 40, 47))
    if gleam is not None:
        canvas.fill(gleam, (220, 232, 242), opacity=0.13)
