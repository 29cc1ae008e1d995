"""The engines by name, one object each in a process, and reading one image with one of them.

    recognition = recognise(image, "rapidocr")

Settings: `ALPR_ENGINE` (the name used where none is given) and `ALPR_ENGINE_THREADS` (processor threads one
engine may use; a worker with several processes wants few).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from .base import Box, Engine, EngineUnavailable, Recognition

DEFAULT_ENGINE = "rapidocr"
DEFAULT_THREADS = 2
LONGEST_SIDE = 4096

_factories: dict[str, Callable[[], Engine]] = {}
_engines: dict[str, Engine] = {}
_lock = threading.Lock()


def setting(name: str, default: object) -> object:
    """A Django setting where Django is configured, else the default: reading needs no settings module."""
    from django.conf import settings

    return getattr(settings, name, default) if settings.configured else default


def threads() -> int:
    """Processor threads one engine may use, at least one."""
    return max(1, int(setting("ALPR_ENGINE_THREADS", DEFAULT_THREADS)))  # type: ignore[call-overload]


def register(name: str, factory: Callable[[], Engine]) -> None:
    """Make an engine known by name; registering a name again replaces it. The factory must be cheap."""
    with _lock:
        _factories[name] = factory
        _engines.pop(name, None)


def names() -> tuple[str, ...]:
    """The known engines, sorted, usable here or not."""
    return tuple(sorted(_factories))


def get(name: str = "") -> Engine:
    """This process's engine of that name ('' is the one in the settings), not yet loaded. Raises
    EngineUnavailable.
    """
    wanted = name or str(setting("ALPR_ENGINE", DEFAULT_ENGINE))
    with _lock:
        if wanted not in _factories:
            known = ", ".join(sorted(_factories))
            raise EngineUnavailable(f'No engine is called "{wanted}"; choose one of: {known}.')
        if wanted not in _engines:
            _engines[wanted] = _factories[wanted]()
        return _engines[wanted]


def recognise(image: np.ndarray, name: str = "") -> Recognition:
    """Read one upright image (height x width x 3, BGR, uint8). Boxes are in its pixels. Raises
    EngineUnavailable.

    Loading is not timed. Images longer than `LONGEST_SIDE` are read as a smaller copy, so that memory stays
    bounded.
    """
    engine = get(name)
    engine.load()
    started = time.perf_counter()
    shrink = min(1.0, LONGEST_SIDE / max(image.shape[:2]))
    plates = engine.read(_smaller(image, shrink) if shrink < 1 else image)
    if shrink < 1:
        plates = tuple(replace(plate, box=_grown(plate.box, 1 / shrink)) for plate in plates)
    elapsed = round((time.perf_counter() - started) * 1000)
    ranked = tuple(sorted(plates, key=lambda plate: -plate.confidence))
    return Recognition(ranked, engine.name, engine.version, elapsed)


def _smaller(image: np.ndarray, scale: float) -> np.ndarray:
    height, width = image.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def _grown(box: Box, scale: float) -> Box:
    x, y, w, h = (round(side * scale) for side in box)
    return x, y, w, h
