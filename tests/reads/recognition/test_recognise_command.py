"""`manage.py recognise` and `manage.py engines`: files in, lines out, no database."""

import json
from io import StringIO
from pathlib import Path

import cv2
import pytest
from django.core.management import CommandError, call_command

from tests.reads.recognition.drawn import frame_with, street


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cv2.imwrite(str(tmp_path / "b.png"), frame_with("7XYZ123")[0])
    cv2.imwrite(str(tmp_path / "a.jpg"), street())
    (tmp_path / "notes.txt").write_text("not looked at")
    return tmp_path


def lines(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("recognise", *arguments, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_folder_is_read_in_order_one_json_object_a_picture(folder: Path) -> None:
    empty, full = lines(str(folder))
    assert (Path(empty["image"]).name, empty["plates"]) == ("a.jpg", [])
    assert Path(full["image"]).name == "b.png"
    (plate,) = full["plates"]
    assert set(plate) == {"plate", "confidence", "box", "region", "engine"}
    assert (plate["plate"], plate["engine"]) == ("7XYZ123", "rapidocr")
    assert len(plate["box"]) == 4
    assert isinstance(full["ms"], int)


def test_an_unreadable_file_is_named_and_the_others_are_read(folder: Path) -> None:
    broken = folder / "broken.jpg"
    broken.write_bytes((folder / "a.jpg").read_bytes()[:900])
    out = StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command(
            "recognise", str(broken), str(folder / "none.png"), str(folder / "b.png"), "--json", stdout=out
        )
    assert ending.value.code == 1
    first, second, third = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["image"] == str(broken) and "damaged" in first["error"]
    assert "cannot be opened" in second["error"]
    assert third["plates"][0]["plate"] == "7XYZ123"


def test_people_get_a_table(folder: Path) -> None:
    out = StringIO()
    call_command("recognise", str(folder), stdout=out)
    empty, full = out.getvalue().splitlines()
    assert empty.startswith("a.jpg") and empty.endswith("no plate found")
    assert "7XYZ123" in full


def test_an_unknown_engine_is_one_sentence(folder: Path) -> None:
    with pytest.raises(CommandError, match="choose one of"):
        call_command("recognise", str(folder), "--engine", "nix")


def test_engines_are_listed_with_what_they_need() -> None:
    out = StringIO()
    call_command("engines", stdout=out)
    assert "rapidocr" in out.getvalue() and "easyocr" in out.getvalue()
    assert "usable" in out.getvalue()
