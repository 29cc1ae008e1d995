"""What goes wrong here is told in a sentence that says what to do."""

from pathlib import Path


class EmbeddedError(Exception):
    """A service or a process could not be started; the message is meant for the person at the terminal."""


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, indented for showing below a sentence; '' where there is none."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "".join(f"\n    {line[:300]}" for line in lines[-count:])
