"""Finding plates by their looks alone: rows of dense upright strokes, closed into one bright-on-dark or
dark-on-bright area.

Classical image processing for engines without a text finder of their own quality. It proposes; the engine's
reader and the serial shapes decide.
"""

from __future__ import annotations

import cv2
import numpy as np

from .base import Box

WORKING_WIDTHS = (1280, 640)
"""Far plates show at the first, near ones at the second."""

STROKE = 17
"""Pixels at a working width: wider than a character's stroke, narrower than a character."""

NARROWEST, WIDEST = 40, 640
MOST_PLACES = 8


def plate_places(image: np.ndarray) -> list[Box]:
    """Likely plates in a BGR image, in its own pixels, best first; may be empty, and is often wrong."""
    height, width = image.shape[:2]
    if min(height, width) < NARROWEST:
        return []
    scored: list[tuple[float, Box]] = []
    for working_width in WORKING_WIDTHS:
        scale = working_width / width
        size = (working_width, max(1, round(height * scale)))
        grey = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        for operation in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT):
            scored += [(strength, _enlarged(box, scale)) for strength, box in _stroke_areas(grey, operation)]
    places: list[Box] = []
    for _, box in sorted(scored, key=lambda pair: -pair[0]):
        if all(_apart(box, other) for other in places):
            places.append(box)
    return places[:MOST_PLACES]


def _enlarged(box: Box, scale: float) -> Box:
    x, y, w, h = (round(side / scale) for side in box)
    return x, y, max(1, w), max(1, h)


def _stroke_areas(grey: np.ndarray, operation: int) -> list[tuple[float, Box]]:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (STROKE, STROKE // 3))
    strokes = cv2.morphologyEx(grey, operation, kernel)
    edges = cv2.convertScaleAbs(cv2.Sobel(strokes, cv2.CV_32F, 1, 0, ksize=3))
    edges = cv2.GaussianBlur(edges, (5, 5), 0)
    closed = cv2.morphologyEx(
        edges, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (STROKE + 4, 5))
    )
    level = max(40.0, float(closed.mean() + 2 * closed.std()))
    mask = (closed > level).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    areas = []
    for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, w, h = cv2.boundingRect(outline)
        if not NARROWEST <= w <= WIDEST or not 1.3 <= w / max(1, h) <= 7:
            continue
        filled = cv2.contourArea(outline) / (w * h)
        if filled < 0.4:
            continue
        strength = float(edges[y : y + h, x : x + w].mean())
        areas.append((strength * filled, _as_plate(x, y, w, h, grey.shape)))
    return areas


def _as_plate(x: int, y: int, w: int, h: int, shape: tuple[int, ...]) -> Box:
    """The area of the characters grown to the two-to-one of a US plate, cut off at the image's edges."""
    wide = max(w * 1.15, h * 1.6)
    high = max(h * 1.3, wide / 2)
    left, top = max(0, round(x + w / 2 - wide / 2)), max(0, round(y + h / 2 - high / 2))
    right, bottom = min(shape[1], round(x + w / 2 + wide / 2)), min(shape[0], round(y + h / 2 + high / 2))
    return left, top, right - left, bottom - top


def _apart(box: Box, other: Box) -> bool:
    w = min(box[0] + box[2], other[0] + other[2]) - max(box[0], other[0])
    h = min(box[1] + box[3], other[1] + other[3]) - max(box[1], other[1])
    return w <= 0 or h <= 0 or w * h < 0.3 * min(box[2] * box[3], other[2] * other[3])
