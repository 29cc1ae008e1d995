"""Folders of the services: private ones, short ones for sockets, and the way to them for another user."""

import hashlib
import logging
import os
import stat
import tempfile
from pathlib import Path

from alpr_portal.embedded.errors import EmbeddedError

LONGEST_SOCKET_PATH = 100
"""Bytes. The systems' limits are 104 (macOS, BSD) and 108 (Linux), the closing NUL included."""

log = logging.getLogger(__name__)


def private_folder(path: Path, owner: tuple[int, int] | None = None) -> Path:
    """Make `path`, or see that it is a real folder of the right owner, closed to everybody else.

    `owner` is (user id, group id) where that is not us. Raises EmbeddedError where somebody else made it.
    """
    user = owner[0] if owner else os.geteuid()
    try:
        path.mkdir(mode=0o700, parents=True)
        if owner:
            os.chown(path, *owner)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode):
            raise EmbeddedError(f"{path} is in the way: move it elsewhere.") from None
        if found.st_uid != user:
            raise EmbeddedError(
                f"{path} belongs to another user (number {found.st_uid}):"
                " start as that user, or remove the folder."
            ) from None
    path.chmod(0o700)
    return path


def socket_folder(home: Path, socket_name: str, owner: tuple[int, int] | None = None) -> Path:
    """`home`, or a private temporary folder where a socket's path in `home` would be too long."""
    if len(os.fsencode(home / socket_name)) <= LONGEST_SOCKET_PATH:
        return home
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return private_folder(Path(tempfile.gettempdir()).resolve() / f"alpr-{digest}", owner)


def open_the_way(path: Path, *, ours: Path | None = None) -> None:
    """Let other system users pass through the folders above `path` (they still cannot list them).

    Needed only for root: PostgreSQL refuses to run as root, and its user must reach its program and its data.
    Folders in `ours` are the portal's own; opening any other is told.
    """
    for folder in path.parents:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            if ours and folder.is_relative_to(ours):
                continue
            log.warning(
                "Other users may now pass through %s (chmod o+x): PostgreSQL does not run as root.", folder
            )


def open_for_reading(tree: Path) -> None:
    """Let other system users read and run what lies under `tree`, as a plain installation does."""
    for path in (tree, *tree.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | (0o055 if mode & stat.S_IXUSR else 0o044)
        if wanted != mode:
            path.chmod(wanted)
