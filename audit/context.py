"""The access under way: what has been given out under it, and the door to the database it opens."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connections, transaction

log = logging.getLogger("audit.context")

_current: ContextVar["Access | None"] = ContextVar("access", default=None)


class Access:
    """One open access record. It collects what leaves the database while it is current."""

    def __init__(self, uid: UUID, *, databases: tuple[str, ...] = ("default",)) -> None:
        self.uid = uid
        self.databases = databases
        self.records: dict[str, None] = {}  # a set that keeps the order in which they were given out
        self.plates: dict[str, None] = {}
        self.loose_plates: dict[str, None] = {}
        self.undo: list[Callable[[], None]] = []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction in which the database shows ALPR rows, because this access record is committed and
        open."""
        self.undo.clear()
        committing = False
        try:
            with self.door():
                yield
                committing = True
        except BaseException:
            # A commit whose answer was lost may have happened: a file too many is better than one too few.
            if not committing:
                self.take_back()
            raise

    def if_rolled_back(self, undo: Callable[[], None]) -> None:
        """Have `undo` called if the transaction under way is not committed: a file is not the database's to
        take back."""
        self.undo.append(undo)

    def take_back(self) -> None:
        while self.undo:
            try:
                self.undo.pop()()
            except Exception:
                log.exception("Something that was not committed could not be taken back.")

    @contextmanager
    def door(self) -> Iterator[None]:
        with ExitStack() as stack:
            # Inside an outer transaction the setting would outlive this block, so it is taken back there.
            # After an error there is nothing to take back: rolling back undoes the setting too.
            nested = [alias for alias in self.databases if connections[alias].in_atomic_block]
            for alias in self.databases:
                stack.enter_context(transaction.atomic(using=alias))
                name_access(alias, str(self.uid))
            token = _current.set(self)
            try:
                yield
            finally:
                _current.reset(token)
            for alias in nested:
                name_access(alias, "")

    def give_out(self, record: str, plate: str | None = None) -> None:
        """Note that this record, and the plate on it, left the database."""
        self.records[record] = None
        if plate:
            self.plates[plate] = None

    def plates_given_out(self) -> list[str]:
        """The plates of whole records, and those that left as bare values without one."""
        numbers = {plate.rpartition(" ")[2] for plate in self.plates}
        return [*self.plates, *(plate for plate in self.loose_plates if plate not in numbers)]


def current_access() -> Access | None:
    return _current.get()


def name_access(alias: str, uid: str) -> None:
    """Tell the database, for this transaction only, under which access record it is asked."""
    with connections[alias].cursor() as cursor:
        cursor.execute("select set_config('alpr.access_id', %s, true)", [uid])
