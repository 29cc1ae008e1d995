"""A file that only grows: on another machine's mount, a write-once volume, or at least with another owner."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from audit.sealing.anchors import Ahead, AnchorFailed

LAST_BYTES = 8192  # several checkpoints long
NUMBER = re.compile(r"^number (\d+)$", re.MULTILINE)
END = re.compile(r"^— \S+ \S+\n", re.MULTILINE)


class FileAnchor:
    """Checkpoints one after the other, each followed by an empty line. A torn end is left and written
    again."""

    newest_only = False

    def __init__(self, *, path: str | Path, name: str = "file") -> None:
        self.name = name
        self.path = Path(path)
        self.every = timedelta(0)

    def publish(self, notes: Sequence[str]) -> str:
        try:
            newest = self.newest()
            there = number_of(newest) if newest else 0
            self.append([note for note in notes if number_of(note) > there])
        except OSError as error:
            raise AnchorFailed(f"{self.path}: {error.strerror}") from None
        return str(self.path)

    def append(self, notes: Sequence[str]) -> None:
        if not notes:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.path.open("a", encoding="utf-8") as file:
            # The line break ends whatever a broken-off write left.
            file.write("".join(f"\n{note}" for note in notes))
            file.flush()
            os.fsync(file.fileno())

    def newest(self) -> str | None:
        """The last whole checkpoint in the file."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - LAST_BYTES))
            text = file.read().decode("utf-8", "replace")
        ends = [found.end() for found in END.finditer(text)]
        marked = text.rfind("\nnumber ", 0, ends[-1]) if ends else -1
        if marked == -1:
            return None
        head = text[:marked].split("\n")[-3:]  # the ledger's name, the size, the root
        return text[marked - len("\n".join(head)) : ends[-1]]

    def agrees_with(self, *, number: int, note_of: Callable[[int], str | None]) -> None:
        try:
            newest = self.newest()
        except OSError:
            return
        if newest is None:
            return
        held = number_of(newest)
        if note_of(held) != newest:
            said = "has none of that number" if held > number else "has another one under that number"
            raise Ahead(f"{self.path} holds checkpoint {held}, and the database {said}.")

    def set_aside(self) -> Path:
        """Keep the file under another name, and begin a new one."""
        newest = self.newest()
        aside = self.path.with_name(f"{self.path.name}.until-{number_of(newest) if newest else 0}")
        while aside.exists():
            aside = aside.with_name(aside.name + "-again")
        self.path.rename(aside)
        return aside


def number_of(note: str) -> int:
    found = NUMBER.search(note)
    return int(found.group(1)) if found else 0
