"""The default engine: PP-OCR's text networks as ONNX files, with plate finding of our own on top.

The networks come inside installed wheels, so nothing is downloaded at run time. They are run by ONNX
Runtime directly, because the finder needs the reader's probabilities for every character, which the
package's own pipeline does not give.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..base import EngineUnavailable, PlateReading, Usability
from ..registry import threads

if TYPE_CHECKING:
    from ..finder import PlateFinder

NAME = "rapidocr"


@dataclass(frozen=True)
class Model:
    """A network inside an installed wheel. `generation` names it in the engine's version."""

    package: str
    distribution: str
    file: str
    generation: str
    remedy: str

    def path(self) -> Path | None:
        """Where the network lies, or None where the wheel is not installed. The package is not imported."""
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            if (path := Path(folder) / self.file).is_file():
                return path
        return None


TEXT_FINDER = Model(
    package="rapidocr_onnxruntime",
    distribution="rapidocr-onnxruntime",
    file="models/ch_PP-OCRv4_det_infer.onnx",
    generation="PP-OCRv4 finder",
    remedy="pip install --no-deps -r requirements-models.txt",
)
TEXT_READER = Model(
    package="rapidocr",
    distribution="rapidocr",
    file="models/PP-OCRv6_rec_small.onnx",
    generation="PP-OCRv6 reader",
    remedy="pip install -r requirements.txt",
)


class RapidOcrEngine:
    """See `base.Engine`. One finder a process; reading is serialised, because it uses all of its threads
    for one image.
    """

    name = NAME

    def __init__(self) -> None:
        self._finder: PlateFinder | None = None
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        try:
            package = metadata.version(TEXT_READER.distribution)
        except metadata.PackageNotFoundError:
            package = "not installed"
        return f"{package} ({TEXT_FINDER.generation}, {TEXT_READER.generation})"

    def check(self) -> Usability:
        if find_spec("onnxruntime") is None:
            return Usability(
                False, "The package onnxruntime is missing: run pip install -r requirements.txt."
            )
        for model in (TEXT_FINDER, TEXT_READER):
            if model.path() is None:
                return Usability(
                    False, f"The {model.generation} of {model.distribution} is missing: run {model.remedy}."
                )
        return Usability(True, f"Ready: {self.version} on the processor, {threads()} threads.")

    def load(self) -> None:
        with self._lock:
            if self._finder is None:
                self._finder = self._opened()

    def read(self, image: np.ndarray) -> tuple[PlateReading, ...]:
        with self._lock:
            if self._finder is None:
                self._finder = self._opened()
            return self._finder.find(image)

    def _opened(self) -> PlateFinder:
        usability = self.check()
        finder_path, reader_path = TEXT_FINDER.path(), TEXT_READER.path()
        if not usability.usable or finder_path is None or reader_path is None:
            raise EngineUnavailable(usability.sentence)
        from onnxruntime.capi.onnxruntime_pybind11_state import (
            Fail,
            InvalidGraph,
            InvalidProtobuf,
            NoSuchFile,
        )

        from ..detector import TextDetector
        from ..finder import PlateFinder
        from ..reader import LineReader

        try:
            return PlateFinder(TextDetector(finder_path, threads()), LineReader(reader_path, threads()))
        except (Fail, InvalidGraph, InvalidProtobuf, NoSuchFile, KeyError) as problem:
            raise EngineUnavailable(
                f"A model of {NAME} is damaged: run {TEXT_FINDER.remedy} --force-reinstall, "
                f"and the same for {TEXT_READER.distribution}."
            ) from problem
