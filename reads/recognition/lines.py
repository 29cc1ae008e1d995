"""Text boxes as rotated rectangles, and putting the pieces of one line back together.

A plate's serial is often printed in two groups with a seal, a county sticker or an emblem between them
(Ohio, Texas, New York, Missouri …), and the finder then answers with two boxes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from .base import Box

PLATE_WIDTH_TO_HEIGHT = 2.0
"""A US plate is 12 by 6 inches (SAE J686)."""

PLATE_WIDTH_TO_TEXT = 1.15
"""A full serial leaves about half an inch to an inch at either side."""

PLATE_WIDTH_TO_PITCH = 7.5
"""Characters follow each other at about an inch and a half; a short serial does not fill the plate."""


@dataclass(frozen=True)
class TextBox:
    """A line of text: centre, length along the line and height across it in pixels, angle in radians."""

    x: float
    y: float
    length: float
    height: float
    angle: float
    score: float

    @classmethod
    def from_corners(cls, corners: np.ndarray, score: float) -> TextBox:
        """The box of four corner points, its reading direction taken as the more level of its two
        directions.
        """
        (x, y), (w, h), degrees = cv2.minAreaRect(corners.astype(np.float32))
        angle = math.radians(degrees)
        while angle > math.pi / 4:
            angle -= math.pi / 2
            w, h = h, w
        while angle < -math.pi / 4:
            angle += math.pi / 2
            w, h = h, w
        return cls(x, y, w, h, angle, score)

    def corners(self) -> np.ndarray:
        return cv2.boxPoints(((self.x, self.y), (self.length, self.height), math.degrees(self.angle)))

    def along(self, x: float, y: float) -> tuple[float, float]:
        """A point's place relative to the centre: along the line, and across it (down is positive)."""
        dx, dy = x - self.x, y - self.y
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return dx * cos + dy * sin, dy * cos - dx * sin

    def between(self, start: float, end: float) -> TextBox:
        """The part of the line from `start` to `end`, as fractions of its length from its left end."""
        shift = ((start + end) / 2 - 0.5) * self.length
        x, y = self.x + shift * math.cos(self.angle), self.y + shift * math.sin(self.angle)
        return replace(self, x=x, y=y, length=(end - start) * self.length)

    def moved(self, x: float, y: float) -> TextBox:
        """The same box where (x, y) has been the origin so far."""
        return replace(self, x=self.x + x, y=self.y + y)


def could_be_serial(box: TextBox, image_height: int, image_width: int) -> bool:
    """Whether a line has the proportions of two to eight plate characters and is neither tiny nor the whole
    image.
    """
    if box.height < 7 or box.length < 14:
        return False
    if box.height > 0.5 * image_height or box.length > 0.9 * image_width:
        return False
    if abs(box.angle) > math.radians(35):
        return False
    return 0.8 <= box.length / box.height <= 9


def join(left: TextBox, right: TextBox) -> TextBox | None:
    """The line made of two boxes side by side, or None where they cannot be two groups of one serial."""
    if left.x > right.x:
        left, right = right, left
    tall, short = max(left.height, right.height), min(left.height, right.height)
    if short < 0.6 * tall or abs(left.angle - right.angle) > math.radians(15):
        return None
    anchor = left if left.length >= right.length else right
    other = right if anchor is left else left
    along, across = anchor.along(other.x, other.y)
    gap = abs(along) - (left.length + right.length) / 2
    if abs(across) > 0.35 * tall or gap > 1.3 * tall or gap < -0.5 * tall:
        return None
    corners = np.concatenate([left.corners(), right.corners()])
    joined = _around(corners, math.atan2(right.y - left.y, right.x - left.x), min(left.score, right.score))
    if joined.height > 1.6 * tall or joined.length > 7.5 * joined.height:
        return None
    return joined


def _around(corners: np.ndarray, angle: float, score: float) -> TextBox:
    cos, sin = math.cos(angle), math.sin(angle)
    along = corners[:, 0] * cos + corners[:, 1] * sin
    across = corners[:, 1] * cos - corners[:, 0] * sin
    u, v = (along.min() + along.max()) / 2, (across.min() + across.max()) / 2
    return TextBox(
        float(u * cos - v * sin),
        float(v * cos + u * sin),
        float(along.max() - along.min()),
        float(across.max() - across.min()),
        angle,
        score,
    )


def overlap(a: Box, b: Box) -> float:
    """Intersection over the smaller of the two areas."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / max(1, min(a[2] * a[3], b[2] * b[3]))


def plate_box(line: TextBox, characters: int, image_height: int, image_width: int) -> Box:
    """The plate around a serial of so many characters, by the proportions of a US plate, cut off at the
    image's edges.
    """
    width = line.length * max(PLATE_WIDTH_TO_TEXT, PLATE_WIDTH_TO_PITCH / max(1, characters))
    height = width / PLATE_WIDTH_TO_HEIGHT
    cos, sin = abs(math.cos(line.angle)), abs(math.sin(line.angle))
    upright_w, upright_h = width * cos + height * sin, height * cos + width * sin
    left = min(max(0, round(line.x - upright_w / 2)), image_width - 1)
    top = min(max(0, round(line.y - upright_h / 2)), image_height - 1)
    right = min(image_width, round(line.x + upright_w / 2))
    bottom = min(image_height, round(line.y + upright_h / 2))
    return left, top, max(1, right - left), max(1, bottom - top)
