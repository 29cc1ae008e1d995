"""What every recognition engine takes and gives.

Boxes are `(x, y, w, h)` in whole pixels of the upright image; confidences are between 0 and 1. An engine
may be slow to load and is then kept: one engine object a process, one load, any number of reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

Box = tuple[int, int, int, int]


class EngineUnavailable(Exception):
    """The engine cannot run on this machine. Its text is one sentence that says what to do."""


@dataclass(frozen=True)
class Candidate:
    """One way to read a plate. `plate` is normalised (A-Z 0-9); `region` is '' or like 'us-ca'."""

    plate: str
    confidence: float
    region: str


@dataclass(frozen=True)
class CharacterReading:
    """One character of the normalised plate, with the reader's own probability for it."""

    text: str
    confidence: float


@dataclass(frozen=True)
class PlateReading:
    """One plate found in an image.

    `observed` is what the engine saw, upper-cased and without spaces at either end, separators and all;
    `plate` is the decision taken from it. `characters` has one entry for each character of `plate`, or none
    where the engine does not say. `candidates` starts with the decision itself, most likely first.
    """

    observed: str
    plate: str
    confidence: float
    box: Box
    region: str
    characters: tuple[CharacterReading, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Recognition:
    """What one engine found in one image, most confident plate first; `ms` is the reading time alone."""

    plates: tuple[PlateReading, ...]
    engine: str
    engine_version: str
    ms: int


@dataclass(frozen=True)
class Usability:
    """Whether an engine can run here; `sentence` says with what, or what to do so that it can."""

    usable: bool
    sentence: str


class Engine(Protocol):
    """An engine reads plates. It is registered once and shared by the whole process."""

    name: str

    @property
    def version(self) -> str:
        """The package's version and the generation of its models, as stored beside each read."""
        ...

    def check(self) -> Usability:
        """Whether the engine can run here, found out without loading a model."""
        ...

    def load(self) -> None:
        """Load the models once. Later calls do nothing. Raises EngineUnavailable."""
        ...

    def read(self, image: np.ndarray) -> tuple[PlateReading, ...]:
        """Find and read the plates of one image (height x width x 3, BGR, uint8), most confident first."""
        ...
