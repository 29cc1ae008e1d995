"""Who acts now, for the database's own record of changes (`audit.changes`).

Set where it is known who comes in: by the gate for a request, by `system_access`, for each task and for each
command. It is told to the database just before a row of a table is written whose changes are kept, for that
transaction only. A person under an access record is named by that record, not by what is told here.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from alpr_portal.lib.text import canonical_json, one_line, storable


class Named(Protocol):
    """Whoever acts: a user, or a part of the portal (`audit.events.Actor`)."""

    @property
    def ledger_username(self) -> str: ...

    @property
    def ledger_person(self) -> str: ...


@dataclass(frozen=True)
class Acting:
    """`person`: the user's uid. `through`: the door, task or command. `reason`: where one was asked for."""

    username: str
    person: str = ""
    address: str = ""
    through: str = ""
    reason: str = ""

    def told(self) -> str:
        """As the database is told, in one line of JSON."""
        said = {name: storable(one_line(value), longest=200) for name, value in asdict(self).items()}
        return canonical_json({name: value for name, value in said.items() if value})


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def who_acts() -> Acting | None:
    return _acting.get()


def now_acts(who: Acting) -> None:
    """From here on, until the surrounding `acting_as` ends: the gate, once it knows the person."""
    _acting.set(who)


@contextmanager
def acting_as(who: Acting | None) -> Iterator[None]:
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def acting(by: Named, *, through: str = "", reason: str = "") -> Iterator[None]:
    """Within this block `by` acts. Also a decorator."""
    with acting_as(Acting(by.ledger_username, by.ledger_person, through=through, reason=reason)):
        yield


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Within this block changes are made for this reason, by whoever acts."""
    who = _acting.get()
    with acting_as(replace(who, reason=reason) if who is not None else None):
        yield


def while_sent(chunks: Iterable[bytes], who: Acting) -> Iterator[bytes]:
    """The pieces of a streaming answer, each made while `who` acts: a stream runs after its request."""
    pieces = iter(chunks)
    while True:
        with acting_as(who):
            try:
                piece = next(pieces)
            except StopIteration:
                return
        yield piece
