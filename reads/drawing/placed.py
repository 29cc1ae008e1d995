"""A vehicle standing in the world: from its own axes to the camera's."""

import math
from dataclasses import dataclass

import numpy as np

from reads.drawing.body import Shape, shape_of
from reads.drawing.fittings import FITTINGS, Fittings
from reads.drawing.plate import HEIGHT_METRES, WIDTH_METRES
from reads.drawing.scene import Vehicle


@dataclass(frozen=True)
class Placed:
    """A vehicle standing in the world."""

    vehicle: Vehicle
    shape: Shape
    fittings: Fittings

    def world(self, points: np.ndarray) -> np.ndarray:
        """The vehicle's own points (N x 3) in the world."""
        angle = math.radians(self.vehicle.turned)
        right = np.array([math.cos(angle), 0, -math.sin(angle)])
        ahead = np.array([math.sin(angle), 0, math.cos(angle)])
        place = np.array([self.vehicle.x, 0, self.vehicle.z])
        return place + points[:, :1] * right + points[:, 1:2] * (0, 1, 0) + points[:, 2:] * ahead

    def rear(self, points: np.ndarray, lift: float = 0.004) -> np.ndarray:
        return self.world(self.shape.on_rear(points, lift))

    def side(self, points: np.ndarray, side: int) -> np.ndarray:
        return self.world(self.shape.on_side(points, side))

    def plate_corners(self) -> np.ndarray:
        """The plate's corners in the world, clockwise from the upper left: 4 x 3."""
        at = self.fittings.plate_height
        z = float(self.shape.on_rear(np.array([[0, at]]))[0, 2]) - 0.015
        across, up = WIDTH_METRES / 2, HEIGHT_METRES / 2
        return self.world(
            np.array(
                [(-across, at + up, z), (across, at + up, z), (across, at - up, z), (-across, at - up, z)]
            )
        )


def placed(vehicle: Vehicle) -> Placed:
    return Placed(vehicle, shape_of(vehicle.body), FITTINGS[vehicle.body])
