"""Draw the demonstration's frames as files, with the truth beside them."""

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reads.drawing.catalogue import DemoScene, demo_scenes
from reads.drawing.frame import draw_frame, plate_boxes


class Command(BaseCommand):
    help = "Draws the demonstration's frames into a folder as .jpg files, and writes truth.json beside them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where to write; made if it is not there")
        parser.add_argument(
            "--seed", type=int, default=0, help="another number gives other streets and other noise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            truth = [self.draw(demo, folder, options["seed"]) for demo in demo_scenes(timezone.now())]
            (folder / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")
        except OSError as problem:
            reason = problem.strerror or "it cannot be written"
            raise CommandError(
                f"{folder} cannot be written to ({reason}); name a folder that can."
            ) from problem
        self.stdout.write(f"{len(truth)} frames and truth.json are in {folder}.")

    def draw(self, demo: DemoScene, folder: Path, seed: int) -> dict[str, object]:
        """Write one frame; its row of truth.json: the first plate's number, region and box (x, y, w, h) in
        pixels."""
        scene = replace(demo.scene, seed=demo.scene.seed + seed)
        name = f"{demo.slug}.jpg"
        (folder / name).write_bytes(draw_frame(scene))
        boxes = [box for box in plate_boxes(scene) if box is not None]
        first = demo.expected[0] if demo.expected else None
        return {
            "image": name,
            "plate": first.text if first else "",
            "region": first.region if first else "",
            "box": list(boxes[0]) if boxes else None,
            "hard": demo.hard,
        }
