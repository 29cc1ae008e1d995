"""Engines by name, and reading through them."""

from collections.abc import Iterator

import numpy as np
import pytest

from reads.recognition import registry
from reads.recognition.base import Candidate, EngineUnavailable, PlateReading, Usability


class SmallEngine:
    """Reads one plate at a place relative to the image it is given, and counts its loads."""

    name = "small"
    version = "1 (none)"

    def __init__(self) -> None:
        self.loads = 0
        self.widest = 0

    def check(self) -> Usability:
        return Usability(True, "Ready.")

    def load(self) -> None:
        self.loads += 1

    def read(self, image: np.ndarray) -> tuple[PlateReading, ...]:
        height, width = image.shape[:2]
        self.widest = max(self.widest, width)
        box = (width // 2, height // 2, width // 10, height // 10)
        return tuple(
            PlateReading(text, text, sure, box, "", (), (Candidate(text, sure, ""),))
            for text, sure in (("ABC1234", 0.5), ("7XYZ123", 0.9))
        )


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(registry, "_factories", dict(registry._factories))
    monkeypatch.setattr(registry, "_engines", {})
    registry.register("small", SmallEngine)
    yield "small"


def test_the_two_engines_are_known() -> None:
    assert {"easyocr", "rapidocr"} <= set(registry.names())


def test_an_engine_is_one_object_a_process(small: str) -> None:
    assert registry.get(small) is registry.get(small)


def test_the_setting_names_the_engine_used_where_none_is_given(small: str, settings: object) -> None:
    settings.ALPR_ENGINE = small
    assert registry.get().name == "small"


def test_an_unknown_engine_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EngineUnavailable, match=r'No engine is called "nix".*easyocr, rapidocr'):
        registry.get("nix")


def test_a_recognition_ranks_plates_and_names_its_engine(small: str) -> None:
    recognition = registry.recognise(np.zeros((100, 200, 3), np.uint8), small)
    assert [plate.plate for plate in recognition.plates] == ["7XYZ123", "ABC1234"]
    assert (recognition.engine, recognition.engine_version) == ("small", "1 (none)")
    assert recognition.ms >= 0


def test_a_very_large_image_is_read_smaller_and_its_boxes_are_in_its_own_pixels(small: str) -> None:
    recognition = registry.recognise(np.zeros((1000, 10_000, 3), np.uint8), small)
    engine = registry.get(small)
    assert isinstance(engine, SmallEngine) and engine.widest == registry.LONGEST_SIDE
    x, y, w, h = recognition.plates[0].box
    assert (x, w) == pytest.approx((5000, 1000), abs=10)
    assert (y, h) == pytest.approx((500, 100), abs=10)


def test_threads_are_never_fewer_than_one(settings: object) -> None:
    settings.ALPR_ENGINE_THREADS = 0
    assert registry.threads() == 1
