"""The optional engine: what it says where it cannot run, how it picks the serial, where OpenCV looks."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from reads.recognition.base import EngineUnavailable
from reads.recognition.engines import easyocr
from reads.recognition.engines.easyocr import EasyOcrEngine, plate_of_lines
from reads.recognition.localise import plate_places
from tests.reads.recognition.drawn import frame_with, overlap, street


def installed(_: str) -> object:
    return object()


def test_a_missing_package_is_one_sentence_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(easyocr, "find_spec", lambda name: None)
    engine = EasyOcrEngine()
    assert engine.check().sentence == (
        "The package easyocr is missing: run pip install -r requirements-easyocr.txt."
    )
    with pytest.raises(EngineUnavailable, match="easyocr is missing"):
        engine.load()


def test_missing_weights_are_one_sentence_that_names_them_and_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> None:
    monkeypatch.setattr(easyocr, "find_spec", installed)
    settings.ALPR_EASYOCR_MODELS = str(tmp_path)
    settings.ALPR_EASYOCR_DOWNLOAD = False
    (tmp_path / "english_g2.pth").write_bytes(b"")
    sentence = EasyOcrEngine().check().sentence
    assert "craft_mlt_25k.pth" in sentence and "english_g2.pth" not in sentence
    assert "ALPR_EASYOCR_MODELS" in sentence and "ALPR_EASYOCR_DOWNLOAD" in sentence
    with pytest.raises(EngineUnavailable, match="weights"):
        EasyOcrEngine().read(np.zeros((50, 50, 3), np.uint8))


def test_weights_may_be_fetched_only_where_the_setting_allows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object
) -> None:
    monkeypatch.setattr(easyocr, "find_spec", installed)
    settings.ALPR_EASYOCR_MODELS = str(tmp_path)
    settings.ALPR_EASYOCR_DOWNLOAD = True
    assert EasyOcrEngine().check().usable


def test_loading_without_usable_packages_or_weights_never_ends_in_a_trace(
    tmp_path: Path, settings: object
) -> None:
    settings.ALPR_EASYOCR_MODELS = str(tmp_path)
    settings.ALPR_EASYOCR_DOWNLOAD = False
    for name in easyocr.WEIGHTS:
        (tmp_path / name).write_bytes(b"not weights")
    with pytest.raises(EngineUnavailable) as refusal:
        EasyOcrEngine().load()
    expected = "weights" if find_spec("easyocr") and find_spec("torch") else "is missing"
    assert expected in str(refusal.value)


def test_the_tallest_line_that_is_no_wording_is_the_serial() -> None:
    lines = [(30, "California", 0.9), (70, "7XYZ 123", 0.8), (20, "SUNSET MOTORS", 0.9), (25, "ABC123", 0.9)]
    plate = plate_of_lines(lines, (10, 20, 120, 60))
    assert plate is not None
    assert (plate.plate, plate.observed, plate.region) == ("7XYZ123", "7XYZ 123", "us-ca")
    assert plate.box == (10, 20, 120, 60)
    assert plate.characters == ()
    assert plate.candidates[0].plate == "7XYZ123"


def test_a_place_without_a_serial_is_no_plate() -> None:
    assert plate_of_lines([], (0, 0, 10, 5)) is None
    assert plate_of_lines([(30, "TOYOTA", 0.9), (20, "AB", 0.9)], (0, 0, 10, 5)) is None


def test_an_unsure_reading_is_no_plate() -> None:
    assert plate_of_lines([(30, "ABC1234", 0.2)], (0, 0, 10, 5)) is None


def test_opencv_proposes_the_place_of_a_drawn_plate() -> None:
    frame, box = frame_with("7XYZ123")
    assert any(overlap(place, box) > 0.3 for place in plate_places(frame))


@pytest.mark.parametrize(
    "image", [np.zeros((720, 1280, 3), np.uint8), np.zeros((20, 20, 3), np.uint8), street()]
)
def test_opencv_proposes_nothing_where_nothing_is_written(image: np.ndarray) -> None:
    assert plate_places(image) == []
