"""EasyOCR on plates found by OpenCV. Optional: it brings PyTorch, and its weights come from outside.

Weights: `craft_mlt_25k.pth` and `english_g2.pth` in the folder of `ALPR_EASYOCR_MODELS`, or fetched into it
on first use where `ALPR_EASYOCR_DOWNLOAD` is true. A GPU is used where PyTorch sees one.
"""

from __future__ import annotations

import threading
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import cv2
import numpy as np

from ..base import Box, Candidate, EngineUnavailable, PlateReading, Usability
from ..localise import plate_places
from ..registry import setting, threads
from ..serials import LONGEST, SHORTEST, decide_text, normalise, shares, usualness
from ..wording import is_wording, region_of

if TYPE_CHECKING:
    import easyocr

NAME = "easyocr"
WEIGHTS = ("craft_mlt_25k.pth", "english_g2.pth")
PLATE_HEIGHT = 160
"""Pixels to which a plate is enlarged: EasyOCR's finder wants characters of about 60."""

LEAST_CONFIDENCE = 0.3


def _folder() -> Path:
    return Path(str(setting("ALPR_EASYOCR_MODELS", "var/easyocr")))


def _may_download() -> bool:
    return bool(setting("ALPR_EASYOCR_DOWNLOAD", False))


class EasyOcrEngine:
    """See `base.Engine`. EasyOCR gives one confidence a line, so readings carry none by character."""

    name = NAME

    def __init__(self) -> None:
        self._reader: easyocr.Reader | None = None
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        try:
            package = metadata.version("easyocr")
        except metadata.PackageNotFoundError:
            package = "not installed"
        return f"{package} (CRAFT finder, english_g2 reader)"

    def check(self) -> Usability:
        for package in ("easyocr", "torch"):
            if find_spec(package) is None:
                return Usability(
                    False, f"The package {package} is missing: run pip install -r requirements-easyocr.txt."
                )
        missing = [name for name in WEIGHTS if not (_folder() / name).is_file()]
        if missing and not _may_download():
            return Usability(
                False,
                f"The weights {' and '.join(missing)} are missing: put them into the folder of "
                "ALPR_EASYOCR_MODELS, or set ALPR_EASYOCR_DOWNLOAD to true to fetch them on first use.",
            )
        return Usability(True, "Ready." if not missing else "Ready to fetch its weights on first use.")

    def load(self) -> None:
        with self._lock:
            if self._reader is None:
                self._reader = self._opened()

    def read(self, image: np.ndarray) -> tuple[PlateReading, ...]:
        with self._lock:
            if self._reader is None:
                self._reader = self._opened()
            readings = [_read_place(self._reader, image, place) for place in plate_places(image)]
        found = [reading for reading in readings if reading is not None]
        return tuple(sorted(found, key=lambda reading: -reading.confidence))

    def _opened(self) -> easyocr.Reader:
        usability = self.check()
        if not usability.usable:
            raise EngineUnavailable(usability.sentence)
        try:
            import easyocr
            import torch

            torch.set_num_threads(threads())
            return easyocr.Reader(
                ["en"],
                gpu=torch.cuda.is_available(),
                model_storage_directory=str(_folder()),
                user_network_directory=str(_folder() / "networks"),
                download_enabled=_may_download(),
                verbose=False,
            )
        except ImportError as problem:
            raise EngineUnavailable(
                f"EasyOCR or PyTorch does not import here ({problem}): "
                "run pip install --force-reinstall -r requirements-easyocr.txt."
            ) from problem
        except (OSError, AssertionError, RuntimeError, EOFError, ValueError, BadZipFile) as problem:
            raise EngineUnavailable(
                f"EasyOCR's weights could not be loaded or fetched ({problem}); "
                f"put {' and '.join(WEIGHTS)} into the folder of ALPR_EASYOCR_MODELS."
            ) from problem


def _read_place(reader: easyocr.Reader, image: np.ndarray, place: Box) -> PlateReading | None:
    x, y, w, h = place
    scale = PLATE_HEIGHT / h
    size = (max(1, round(w * scale)), PLATE_HEIGHT)
    plate = cv2.resize(image[y : y + h, x : x + w], size, interpolation=cv2.INTER_CUBIC)
    lines = [(_height(corners), text, float(sure)) for corners, text, sure in reader.readtext(plate)]
    return plate_of_lines(lines, place)


def _height(corners: list[list[float]]) -> float:
    ys = [corner[1] for corner in corners]
    return max(ys) - min(ys)


def plate_of_lines(lines: list[tuple[float, str, float]], place: Box) -> PlateReading | None:
    """The serial among a plate's lines (height in pixels, text, confidence): the tallest that is not
    wording.
    """
    region = next((found for _, text, _ in lines if (found := region_of(text))), "")
    serials = [
        (height, text, sure)
        for height, text, sure in lines
        if SHORTEST <= len(normalise(text)) <= LONGEST and not is_wording(text)
    ]
    if not serials:
        return None
    _, text, sure = max(serials, key=lambda line: line[0])
    decided = decide_text(normalise(text), sure)
    best = decided[0]
    confidence = sure * (1 + 0.06 * max(-4.0, usualness(best.text)))
    if confidence < LEAST_CONFIDENCE:
        return None
    return PlateReading(
        observed=text.strip().upper(),
        plate=best.text,
        confidence=round(confidence, 4),
        box=place,
        region=region,
        characters=(),
        candidates=tuple(
            Candidate(serial.text, round(confidence * share, 4), region) for serial, share in shares(decided)
        ),
    )
