"""Finding plates among the lines of text of a frame: look at the whole, then look closely at what may be a
plate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np

from .base import Box, Candidate, CharacterReading, PlateReading
from .detector import TextDetector
from .lines import TextBox, could_be_serial, join, overlap, plate_box
from .reader import Crop, LineReader, LineReading
from .serials import LONGEST, SHORTEST, Serial, decide, shares, usualness
from .vote import vote
from .wording import is_wording, region_of


@dataclass(frozen=True)
class FinderSettings:
    """Sizes in pixels. `whole_side` and `close_side` are the longer side at which the frame, and the
    surroundings of one possible plate, are shown to the text finder.
    """

    whole_side: int = 1280
    second_side: int = 1760
    close_side: int = 416
    most_lines: int = 24
    most_plates: int = 6
    most_close_lines: int = 4
    look_closely: bool = True
    second_try: bool = True
    least_confidence: float = 0.5
    least_confidence_of_words: float = 0.7
    convincing: float = 0.8


CROPS = (Crop(0.2, 0.0, 0.0), Crop(0.3, 0.08, 0.0), Crop(0.15, 0.04, -0.05), Crop(0.25, 0.0, 0.05))


@dataclass(frozen=True)
class Found:
    """A line taken for a serial, with how it was read and decided."""

    line: TextBox
    reading: LineReading
    serials: list[Serial]

    @property
    def text(self) -> TextBox:
        """The part of the line that the characters fill: half a pitch beyond the first and the last of
        them.
        """
        first, last = self.reading.places[0], self.reading.places[-1]
        half = (last - first) / (len(self.reading.places) - 1) / 2
        return self.line.between(first - half, last + half)

    def box(self, image: np.ndarray) -> Box:
        return plate_box(self.text, len(self.reading.sure), *image.shape[:2])

    @property
    def confidence(self) -> float:
        """The reader's own mean certainty, less where the serial has an unusual shape or had to be
        re-decided.
        """
        certainty = math.exp(sum(math.log(max(s, 1e-3)) for s in self.reading.sure) / len(self.reading.sure))
        return certainty * (1 + 0.06 * max(-4.0, usualness(self.serials[0].text)))


class PlateFinder:
    def __init__(
        self, detector: TextDetector, reader: LineReader, settings: FinderSettings | None = None
    ) -> None:
        self.detector = detector
        self.reader = reader
        self.settings = settings or FinderSettings()

    def find(self, image: np.ndarray) -> tuple[PlateReading, ...]:
        settings = self.settings
        found = self._search(image, settings.whole_side)
        if settings.second_try and not any(f.confidence >= settings.convincing for f, _ in found):
            found = _without_overlaps(found + self._search(stretched(image), settings.second_side), image)
        plates = [_plate(f, region, image) for f, region in found if self._sure_enough(f)]
        return tuple(sorted(plates, key=lambda plate: -plate.confidence)[: settings.most_plates])

    def _sure_enough(self, found: Found) -> bool:
        word = found.serials[0].text.isalpha()
        least = self.settings.least_confidence_of_words if word else self.settings.least_confidence
        return found.confidence >= least

    def _search(self, image: np.ndarray, side: int) -> list[tuple[Found, str]]:
        settings = self.settings
        height, width = image.shape[:2]
        lines = self.detector.find(image, side)
        possible = [line for line in lines if could_be_serial(line, height, width)]
        possible.sort(key=_prominence)
        possible = possible[: 2 * settings.most_lines]
        possible = sorted(possible + _joined(possible), key=_prominence)[: settings.most_lines]
        readings = self.reader.read_lines(image, possible, CROPS[0])
        first = [f for line, r in zip(possible, readings, strict=True) if (f := _interpret(line, r))]
        first = [f for f, _ in _without_overlaps([(f, "") for f in first], image)][: settings.most_plates]
        if not settings.look_closely:
            return [(self._voted(image, f), "") for f in first]
        return _without_overlaps([self._look_closely(image, f) for f in first], image)

    def _voted(self, image: np.ndarray, found: Found) -> Found:
        agreed = vote(self.reader.read_crops(image, found.line, CROPS))
        better = _interpret(found.line, agreed) if agreed else None
        return better or found

    def _look_closely(self, image: np.ndarray, found: Found) -> tuple[Found, str]:
        """Find the lines of one possible plate again in an enlarged piece of the image, and read them with
        four crops.
        """
        settings = self.settings
        height, width = image.shape[:2]
        x, y, w, h = found.box(image)
        left, top = max(0, int(x - 0.3 * w)), max(0, int(y - 0.6 * h))
        right, bottom = min(width, int(x + 1.3 * w)), min(height, int(y + 1.6 * h))
        piece = image[top:bottom, left:right]
        lines = [line.moved(left, top) for line in self.detector.find(piece, settings.close_side)]
        possible = [line for line in lines if could_be_serial(line, height, width)]
        possible += _joined(possible)
        near = sorted(
            (line for line in possible if _on_same_plate(line, found.line)), key=lambda line: -line.length
        )
        near = near[: settings.most_close_lines]
        readings = self.reader.read_lines(image, near, CROPS[0])
        tries = [again for line, r in zip(near, readings, strict=True) if (again := _interpret(line, r))]
        if all(again.serials[0].text != found.serials[0].text for again in tries):
            tries.append(found)
        best = self._voted(image, max(tries, key=_merit))
        return best, self._region(image, best, lines)

    def _region(self, image: np.ndarray, found: Found, lines: list[TextBox]) -> str:
        """The state named above or below the serial, on the same plate."""
        around = []
        for line in lines:
            along, across = found.line.along(line.x, line.y)
            apart = abs(across) / found.line.height
            if 0.45 <= apart <= 1.4 and abs(along) <= found.line.length / 2 and line.height >= 5:
                around.append(line)
        around.sort(key=lambda line: -line.length)
        for reading in self.reader.read_lines(image, around[:3], CROPS[0]):
            if region := region_of(reading.text):
                return region
        return ""


def stretched(image: np.ndarray) -> np.ndarray:
    """A copy with local contrast stretched (CLAHE on lightness), for dark, hazy and over-lit frames."""
    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    lab[:, :, 0] = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(
        np.ascontiguousarray(lab[:, :, 0])
    )
    return cv2.cvtColor(lab, cv2.COLOR_LAB2BGR)


def _prominence(line: TextBox) -> float:
    return -line.height * line.score


def _joined(lines: list[TextBox]) -> list[TextBox]:
    pairs = [joined for a, b in combinations(lines, 2) if (joined := join(a, b))]
    triples = [joined for pair in pairs for line in lines if (joined := join(pair, line))]
    longer = [t for t in triples if all(t.length > p.length + 0.3 * p.height for p in pairs if _inside(p, t))]
    return pairs + longer


def _inside(small: TextBox, large: TextBox) -> bool:
    along, across = large.along(small.x, small.y)
    return abs(along) <= large.length / 2 and abs(across) <= large.height / 2


def _on_same_plate(line: TextBox, other: TextBox) -> bool:
    along, across = other.along(line.x, line.y)
    return abs(along) <= 0.75 * max(line.length, other.length) and abs(across) <= 1.3 * max(
        line.height, other.height
    )


def _interpret(line: TextBox, reading: LineReading) -> Found | None:
    """The line as a serial, or None where it is too short, too long, a word of a frame or badge, or a
    guess.
    """
    if not SHORTEST <= len(reading.sure) <= LONGEST or reading.confidence < 0.4:
        return None
    if len(reading.text) > LONGEST + 1 or is_wording(reading.text):
        return None
    serials = decide(reading.chances)
    if not serials or is_wording(serials[0].text):
        return None
    if not any(c.isdigit() for c in serials[0].text) and reading.confidence < 0.6:
        return None
    return Found(line, reading, serials)


def _merit(found: Found) -> float:
    """What decides between readings of one place: certainty first, then more characters (halves lose to the
    whole), and a digit, because a line of letters alone on a plate is mostly a frame's or a state's.
    """
    text = found.serials[0].text
    return found.confidence + 0.03 * min(7, len(text)) + 0.1 * any(c.isdigit() for c in text)


def _without_overlaps(found: list[tuple[Found, str]], image: np.ndarray) -> list[tuple[Found, str]]:
    kept: list[tuple[Found, str, Box]] = []
    for f, region in sorted(found, key=lambda pair: -_merit(pair[0])):
        box = f.box(image)
        if all(overlap(box, other) < 0.3 for _, _, other in kept):
            kept.append((f, region, box))
    return [(f, region) for f, region, _ in kept]


def _plate(found: Found, region: str, image: np.ndarray) -> PlateReading:
    best = found.serials[0]
    return PlateReading(
        observed=found.reading.text,
        plate=best.text,
        confidence=round(found.confidence, 4),
        box=found.box(image),
        region=region,
        characters=tuple(
            CharacterReading(c, round(min(1.0, sure), 4))
            for c, sure in zip(best.text, found.reading.sure, strict=True)
        ),
        candidates=tuple(
            Candidate(serial.text, round(found.confidence * share, 4), region)
            for serial, share in shares(found.serials)
        ),
    )
