"""A picture twice as large as the frame, on which polygons in space are painted; made smaller, its edges are
smooth.

Beside the colours it keeps `glow`, the light that things give off themselves, which night does not take away.
"""

import math

import cv2
import numpy as np

from reads.drawing.scene import FRAME_HEIGHT, FRAME_WIDTH, View

SCALE = 2
NEAREST = 0.25
"""Metres before the camera at which polygons are cut off."""

Colour = tuple[float, float, float]
"""Red, green, blue, 0 to 255."""


class Canvas:
    """Paints in the order it is told: what is nearer comes later."""

    def __init__(self, view: View) -> None:
        self.width, self.height = FRAME_WIDTH * SCALE, FRAME_HEIGHT * SCALE
        self.pixels = np.zeros((self.height, self.width, 3), np.uint8)
        self.glow = np.zeros((FRAME_HEIGHT // 2, FRAME_WIDTH // 2, 3), np.uint8)
        self.focal = self.width / 2 / math.tan(math.radians(view.field / 2))
        self.eye = np.array([0.0, view.height, 0.0])
        self.turn = _rotation(view)
        # What is far outside the picture is cut off: pixel numbers beyond these would not fit.
        across, down = 0.75 * self.width / self.focal, 0.75 * self.height / self.focal
        sides = [(1, 0, across, 0), (-1, 0, across, 0), (0, 1, down, 0), (0, -1, down, 0)]
        self.planes = np.array([(0, 0, 1, NEAREST), *sides])

    def seen(self, points: np.ndarray) -> np.ndarray:
        """World points (N x 3) as the camera has them: x right, y up, z ahead."""
        return (np.asarray(points, np.float64) - self.eye) @ self.turn.T

    def project(self, points: np.ndarray) -> np.ndarray:
        """World points as canvas pixels (N x 2); the points must lie before the camera."""
        return self.flat(self.seen(points))

    def flat(self, seen: np.ndarray) -> np.ndarray:
        ahead = np.maximum(seen[:, 2], NEAREST / 2)
        return np.stack(
            [
                self.width / 2 + self.focal * seen[:, 0] / ahead,
                self.height / 2 - self.focal * seen[:, 1] / ahead,
            ],
            axis=1,
        )

    def polygon(self, points: np.ndarray) -> np.ndarray | None:
        """A polygon in space as whole canvas pixels, cut off before the camera; None when nothing of it is in
        view."""
        cut = _clipped(self.seen(points), self.planes)
        return self.flat(cut).round().astype(np.int32) if len(cut) >= 3 else None

    def fill(
        self, points: np.ndarray, colour: Colour, *, opacity: float = 1.0, bottom: Colour | None = None
    ) -> None:
        """Fill a polygon in space; with `bottom`, shading from `colour` at its upper to `bottom` at its lower
        edge."""
        flat = self.polygon(points)
        if flat is not None:
            self.fill_flat(flat, colour, opacity=opacity, bottom=bottom)

    def fill_flat(
        self, flat: np.ndarray, colour: Colour, *, opacity: float = 1.0, bottom: Colour | None = None
    ) -> None:
        """The same for canvas pixels."""
        if opacity >= 1 and bottom is None:
            cv2.fillPoly(self.pixels, [flat], colour)
            return
        left, top = np.maximum(flat.min(axis=0), 0)
        right, low = np.minimum(flat.max(axis=0) + 1, (self.width, self.height))
        if right <= left or low <= top:
            return
        mask = np.zeros((low - top, right - left), np.uint8)
        cv2.fillPoly(mask, [flat - (left, top)], 255)
        area = self.pixels[top:low, left:right]
        upper = np.array(colour, np.float32)
        lower = upper if bottom is None else np.array(bottom, np.float32)
        share = np.linspace(0, 1, low - top, dtype=np.float32)[:, None]
        column = (upper * (1 - share) + lower * share).astype(np.uint8)[:, None, :]
        shade = cv2.resize(column, (int(right - left), int(low - top)), interpolation=cv2.INTER_NEAREST)
        if opacity < 1:
            shade = cv2.addWeighted(area, 1 - opacity, shade, opacity, 0)
        self.pixels[top:low, left:right] = cv2.copyTo(shade, mask, area.copy())

    def darken_glow(self, flat: np.ndarray) -> None:
        """What stands before a light hides it: canvas pixels of a polygon."""
        cv2.fillPoly(self.glow, [(flat / (SCALE * 2)).round().astype(np.int32)], (0, 0, 0))

    def line(self, points: np.ndarray, colour: Colour, width: float) -> None:
        """A line in space, `width` metres thick where it starts. All of it must lie before the camera."""
        seen = self.seen(points)
        if (seen[:, 2] < NEAREST).any():
            return
        thickness = max(1, round(width * self.focal / seen[:, 2].mean()))
        cv2.polylines(self.pixels, [self.flat(seen).round().astype(np.int32)], False, colour, thickness)

    def shine(self, points: np.ndarray, colour: Colour) -> None:
        """Let a polygon in space give off light of its own."""
        flat = self.polygon(points)
        if flat is not None:
            cv2.fillPoly(self.glow, [(flat / (SCALE * 2)).round().astype(np.int32)], colour)

    def shadow(self, points: np.ndarray, darkness: float, softness: float) -> None:
        """Darken a polygon in space with soft edges; `softness` in canvas pixels."""
        flat = self.polygon(points)
        if flat is None:
            return
        small = 8
        mask = np.zeros((self.height // small, self.width // small), np.uint8)
        cv2.fillPoly(mask, [(flat / small).round().astype(np.int32)], 255)
        mask = cv2.GaussianBlur(mask, (0, 0), max(0.8, softness / small))
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not len(rows):
            return
        part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        area = self.pixels[
            rows[0] * small : (rows[-1] + 1) * small, columns[0] * small : (columns[-1] + 1) * small
        ]
        full = cv2.resize(part, (area.shape[1], area.shape[0]), interpolation=cv2.INTER_LINEAR)
        keep = (255 - full * darkness).astype(np.uint8)
        cv2.multiply(area, cv2.merge([keep, keep, keep]), area, 1 / 255)

    def paste(self, face: np.ndarray, corners: np.ndarray) -> None:
        """Lay a picture (height x width x 4, red, green, blue, opacity) over four points in space, clockwise
        from the
        upper left."""
        flat = self.project(corners)
        left, top = np.maximum(np.floor(flat.min(axis=0)).astype(int) - 2, 0)
        right, low = np.minimum(np.ceil(flat.max(axis=0)).astype(int) + 3, (self.width, self.height))
        if right <= left or low <= top:
            return
        height, width = face.shape[:2]
        shrink = max(1.0, width / max(1.0, np.ptp(flat[:, 0])))
        if shrink > 1.5:
            # Warping samples single pixels, so a picture much larger than its place is made smaller first.
            face = cv2.resize(face, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
            height, width = face.shape[:2]
        source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        matrix = cv2.getPerspectiveTransform(source, (flat - (left, top)).astype(np.float32))
        laid = cv2.warpPerspective(face, matrix, (int(right - left), int(low - top)), flags=cv2.INTER_LINEAR)
        share = laid[:, :, 3:].astype(np.float32) / 255
        area = self.pixels[top:low, left:right]
        area[:] = (area * (1 - share) + laid[:, :, :3] * share).astype(np.uint8)


def _rotation(view: View) -> np.ndarray:
    pan, tilt, roll = (math.radians(angle) for angle in (view.pan, view.tilt, view.roll))
    around_y = np.array([[math.cos(pan), 0, -math.sin(pan)], [0, 1, 0], [math.sin(pan), 0, math.cos(pan)]])
    around_x = np.array(
        [[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]]
    )
    around_z = np.array(
        [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    )
    return around_z @ around_x @ around_y


def _clipped(seen: np.ndarray, planes: np.ndarray) -> np.ndarray:
    """The part of a polygon (camera's axes) on the inner side of all planes (normal and distance, N x 4)."""
    depths = seen @ planes[:, :3].T - planes[:, 3]
    if (depths >= 0).all():
        return seen
    if (depths < 0).all(axis=0).any():
        return np.empty((0, 3))
    for plane in planes:
        inside = seen @ plane[:3] - plane[3]
        if (inside >= 0).all():
            continue
        out = []
        for here, there, depth, next_depth in zip(
            seen, np.roll(seen, -1, 0), inside, np.roll(inside, -1), strict=True
        ):
            if depth >= 0:
                out.append(here)
            if (depth >= 0) != (next_depth >= 0):
                out.append(here + (there - here) * (depth / (depth - next_depth)))
        seen = np.array(out).reshape(-1, 3)
    return seen
