"""Outlines of windows, lamps and seams: few points, rounded and made dense enough to lie on a curved body."""

import numpy as np


def rounded(points: list[tuple[float, float]], radius: float, *, steps: int = 6) -> np.ndarray:
    """A closed outline with its corners rounded by `radius` and its sides divided: N x 2."""
    corners = np.array(points, np.float64)
    out = []
    for before, here, after in zip(np.roll(corners, 1, 0), corners, np.roll(corners, -1, 0), strict=True):
        back, forth = before - here, after - here
        back_length, forth_length = np.hypot(*back), np.hypot(*forth)
        start = here + back * min(0.45, radius / back_length)
        stop = here + forth * min(0.45, radius / forth_length)
        share = np.linspace(0, 1, steps)[:, None]
        out.append((1 - share) ** 2 * start + 2 * share * (1 - share) * here + share**2 * stop)
    return divided(np.concatenate(out), closed=True)


def divided(points: np.ndarray, *, longest: float = 0.06, closed: bool = False) -> np.ndarray:
    """The line with further points, so that none of its pieces is longer than `longest`."""
    ends = np.roll(points, -1, axis=0) if closed else points[1:]
    out = []
    for here, there in zip(points, ends, strict=False):
        count = max(1, int(np.ceil(np.hypot(*(there - here)) / longest)))
        out.append(here + (there - here) * (np.arange(count) / count)[:, None])
    if not closed:
        out.append(points[-1:])
    return np.concatenate(out)


def mirrored(points: np.ndarray) -> np.ndarray:
    """The same outline on the other side of the vehicle."""
    return points * (-1, 1)


def box(x: float, y: float, half_width: float, half_height: float) -> list[tuple[float, float]]:
    return [
        (x - half_width, y + half_height),
        (x + half_width, y + half_height),
        (x + half_width, y - half_height),
        (x - half_width, y - half_height),
    ]
