"""The default engine with its real models, on drawn frames."""

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from reads.recognition import registry
from reads.recognition.base import EngineUnavailable
from reads.recognition.engines import rapidocr
from reads.recognition.engines.rapidocr import RapidOcrEngine
from tests.reads.recognition.drawn import frame_with, overlap, street


@pytest.mark.parametrize("serial", ["7XYZ123", "KTR4829", "8HMN352"])
def test_a_drawn_plate_is_read_and_located(serial: str) -> None:
    frame, box = frame_with(serial)
    best = registry.recognise(frame, "rapidocr").plates[0]
    assert best.plate == serial
    assert overlap(best.box, box) > 0.5
    assert best.confidence > 0.7


def test_the_state_above_the_serial_is_the_region_and_not_a_plate() -> None:
    frame, _ = frame_with("7XYZ123", above="CALIFORNIA", below="SUNSET MOTORS", width=360)
    plates = registry.recognise(frame, "rapidocr").plates
    assert [plate.plate for plate in plates] == ["7XYZ123"]
    assert plates[0].region == "us-ca"
    assert plates[0].candidates[0].region == "us-ca"


def test_two_groups_with_a_gap_are_one_serial_and_seen_as_printed() -> None:
    frame, _ = frame_with("KTR 4829")
    best = registry.recognise(frame, "rapidocr").plates[0]
    assert best.plate == "KTR4829"
    assert best.observed.replace(" ", "").replace("-", "").startswith("KTR")


def test_two_vehicles_give_two_plates() -> None:
    frame, _ = frame_with("7XYZ123", at=(120, 200))
    other, (x, y, w, h) = frame_with("KTR4829", at=(820, 420))
    frame[y - 40 : y + h + 40, x - 40 : x + w + 40] = other[y - 40 : y + h + 40, x - 40 : x + w + 40]
    assert {plate.plate for plate in registry.recognise(frame, "rapidocr").plates} == {"7XYZ123", "KTR4829"}


def test_a_dark_frame_is_read_too() -> None:
    frame, _ = frame_with("7XYZ123")
    dark = (frame * 0.12).astype(np.uint8)
    assert registry.recognise(dark, "rapidocr").plates[0].plate == "7XYZ123"


def test_a_tilted_plate_is_read() -> None:
    frame, _ = frame_with("7XYZ123")
    turn = cv2.getRotationMatrix2D((640, 440), 10, 1)
    tilted = cv2.warpAffine(frame, turn, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
    assert registry.recognise(tilted, "rapidocr").plates[0].plate == "7XYZ123"


def test_every_character_has_its_own_probability() -> None:
    frame, _ = frame_with("7XYZ123")
    best = registry.recognise(frame, "rapidocr").plates[0]
    assert "".join(character.text for character in best.characters) == best.plate
    assert all(0 < character.confidence <= 1 for character in best.characters)
    assert best.candidates[0].plate == best.plate


@pytest.mark.parametrize("words", ["CALIFORNIA", "TOYOTA", "NO PARKING"])
def test_words_are_not_taken_for_plates(words: str) -> None:
    frame, _ = frame_with(words)
    assert registry.recognise(frame, "rapidocr").plates == ()


@pytest.mark.parametrize(
    "image",
    [
        street(),
        np.zeros((720, 1280, 3), np.uint8),
        np.full((720, 1280, 3), 255, np.uint8),
        np.full((40, 40, 3), 90, np.uint8),
        np.full((1, 1, 3), 90, np.uint8),
        np.full((2, 3000, 3), 90, np.uint8),
    ],
    ids=["empty street", "black", "white", "40 pixels", "one pixel", "a strip"],
)
def test_where_there_is_no_plate_none_is_found(image: np.ndarray) -> None:
    assert registry.recognise(image, "rapidocr").plates == ()


def test_boxes_stay_inside_the_image() -> None:
    frame, (x, y, w, h) = frame_with("7XYZ123")
    tight = frame[y + 30 : y + h - 20, x + 5 : x + w - 5]
    for plate in registry.recognise(np.ascontiguousarray(tight), "rapidocr").plates:
        left, top, wide, high = plate.box
        assert left >= 0 and top >= 0
        assert left + wide <= tight.shape[1] and top + high <= tight.shape[0]


def test_models_are_loaded_once_even_when_two_threads_ask() -> None:
    engine = RapidOcrEngine()
    opened = []
    original = engine._opened

    def counted() -> object:
        opened.append(1)
        return original()

    engine._opened = counted
    threads = [threading.Thread(target=engine.load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [1]


def test_the_version_names_the_generation_of_the_models() -> None:
    version = RapidOcrEngine().version
    assert "PP-OCRv4 finder" in version and "PP-OCRv6 reader" in version


def test_the_engine_is_usable_where_its_wheels_are_installed() -> None:
    usability = RapidOcrEngine().check()
    assert usability.usable and usability.sentence.endswith(".")


def test_a_missing_finder_is_one_sentence_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = rapidocr.Model(
        "no_such_package", "no-such-package", "x.onnx", "PP-OCRv4 finder", "pip install it"
    )
    monkeypatch.setattr(rapidocr, "TEXT_FINDER", missing)
    engine = RapidOcrEngine()
    assert engine.check().sentence == "The PP-OCRv4 finder of no-such-package is missing: run pip install it."
    with pytest.raises(EngineUnavailable, match="run pip install it"):
        engine.load()


def test_a_damaged_model_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.onnx").write_bytes(b"not a model")
    monkeypatch.setattr(rapidocr.Model, "path", lambda self: tmp_path / "broken.onnx")
    with pytest.raises(EngineUnavailable, match="is damaged"):
        RapidOcrEngine().load()
