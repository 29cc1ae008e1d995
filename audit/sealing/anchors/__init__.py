"""Places out of the database administrator's reach that checkpoints are handed to. LEDGER_ANCHORS names them.

A new kind of place is a class with these four things and a line in the settings.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Ahead(Exception):
    """This place has a checkpoint that the database lacks: it was restored from an older copy, or changed."""


class AnchorFailed(Exception):
    """The checkpoints could not be handed over. Says why."""


class Anchor(Protocol):
    """`every`: checkpoints are handed over no more often. `newest_only`: the newest vouches for all
    before it."""

    name: str
    every: timedelta
    newest_only: bool

    def publish(self, notes: Sequence[str]) -> str:
        """Keep these checkpoints, oldest first; those kept already may be among them. Returns a receipt.

        Raises AnchorFailed.
        """

    def agrees_with(self, *, number: int, note_of: Callable[[int], str | None]) -> None:
        """Raises Ahead where a checkpoint kept here is not the database's. A place that cannot be read
        agrees."""


def anchors() -> list[Anchor]:
    """Every place that the settings name, in their order."""
    made = []
    for given in settings.LEDGER_ANCHORS:
        options = dict(given)
        made.append(import_string(options.pop("class"))(**options))
    return made
