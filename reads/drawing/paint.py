"""How painted metal takes the light: its own colour where the sun reaches it, the sky where it mirrors it."""

import numpy as np

SUN = np.array([-0.45, 0.72, -0.53])
SKY = np.array([214.0, 228, 242])
HORIZON = np.array([150.0, 150, 146])
GROUND = np.array([74.0, 72, 70])


def shaded(
    colour: tuple[int, int, int], normals: np.ndarray, views: np.ndarray, heights: np.ndarray, dirt: float
) -> np.ndarray:
    """Colours (N x 3, 0 to 255) of N places with unit normals, seen along unit vectors `views`.

    `heights` above the ground in metres darken the sills and carry the road's dust, as much as `dirt` (0 to
    1) says.
    """
    base = np.array(colour, np.float64)
    facing = np.clip(-(normals * views).sum(axis=1), 0, 1)
    sun = np.clip(normals @ SUN, 0, 1)
    from_above = 0.5 + 0.5 * normals[:, 1]
    diffuse = base * (0.36 + 0.34 * sun + 0.26 * from_above)[:, None]
    mirrored = views[:, 1] + 2 * facing * normals[:, 1]
    mirror = 0.13 + 0.55 * (1 - facing) ** 4
    out = diffuse * (1 - 0.5 * mirror[:, None]) + _surroundings(mirrored) * mirror[:, None]
    dusty = dirt * np.clip(1.15 - heights / 0.95, 0.12, 1)[:, None] * 0.8
    out = out * (1 - dusty) + np.array([132.0, 116, 94]) * (0.5 + 0.4 * from_above)[:, None] * dusty
    return np.clip(out * np.clip(0.62 + heights / 0.8, 0.62, 1)[:, None], 0, 255)


def _surroundings(upwards: np.ndarray) -> np.ndarray:
    """What a mirror shows that throws the view to this height (-1 down, 0 level, 1 up)."""
    sky = _step(upwards, 0.02, 0.42)[:, None]
    ground = _step(-upwards, 0.02, 0.22)[:, None]
    return HORIZON * (1 - sky) * (1 - ground) + SKY * sky + GROUND * ground


def _step(value: np.ndarray, start: float, stop: float) -> np.ndarray:
    share = np.clip((value - start) / (stop - start), 0, 1)
    return share * share * (3 - 2 * share)
