"""One line a step at the terminal: `[3/13] Creating the tables … 2.1 s`."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TextIO


@dataclass
class Progress:
    """Counts the steps up to `steps`. Sentences told during a step go on lines of their own."""

    steps: int
    out: TextIO = sys.stdout
    done: int = 0
    in_line: bool = False

    @contextmanager
    def step(self, title: str, *, talks: bool = False) -> Iterator[None]:
        """Announce a step and, when the block ends well, its time. `talks`: it prints lines of its own."""
        self.done += 1
        start = time.monotonic()
        head = f"[{self.done}/{self.steps}] {title} …"
        self._write(head + ("\n" if talks else ""))
        self.in_line = True
        yield
        took = f"{time.monotonic() - start:.1f} s\n"
        self._write(f" {took}" if self.in_line and not talks else f"{head} {took}")
        self.in_line = False

    def tell(self, sentence: str) -> None:
        self._write(("\n" if self.in_line else "") + sentence + "\n")
        self.in_line = False

    def carry_warnings(self) -> None:
        """Give the warnings of this package's modules their own lines among the steps."""
        logging.basicConfig(handlers=[ToldHandler(self)], level=logging.WARNING)

    def _write(self, text: str) -> None:
        with suppress(OSError):  # the terminal may be gone (SIGHUP); stopping must go on
            self.out.write(text)
            self.out.flush()


class ToldHandler(logging.Handler):
    """Tells each log record as a sentence."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        self.progress.tell(record.getMessage())
