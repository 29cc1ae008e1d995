"""Reading a line: a CTC network (PP-OCR's recogniser) run by ONNX Runtime, kept as probabilities per
character.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from .detector import open_session
from .lines import TextBox
from .serials import ALPHABET

LINE_HEIGHT = 48
WIDTH_STEP = 16
NARROWEST, WIDEST = 64, 640


@dataclass(frozen=True)
class Crop:
    """How a line is cut out: padding at either end, padding above and below, and a shift downwards, all as
    fractions of the line's height.
    """

    along: float
    across: float
    shift: float


@dataclass(frozen=True)
class LineReading:
    """A line as read. `text` is everything the network saw; `chances` is one row of 36 probabilities (A-Z
    0-9) for each plate character in it, `sure` the network's probability of its own choice for each of
    those, `places` where each stands along the line (0 is its left end, 1 its right).
    """

    text: str
    chances: np.ndarray
    sure: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def serial(self) -> str:
        return "".join(ALPHABET[i] for i in self.chances.argmax(axis=1)) if len(self.chances) else ""

    @property
    def confidence(self) -> float:
        return float(np.mean(self.sure)) if self.sure else 0.0


class LineReader:
    def __init__(self, path: Path, threads: int) -> None:
        self._session = open_session(path, threads)
        self._input = self._session.get_inputs()[0].name
        characters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        self._characters = ["", *characters, " "]
        columns = {c: i for i, c in enumerate(self._characters)}
        self._upper = np.array([columns[c] for c in ALPHABET])
        self._lower = np.array([columns[c.lower()] for c in ALPHABET])

    def read_lines(self, image: np.ndarray, lines: list[TextBox], crop: Crop) -> list[LineReading]:
        """One reading for each line."""
        readings = self._read([cut(image, line, crop) for line in lines])
        return [_placed(reading, line, crop) for reading, line in zip(readings, lines, strict=True)]

    def read_crops(self, image: np.ndarray, line: TextBox, crops: tuple[Crop, ...]) -> list[LineReading]:
        """One reading for each way to cut the same line."""
        readings = self._read([cut(image, line, crop) for crop in crops])
        return [_placed(reading, line, crop) for reading, crop in zip(readings, crops, strict=True)]

    def _read(self, strips: list[np.ndarray]) -> list[LineReading]:
        """Read cut-out lines (BGR, any height). Strips of about the same width share one run of the
        network.
        """
        readings: list[LineReading | None] = [None] * len(strips)
        by_width: dict[int, list[int]] = {}
        for n, strip in enumerate(strips):
            by_width.setdefault(_network_width(strip), []).append(n)
        for width, members in by_width.items():
            planes = np.zeros((len(members), 3, LINE_HEIGHT, width), np.float32)
            for row, n in enumerate(members):
                scaled = cv2.resize(strips[n], (_line_width(strips[n], width), LINE_HEIGHT))
                planes[row, :, :, : scaled.shape[1]] = scaled.transpose(2, 0, 1) / 127.5 - 1
            output = self._session.run(None, {self._input: planes})[0]
            for row, n in enumerate(members):
                filled = _line_width(strips[n], width) / width
                readings[n] = self._decode(output[row], filled)
        return [reading for reading in readings if reading is not None]

    def _decode(self, steps: np.ndarray, filled: float) -> LineReading:
        """`filled` is the share of the network's width that the strip takes up; the rest is padding."""
        best = steps.argmax(axis=1)
        text: list[str] = []
        rows: list[np.ndarray] = []
        sure: list[float] = []
        places: list[float] = []
        start = 0
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[start]:
                continue
            index = int(best[start])
            character = self._characters[index] if index < len(self._characters) else ""
            if character:
                text.append(character)
                if character.upper() in ALPHABET and len(character.upper()) == 1:
                    peak = steps[start + int(steps[start:end, index].argmax())]
                    row = peak[self._upper] + np.where(self._lower == self._upper, 0, peak[self._lower])
                    rows.append(row / max(float(row.sum()), 1e-6))
                    sure.append(float(peak[index]))
                    places.append((start + end) / 2 / len(steps) / filled)
            start = end
        chances = np.stack(rows) if rows else np.zeros((0, len(ALPHABET)), np.float32)
        return LineReading("".join(text).strip().upper(), chances, tuple(sure), tuple(places))


def _line_width(strip: np.ndarray, widest: int) -> int:
    return max(8, min(widest, round(strip.shape[1] * LINE_HEIGHT / max(1, strip.shape[0]))))


def _network_width(strip: np.ndarray) -> int:
    width = _line_width(strip, WIDEST)
    return max(NARROWEST, min(WIDEST, -(-width // WIDTH_STEP) * WIDTH_STEP))


def _placed(reading: LineReading, line: TextBox, crop: Crop) -> LineReading:
    padding = crop.along * line.height / line.length
    return replace(reading, places=tuple(place * (1 + 2 * padding) - padding for place in reading.places))


def cut(image: np.ndarray, box: TextBox, crop: Crop) -> np.ndarray:
    """The line of a box, straightened, at least as high as the network looks at it."""
    length = box.length + 2 * crop.along * box.height
    height = box.height * (1 + 2 * crop.across)
    x = box.x - crop.shift * box.height * np.sin(box.angle)
    y = box.y + crop.shift * box.height * np.cos(box.angle)
    across = max(8, round(height))
    along = max(8, round(length * across / max(height, 1.0)))
    cos, sin = np.cos(box.angle), np.sin(box.angle)
    half_u, half_v = length / 2, height / 2
    source = np.float32(
        [
            [x - half_u * cos + half_v * sin, y - half_u * sin - half_v * cos],
            [x + half_u * cos + half_v * sin, y + half_u * sin - half_v * cos],
            [x - half_u * cos - half_v * sin, y - half_u * sin + half_v * cos],
        ]
    )
    grown = max(across, LINE_HEIGHT)
    along = max(8, round(along * grown / across))
    target = np.float32([[0, 0], [along, 0], [0, grown]])
    transform = cv2.getAffineTransform(source, target)
    return cv2.warpAffine(
        image, transform, (along, grown), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
