"""Letterforms for plate numbers: strokes of even width with rounded corners, in the proportions of US
embossing dies.

A glyph stands in a cell 20 units high and usually 10 wide; the stroke is 2.7 units. It is written as paths; a
path is a row of points `(x, y)` or `(x, y, radius)` on the stroke's centre line, the radius rounding that
corner.
"""

import math

import cv2
import numpy as np

Point = tuple[float, ...]
Path = tuple[bool, tuple[Point, ...]]

CELL = 20.0
STROKE = 2.7
L, R, T, B = 1.35, 8.65, 1.35, 18.65
X, Y = 5.0, 10.0
TOP, END, EDGE = 0.0, 20.0, 10.0
BEND = 3.4


def _open(*points: Point) -> Path:
    return False, points


def _ring(*points: Point) -> Path:
    return True, points


GLYPHS: dict[str, tuple[float, tuple[Path, ...]]] = {
    "A": (
        10.4,
        (_open((1.0, 20.6), (4.75, -0.6)), _open((9.4, 20.6), (5.65, -0.6)), _open((2.6, 14.4), (7.8, 14.4))),
    ),
    "B": (
        10,
        (
            _ring((L, T), (R - 0.3, T, 3.2), (R - 0.3, 9.4, 3.0), (L, 9.4)),
            _ring((L, 9.4), (R, 9.4, 3.4), (R, B, 3.6), (L, B)),
        ),
    ),
    "C": (10, (_open((R, 6.6), (R, T, BEND), (L, T, BEND), (L, B, BEND), (R, B, BEND), (R, 13.4)),)),
    "D": (10, (_ring((L, T), (R, T, 4.6), (R, B, 4.6), (L, B)),)),
    "E": (9.4, (_open((9.4, T), (L, T), (L, B), (9.4, B)), _open((L, 9.7), (8.4, 9.7)))),
    "F": (9.2, (_open((9.2, T), (L, T), (L, END)), _open((L, 9.9), (8.2, 9.9)))),
    "G": (
        10,
        (_open((R, 6.4), (R, T, BEND), (L, T, BEND), (L, B, BEND), (R, B, BEND), (R, 10.9), (5.2, 10.9)),),
    ),
    "H": (10, (_open((L, TOP), (L, END)), _open((R, TOP), (R, END)), _open((L, 9.8), (R, 9.8)))),
    "I": (5.6, (_open((2.8, TOP), (2.8, END)), _open((0, T), (5.6, T)), _open((0, B), (5.6, B)))),
    "J": (9.4, (_open((8.0, TOP), (8.0, B, BEND), (L, B, BEND), (L, 13.2)),)),
    "K": (10.4, (_open((L, TOP), (L, END)), _open((9.2, -0.6), (2.2, 11.4)), _open((5.0, 9.2), (9.4, 20.6)))),
    "L": (9, (_open((L, TOP), (L, B), (9, B)),)),
    "M": (
        11.6,
        (
            _open((L, END), (L, TOP)),
            _open((L, TOP), (5.8, 11.6), (10.25, TOP)),
            _open((10.25, TOP), (10.25, END)),
        ),
    ),
    "N": (10, (_open((L, END), (L, TOP)), _open((L, TOP), (R, END)), _open((R, END), (R, TOP)))),
    "O": (10.6, (_ring((L, T, 3.9), (9.25, T, 3.9), (9.25, B, 3.9), (L, B, 3.9)),)),
    "P": (10, (_ring((L, T), (R, T, 3.5), (R, 11.0, 3.5), (L, 11.0)), _open((L, 9), (L, END)))),
    "Q": (
        10.6,
        (
            _ring((L, T, 3.9), (9.25, T, 3.9), (9.25, B, 3.9), (L, B, 3.9)),
            _open((5.0, 12.6), (10.4, 20.4)),
        ),
    ),
    "R": (
        10.2,
        (
            _ring((L, T), (R, T, 3.5), (R, 10.6, 3.5), (L, 10.6)),
            _open((L, 9), (L, END)),
            _open((5.0, 10.6), (9.0, 20.4)),
        ),
    ),
    "S": (
        10,
        (
            _open(
                (R, 6.3),
                (R, T, BEND),
                (L, T, BEND),
                (L, 9.3, BEND),
                (R, 10.5, BEND),
                (R, B, BEND),
                (L, B, BEND),
                (L, 13.7),
            ),
        ),
    ),
    "T": (10, (_open((0, T), (EDGE, T)), _open((X, T), (X, END)))),
    "U": (10, (_open((L, TOP), (L, B, BEND), (R, B, BEND), (R, TOP)),)),
    "V": (
        10.4,
        (
            _open((1.0, -0.6), (4.75, 20.6)),
            _open((9.4, -0.6), (5.65, 20.6)),
        ),
    ),
    "W": (
        13.4,
        (
            _open((1.1, -0.6), (3.7, 20.6)),
            _open((4.2, 20.6), (6.7, 4.0)),
            _open((9.2, 20.6), (6.7, 4.0)),
            _open((12.3, -0.6), (9.7, 20.6)),
        ),
    ),
    "X": (10.4, (_open((0.9, -0.4), (9.5, 20.4)), _open((9.5, -0.4), (0.9, 20.4)))),
    "Y": (
        10.4,
        (_open((0.9, -0.4), (5.2, 10.6)), _open((9.5, -0.4), (5.2, 10.6)), _open((5.2, 9.6), (5.2, END))),
    ),
    "Z": (10, (_open((0.4, T), (8.5, T), (1.5, B), (9.8, B)),)),
    "0": (9.6, (_ring((L, T, 3.45), (8.25, T, 3.45), (8.25, B, 3.45), (L, B, 3.45)),)),
    "1": (6.4, (_open((4.4, END), (4.4, TOP)), _open((4.4, 1.6), (0.9, 4.6)))),
    "2": (
        10,
        (
            _open(
                (L, 6.2),
                (L, T, BEND),
                (R, T, BEND),
                (R, 8.6, 2.6),
                (L + 0.2, 16.4, 1.2),
                (L + 0.2, B),
                (EDGE, B),
            ),
        ),
    ),
    "3": (
        10,
        (
            _open((L, 6.0), (L, T, BEND), (R, T, BEND), (R, 9.5, 3.0), (3.6, 9.5)),
            _open((3.6, 9.5), (R, 9.5, 3.4), (R, B, BEND), (L, B, BEND), (L, 14.0)),
        ),
    ),
    "4": (10.2, (_open((7.2, END), (7.2, 0.4)), _open((7.2, 0.8), (1.3, 14.3), (10.2, 14.3)))),
    "5": (
        10,
        (_open((9.4, T), (1.9, T), (1.6, 8.4), (R, 8.4, BEND), (R, B, BEND), (L, B, BEND), (L, 14.2)),),
    ),
    "6": (
        10,
        (
            _ring((L, 8.6, 3.2), (R, 8.6, 3.2), (R, B, BEND), (L, B, BEND)),
            _open((R, 5.6), (R, T, BEND), (L, T, BEND), (L, 14.0)),
        ),
    ),
    "7": (9.8, (_open((0.2, T), (8.4, T), (3.6, END + 0.4)),)),
    "8": (
        10,
        (
            _ring((L + 0.3, T, 3.2), (R - 0.3, T, 3.2), (R - 0.3, 9.5, 3.0), (L + 0.3, 9.5, 3.0)),
            _ring((L, 9.5, 3.3), (R, 9.5, 3.3), (R, B, 3.5), (L, B, 3.5)),
        ),
    ),
    "9": (
        10,
        (
            _ring((L, T, BEND), (R, T, BEND), (R, 11.4, 3.2), (L, 11.4, 3.2)),
            _open((R, 6.0), (R, B, BEND), (L, B, BEND), (L, 14.4)),
        ),
    ),
    "-": (6, (_open((0.6, Y), (5.4, Y)),)),
    "·": (4, (_open((0.65, Y), (3.35, Y)),)),
    " ": (4.5, ()),
}


