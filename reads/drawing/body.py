"""The bodies of vehicles: horizontal sections one above the other, each a rectangle with rounded rear
corners.

A vehicle's own axes: x to its right, y up, z from its rear bumper to its front. Metres.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reads.drawing.scene import Body

LEVELS = 56
ACROSS, ROUND, ALONG = 12, 9, 10
BULGE = 0.05
"""How far the middle of the rear stands out beyond its sides."""

Section = tuple[float, float, float, float, float]
"""Height, half width, rear, front, radius of the rear corners."""

SECTIONS: dict[Body, tuple[Section, ...]] = {
    Body.SEDAN: (
        (0.20, 0.78, 0.12, 4.40, 0.16), (0.27, 0.86, 0.04, 4.55, 0.20), (0.45, 0.90, 0.00, 4.62, 0.24),
        (0.56, 0.905, 0.005, 4.62, 0.24), (0.72, 0.905, 0.03, 4.58, 0.22), (0.86, 0.89, 0.05, 4.45, 0.20),
        (0.94, 0.87, 0.06, 4.20, 0.18), (0.985, 0.85, 0.10, 3.75, 0.18), (1.00, 0.83, 0.28, 3.55, 0.16),
        (1.01, 0.81, 0.50, 3.45, 0.16), (1.04, 0.77, 0.66, 3.38, 0.16), (1.16, 0.71, 0.88, 3.10, 0.16),
        (1.30, 0.63, 1.12, 2.80, 0.15), (1.38, 0.575, 1.30, 2.62, 0.15), (1.42, 0.53, 1.46, 2.48, 0.15),
        (1.445, 0.44, 1.70, 2.25, 0.12),
    ),
    Body.HATCHBACK: (
        (0.21, 0.76, 0.10, 3.85, 0.18), (0.28, 0.84, 0.03, 3.98, 0.22), (0.45, 0.88, 0.00, 4.05, 0.26),
        (0.58, 0.885, 0.01, 4.05, 0.26), (0.75, 0.885, 0.05, 4.00, 0.24), (0.90, 0.87, 0.08, 3.80, 0.22),
        (1.00, 0.84, 0.12, 3.30, 0.20), (1.04, 0.82, 0.15, 3.10, 0.20), (1.20, 0.76, 0.30, 2.80, 0.18),
        (1.36, 0.69, 0.50, 2.45, 0.17), (1.45, 0.64, 0.66, 2.25, 0.16), (1.49, 0.58, 0.86, 2.05, 0.15),
        (1.51, 0.48, 1.10, 1.85, 0.12),
    ),
    Body.SUV: (
        (0.26, 0.80, 0.12, 4.40, 0.16), (0.33, 0.89, 0.04, 4.52, 0.20), (0.52, 0.94, 0.00, 4.60, 0.24),
        (0.66, 0.945, 0.01, 4.60, 0.24), (0.88, 0.945, 0.04, 4.55, 0.22), (1.04, 0.93, 0.07, 4.30, 0.20),
        (1.10, 0.91, 0.09, 3.70, 0.20), (1.14, 0.90, 0.11, 3.50, 0.19), (1.34, 0.84, 0.22, 3.15, 0.18),
        (1.52, 0.78, 0.36, 2.85, 0.17), (1.62, 0.74, 0.44, 2.65, 0.16), (1.67, 0.69, 0.56, 2.45, 0.15),
        (1.70, 0.58, 0.85, 2.20, 0.12),
    ),
    Body.PICKUP: (
        (0.38, 0.86, 0.06, 5.30, 0.10), (0.44, 0.94, 0.01, 5.42, 0.13), (0.62, 0.97, 0.00, 5.50, 0.14),
        (0.70, 0.975, 0.03, 5.50, 0.13), (0.95, 0.975, 0.04, 5.45, 0.12), (1.12, 0.97, 0.05, 5.20, 0.11),
        (1.17, 0.95, 0.08, 4.70, 0.10), (1.185, 0.92, 0.55, 4.50, 0.10), (1.20, 0.90, 1.62, 4.45, 0.10),
        (1.24, 0.885, 1.78, 4.35, 0.12), (1.45, 0.83, 1.84, 4.00, 0.13), (1.66, 0.76, 1.93, 3.60, 0.14),
        (1.76, 0.72, 2.02, 3.40, 0.14), (1.81, 0.66, 2.16, 3.20, 0.13), (1.83, 0.55, 2.40, 3.00, 0.10),
    ),
    Body.VAN: (
        (0.26, 0.84, 0.08, 5.00, 0.10), (0.34, 0.92, 0.01, 5.15, 0.13), (0.55, 0.965, 0.00, 5.20, 0.15),
        (0.80, 0.97, 0.02, 5.20, 0.15), (1.05, 0.97, 0.03, 5.00, 0.15), (1.20, 0.96, 0.04, 4.60, 0.15),
        (1.45, 0.93, 0.06, 4.20, 0.15), (1.75, 0.89, 0.09, 3.80, 0.15), (1.90, 0.86, 0.13, 3.60, 0.15),
        (1.97, 0.80, 0.22, 3.45, 0.14), (2.00, 0.70, 0.42, 3.25, 0.12),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """A body's sections at `LEVELS` heights, bottom to top, each N numbers long."""

    heights: np.ndarray
    half_widths: np.ndarray
    rears: np.ndarray
    fronts: np.ndarray
    radii: np.ndarray

    def half_width(self, y: np.ndarray | float) -> np.ndarray:
        return np.interp(y, self.heights, self.half_widths)

    def on_rear(self, points: np.ndarray, lift: float = 0.0) -> np.ndarray:
        """Where points of the rear view lie on the body: (share of the half width, height) to (x, y, z)."""
        points = np.asarray(points, np.float64)
        half = self.half_width(points[:, 1])
        x = points[:, 0] * half
        radius = np.interp(points[:, 1], self.heights, self.radii)
        into = np.clip(np.abs(x) - (half - radius), 0, radius)
        rear = np.interp(points[:, 1], self.heights, self.rears)
        z = rear + BULGE * (x / half) ** 2 + radius - np.sqrt(radius**2 - into**2)
        return np.stack([x, points[:, 1], z - lift], axis=1)

    def on_side(self, points: np.ndarray, side: int) -> np.ndarray:
        """Where points of the side view lie on the body: (z, height) to (x, y, z); `side` is 1 right, -1
        left."""
        points = np.asarray(points, np.float64)
        return np.stack([side * self.half_width(points[:, 1]), points[:, 1], points[:, 0]], axis=1)

    def mesh(self) -> np.ndarray:
        """Points of the skin, level by level from the right front round the rear to the left front: N x M x
        3."""
        half, radius = self.half_widths[:, None], self.radii[:, None]
        rear = self.rears[:, None]
        start = rear + radius + BULGE
        along = start + (self.fronts[:, None] - start) * np.linspace(1, 0, ALONG)[None, :]
        angle = np.linspace(0, np.pi / 2, ROUND)[None, 1:]
        corner_x, corner_z = half - radius + radius * np.cos(angle), rear + radius * (1 - np.sin(angle))
        across_x = (half - radius) * np.linspace(1, 0, ACROSS)[None, 1:]
        x = np.concatenate([np.repeat(half, ALONG, axis=1), corner_x, across_x], axis=1)
        z = np.concatenate([along, corner_z, np.repeat(rear, ACROSS - 1, axis=1)], axis=1)
        bulge = BULGE * (x / half) ** 2
        bulge[:, :ALONG] = 0
        z = z + bulge
        y = np.repeat(self.heights[:, None], x.shape[1], axis=1)
        right = np.stack([x, y, z], axis=2)
        left = right[:, -2::-1] * (-1, 1, 1)
        return np.concatenate([right, left], axis=1)


@lru_cache
def shape_of(body: Body) -> Shape:
    table = np.array(SECTIONS[body])
    # Heights are spread evenly along the outline rather than upwards, so that a flat boot lid gets its levels
    # too.
    step = np.hypot(np.diff(table[:, 0]) * 1.5, np.diff(table[:, 2]))
    way = np.concatenate([[0], np.cumsum(step)])
    at = np.linspace(0, way[-1], LEVELS)
    columns = [np.interp(at, way, table[:, column]) for column in range(5)]
    # A sheet of metal has no kinks: each column is smoothed along the outline.
    kernel = np.array([1, 2, 3, 2, 1]) / 9
    smooth = [np.convolve(np.pad(column, 2, mode="edge"), kernel, mode="valid") for column in columns]
    return Shape(*smooth)
