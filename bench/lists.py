"""A list of a million vehicles, from a file, through the portal's own actions, in a process of its own.

First the list is filled, then a second file comes of which one row in a hundred differs: a nightly feed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure
from bench.house import PROJECT, House, say

PART = "lists"
TARGET_MEGABYTES = 300
CODE = "bench-lists"


def measure(house: House) -> list[Figure]:
    rows = house.times(1_000_000)
    say(f"Importing lists of {rows} rows …")
    with tempfile.TemporaryDirectory(dir=house.folder) as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.lists", str(rows), folder],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    said = json.loads(done.stdout.splitlines()[-1])
    figures = [
        Figure(PART, f"{what}, {rows} rows: dry run, swap", f"{said[key][0]:.1f} s, {said[key][1]:.1f} s")
        for key, what in (("first", "first file"), ("second", "next night's file, 1 % differs"))
    ]
    figures += [
        Figure(PART, f"import rate, {what}", f"{rows / sum(said[key]):.0f} rows a second")
        for key, what in (("first", "first file"), ("second", "next night's file"))
    ]
    megabytes = said["megabytes"]
    return [
        *figures,
        Figure(
            PART,
            "most memory of the worker",
            f"{megabytes:.0f} MB",
            f"{TARGET_MEGABYTES} MB",
            megabytes <= TARGET_MEGABYTES,
        ),
    ]


def work(rows: int, folder: Path) -> dict[str, object]:
    """In the process that is measured."""
    import resource

    import django

    django.setup()
    from accounts.models import User
    from enforcement.models import Hotlist

    owner = User.objects.get(username="manager")
    hotlist, _ = Hotlist.objects.get_or_create(
        code=CODE,
        defaults={
            "name": "Measured list",
            "kind": Hotlist.Kind.WATCH,
            "owner": owner,
            "source": "Made up",
            "legal_basis": "None: a measurement",
            "is_active": False,
        },
    )
    said: dict[str, object] = {}
    for turn, name in enumerate(("first", "second")):
        path = folder / f"{name}.csv"
        write(path, rows, hotlist.version, turn)
        said[name] = imported(hotlist, path, owner)
    said["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return said


def write(path: Path, rows: int, version: int, turn: int) -> None:
    """Made-up plates; an earlier run's list is replaced, so its version makes the reasons differ."""
    with path.open("w") as file:
        file.write("plate,state,reason,reference,amount due,notices\n")
        for number in range(rows):
            differs = turn if number % 100 == 0 else 0
            file.write(
                f"{number:07X},CA,Measured {version}-{differs},R-{number},{number % 900}.50,{number % 9}\n"
            )


def imported(hotlist: object, path: Path, owner: object) -> tuple[float, float]:
    """(seconds of the dry run, seconds of the swap)."""
    import time

    from django.utils import timezone

    from audit.events import SystemActor
    from enforcement.actions import imports
    from enforcement.actions.import_work import work_on

    now = timezone.now()
    with path.open("rb") as file:
        made = imports.receive(
            hotlist=hotlist,
            file=file,
            name=path.name,
            way="folder",
            whole=True,
            apply_by_itself=False,
            by=owner,
            now=now,
        )
    worker = SystemActor("worker")
    started = time.perf_counter()
    work_on(import_id=made.pk, by=worker)
    tried = time.perf_counter()
    made.refresh_from_db()
    decision = imports.apply(list_import=made, leave_out_refused=False, by=owner, now=now)
    if not decision.allowed:
        raise RuntimeError(f"{made.state}: {made.problem} {decision.reason}")
    begun = time.perf_counter()
    work_on(import_id=made.pk, by=worker)
    ended = time.perf_counter()
    made.refresh_from_db()
    if made.state != "applied":
        raise RuntimeError(f"{made.state}: {made.problem}")
    return tried - started, ended - begun


if __name__ == "__main__":
    sys.stdout.write(json.dumps(work(int(sys.argv[1]), Path(sys.argv[2]))) + "\n")