def serial_mask(text: str, *, width: int, height: int, gap: float = 2.4) -> np.ndarray:
    """The number as a mask (`height` x `width`, uint8, 255 in the strokes), centred, narrowed where it must
    be to fit.

    Raises ValueError for a character that no plate bears.
    """
    if unknown := sorted(set(text) - set(GLYPHS)):
        raise ValueError(f"No letterform for {' '.join(unknown)}.")
    units = sum(GLYPHS[char][0] for char in text) + gap * (len(text) - 1)
    down = height / CELL
    along = min(down, width / units)
    mask = np.zeros((height, width), np.uint8)
    left = (width - units * along) / 2
    for char in text:
        cell_width, paths = GLYPHS[char]
        cell = np.zeros_like(mask)
        for closed, points in paths:
            outline = _stroke(_rounded(points, closed), closed)
            contours = [
                np.round((ring * (along, down) + (left, 0)) * 16).astype(np.int32) for ring in outline
            ]
            layer = np.zeros_like(mask)
            cv2.fillPoly(layer, contours, 255, lineType=cv2.LINE_AA, shift=4)
            np.maximum(cell, layer, out=cell)
        # What reaches over its cell is cut straight, as a die is.
        start, stop = max(0, round(left)), round(left + cell_width * along)
        mask[:, start:stop] = np.maximum(mask[:, start:stop], cell[:, start:stop])
        left += (cell_width + gap) * along
    return mask


