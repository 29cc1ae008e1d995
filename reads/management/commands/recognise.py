"""Read plates in image files without touching the database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reads.recognition import registry
from reads.recognition.base import EngineUnavailable, PlateReading, Recognition
from reads.recognition.decode import UnreadableImage, decode, read_file

PICTURES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"))


class Command(BaseCommand):
    help = "Reads plates in image files or folders of them. Writes nothing to the database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="an image, or a folder of images"
        )
        parser.add_argument(
            "--engine", default="", metavar="NAME", help="see manage.py engines; default: ALPR_ENGINE"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            registry.get(options["engine"]).load()
        except EngineUnavailable as problem:
            raise CommandError(str(problem)) from None
        unread = 0
        for path in pictures(options["paths"]):
            try:
                recognition = registry.recognise(decode(read_file(path)), options["engine"])
            except UnreadableImage as problem:
                unread += 1
                self._write({"image": str(path), "error": str(problem)}, options["json"])
            else:
                self._write(line(path, recognition), options["json"])
        if unread:
            raise SystemExit(1)

    def _write(self, entry: dict[str, Any], as_json: bool) -> None:
        self.stdout.write(json.dumps(entry) if as_json else table_line(entry))
        self.stdout.flush()


def pictures(paths: list[Path]) -> list[Path]:
    """The files named, and the pictures directly inside the folders named, each folder's sorted by name."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURES)
        else:
            files.append(path)
    return files


def line(path: Path, recognition: Recognition) -> dict[str, Any]:
    return {
        "image": str(path),
        "plates": [_plate(plate, recognition.engine) for plate in recognition.plates],
        "ms": recognition.ms,
    }


def _plate(plate: PlateReading, engine: str) -> dict[str, Any]:
    return {
        "plate": plate.plate,
        "confidence": plate.confidence,
        "box": list(plate.box),
        "region": plate.region,
        "engine": engine,
    }


def table_line(entry: dict[str, Any]) -> str:
    name = Path(entry["image"]).name
    if "error" in entry:
        return f"{name:<40}  not read: {entry['error']}"
    found = ", ".join(
        f"{plate['plate']} {plate['region']} {plate['confidence']:.0%}".replace("  ", " ")
        for plate in entry["plates"]
    )
    return f"{name:<40}  {entry['ms']:>5} ms  {found or 'no plate found'}"
