"""How fast each engine that runs here reads frames, in a process of its own for each number of threads."""

import json
import os
import subprocess
import sys

from bench.figures import Figure, median
from bench.frames import drawn_frames
from bench.house import PROJECT, House, say
from reads.recognition import registry

PART = "engines"
THREADS = (1, 2)


def measure(house: House) -> list[Figure]:
    folder = house.folder / "drawn"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, data in enumerate(drawn_frames(house.times(40))):
        (folder / f"{number:03}.jpg").write_bytes(data)
    figures = []
    for name in registry.names():
        usability = registry.get(name).check()
        if not usability.usable:
            figures.append(Figure(PART, f"{name}: not usable here", "–"))
            continue
        for threads in THREADS:
            say(f"Reading frames: {name}, {threads} threads …")
            figures += read(name, threads, str(folder))
    return figures


def read(name: str, threads: int, folder: str) -> list[Figure]:
    said = subprocess.run(
        [sys.executable, "-m", "bench.read_frames", name, folder],
        cwd=PROJECT,
        env={**os.environ, "ALPR_ENGINE_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    frames = json.loads(said.splitlines()[-1])
    wall = sum(frame["wall"] for frame in frames)
    cpu = sum(frame["cpu"] for frame in frames)
    head = f"{name}, {threads} thread{'s' if threads > 1 else ''}"
    return [
        Figure(PART, f"{head}: frames a second", f"{len(frames) / wall:.2f}"),
        Figure(PART, f"{head}: frames a second and core", f"{len(frames) / cpu:.2f}"),
        Figure(PART, f"{head}: a frame takes, p50", f"{median([f['wall'] for f in frames]) * 1000:.0f} ms"),
    ]