def _rounded(points: tuple[Point, ...], closed: bool) -> np.ndarray:
    """The path with its corners rounded: N x 2 points, no two of which coincide."""
    out: list[tuple[float, float]] = []
    count = len(points)
    for index, point in enumerate(points):
        here = np.array(point[:2])
        radius = point[2] if len(point) > 2 else 0.0
        if not radius:
            out.append((here[0], here[1]))
            continue
        before = np.array(points[(index - 1) % count][:2]) - here
        after = np.array(points[(index + 1) % count][:2]) - here
        before_length, after_length = math.hypot(*before), math.hypot(*after)
        before, after = before / before_length, after / after_length
        half = math.acos(float(np.clip(before @ after, -1, 1))) / 2
        reach = min(radius / math.tan(half), before_length * 0.5, after_length * 0.5)
        start, stop = here + before * reach, here + after * reach
        for share in np.linspace(0, 1, 13):
            # A circle's arc between two tangents, drawn as a rational curve.
            weight = math.sin(half)
            blend = (1 - share) ** 2, 2 * share * (1 - share) * weight, share**2
            spot = (blend[0] * start + blend[1] * here + blend[2] * stop) / sum(blend)
            out.append((spot[0], spot[1]))
    line = np.array(out)
    apart = np.linalg.norm(line - np.roll(line, 1, axis=0), axis=1) > 1e-6
    apart[0] |= not closed
    return line[apart]


def _stroke(line: np.ndarray, closed: bool) -> list[np.ndarray]:
    """The outline of a stroke along the line: one ring with straight ends, or an outer and an inner ring."""
    before = np.roll(line, 1, axis=0)
    after = np.roll(line, -1, axis=0)
    into, out = line - before, after - line
    if not closed:
        into[0], out[-1] = out[0], into[-1]
    into /= np.linalg.norm(into, axis=1, keepdims=True)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    normal = np.stack([-(into + out)[:, 1], (into + out)[:, 0]], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    cosine = np.maximum(0.3, normal @ np.array([0, 1]) * into[:, 0] - normal @ np.array([1, 0]) * into[:, 1])
    offset = normal * (STROKE / 2 / cosine)[:, None]
    if closed:
        return [line + offset, line - offset]
    return [np.concatenate([line + offset, (line - offset)[::-1]])]
