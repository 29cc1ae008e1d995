"""One instance a folder: a lock that the system takes away when its holder dies."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alpr_portal.embedded.errors import EmbeddedError


@contextmanager
def only_instance(folder: Path, *, what: str, address: str = "") -> Iterator[None]:
    """Hold `folder`/demo.lock while the block runs; when it is held, EmbeddedError names the holder."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "demo.lock", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(holder_sentence(file.read())) from None
        file.truncate()
        json.dump({"pid": os.getpid(), "what": what, "address": address}, file)
        file.flush()
        yield
        # The file stays: removing it would let two newcomers lock two different files of the same name.
        file.seek(0)
        file.truncate()


def holder_sentence(text: str) -> str:
    try:
        holder = json.loads(text)
        pid, what = int(holder["pid"]), str(holder["what"])
        where = f", {holder['address']}" if holder["address"] else ""
    except (ValueError, KeyError, TypeError):
        return "This folder is already in use by another start of the portal. Stop that one first."
    return (
        f"{what} of this folder is already running (process {pid}{where})."
        f" Stop it with Ctrl-C there, or with `kill {pid}`."
    )
