"""The watched folder: ALPR_LIST_FOLDER/<list code>/*.csv or *.xlsx, put there by the source's own transfer.

A file is claimed by moving it into `working`, taken in, and moved aside into `taken`, or into `refused` with
its reason beside it. One that a dead process left in `working` is taken up again. No link is followed.
"""

import logging
import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from audit.events import Event, SystemActor, record
from enforcement import list_storage
from enforcement.actions import imports
from enforcement.list_mail import tell_needs_decision
from enforcement.list_storage import FileRefused
from enforcement.models import Hotlist, HotlistImport

log = logging.getLogger("enforcement.list_folder")

STILL_WRITTEN = timedelta(seconds=10)
LEFT_BEHIND = timedelta(minutes=10)
MOST_AT_ONCE = 20
REFUSED = "It is empty or too large; it lies in the folder “refused” with its reason beside it."
SEPARATED = ("working", "taken", "refused")


def take_files(*, by: SystemActor, now: datetime) -> list[HotlistImport]:
    """Take in every file that lies in the watched folder. One that cannot be taken stops no other."""
    if not settings.ALPR_LIST_FOLDER:
        return []
    made = []
    for code, path in _waiting(Path(settings.ALPR_LIST_FOLDER), now):
        hotlist = Hotlist.objects.filter(code=code).first()
        if hotlist is None:
            log.error("The watched folder has files for %r, which is no list's code.", code)
            continue
        try:
            if (one := _take_one(hotlist, path, by, now)) is not None:
                made.append(one)
        except OSError as error:
            log.error("A file of list %s could not be taken in: %s", code, error)
    return made


def _waiting(folder: Path, now: datetime) -> Iterator[tuple[str, Path]]:
    """(list code, file) of at most MOST_AT_ONCE files, oldest first; links and hidden files are none."""
    found = []
    for list_folder in sorted(path for path in _entries(folder) if path.is_dir() and not path.is_symlink()):
        for place, age in ((list_folder, STILL_WRITTEN), (list_folder / "working", LEFT_BEHIND)):
            if place.is_symlink():
                continue
            for path in _entries(place):
                if path.name.startswith(".") or path.is_symlink() or not path.is_file():
                    continue
                if path.suffix.lower() not in list_storage.ENDINGS:
                    continue
                changed = path.stat().st_ctime if place.name == "working" else path.stat().st_mtime
                if changed <= (now - age).timestamp():
                    found.append((path.stat().st_mtime, list_folder.name, path))
    yield from ((code, path) for _, code, path in sorted(found)[:MOST_AT_ONCE])


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def _take_one(hotlist: Hotlist, path: Path, by: SystemActor, now: datetime) -> HotlistImport | None:
    home = path.parent.parent if path.parent.name == "working" else path.parent
    for name in SEPARATED:
        if (home / name).is_symlink():
            raise OSError(f"“{name}” is a link; make it a folder.")
        (home / name).mkdir(mode=0o700, exist_ok=True)
    working = home / "working" / path.name
    if working != path:
        if working.exists():
            # An earlier file of this name is not done with; it goes first.
            return None
        try:
            # One of two who look at the same time gets it.
            path.rename(working)
        except FileNotFoundError:
            return None
    # Two files of one name may come in one turn; neither replaces the other.
    aside = f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}-{path.name}"
    try:
        with open(working, "rb", opener=_no_link) as file:
            made = imports.receive(
                hotlist=hotlist,
                file=file,
                name=path.name,
                way=HotlistImport.Way.FOLDER,
                whole=True,
                apply_by_itself=True,
                by=by,
                now=now,
            )
    except FileRefused as error:
        record(Event.IMPORT_FAILED, target=hotlist.ledger_target, by=by, reason=str(error)[:300])
        log.error("A file of list %s was refused: %s", hotlist.code, error)
        working.rename(home / "refused" / aside)
        (home / "refused" / f"{aside}.why").write_text(f"{error}\n")
        # Without the file's name: it may tell which list it is for.
        tell_needs_decision(hotlist, REFUSED)
        return None
    working.rename(home / "taken" / aside)
    return made


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW)
