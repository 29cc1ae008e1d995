"""The sealer: one transaction that takes what waits off the list, gives it positions, and signs the tree
as it now is.

Killed before the commit, nothing has happened; killed after it, the checkpoint is there and is handed on
next time. A
second sealer finds the lock taken and does nothing. No request waits for any of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from audit.sealing import store
from audit.sealing.anchors import Ahead, anchors
from audit.sealing.checkpoints import Statement, digest, signed
from audit.sealing.keys import Signer, signer
from audit.sealing.merkle import Frontier, root_of

alarm = logging.getLogger("audit.alarm")

MOST = 5000
"""Records in one block: a bad record is found by its block, so a block is not to be endless."""
NOTHING_BEFORE = "none"

Step = Callable[[str], None]


class NotSealed(Exception):
    """The ledger's own state does not add up, so going on would hide it. Says what was found and what to
    do."""


@dataclass(frozen=True)
class Sealed:
    """What one call did. `number` is None where another sealer is at work or nothing waits."""

    records: int = 0
    number: int | None = None


def seal(*, most: int = MOST, after: Step = lambda step: None) -> Sealed:
    """Seal what is committed and waits, block by block. Raises KeyMissing, NotSealed, psycopg.Error.

    `after` is called behind each step: tests end the process there.
    """
    by = signer()
    records, number = 0, None
    with store.sealer_connection() as connection:
        while True:
            with connection.transaction():
                block = seal_block(connection, by, most, after)
            after("committed")
            if block.number is None:
                return Sealed(records, number)
            records, number = records + block.records, block.number
            if block.records < most:
                return Sealed(records, number)


def seal_block(connection: store.Connection, by: Signer, most: int, after: Step) -> Sealed:
    if not store.i_am_the_only_sealer(connection):
        return Sealed()
    after("locked")
    last = store.last_checkpoint(connection)
    frontier = where_it_goes_on(connection, last)
    waiting = present(connection, store.take_waiting(connection, most))
    after("taken")
    if not waiting:
        return Sealed()
    first = frontier.size
    for one in waiting:
        frontier.add(one.leaf)  # type: ignore[arg-type]
    store.add_sealed(connection, first, waiting)
    after("placed")
    statement = Statement(
        number=last.number + 1 if last else 1,
        first=first,
        size=frontier.size,
        root=frontier.root(),
        block=root_of([one.leaf for one in waiting]),  # type: ignore[misc]
        previous=digest(last.note) if last else NOTHING_BEFORE,
        at=store.now(connection),
    )
    note = signed(statement, by)
    after("signed")
    store.add_checkpoint(
        connection,
        number=statement.number,
        first=first,
        size=statement.size,
        root=statement.root,
        frontier=frontier.pack(),
        key=by.key_id.hex(),
        at=statement.at,
        note=note,
    )
    after("written")
    return Sealed(len(waiting), statement.number)


def where_it_goes_on(connection: store.Connection, last: store.Last | None) -> Frontier:
    """The tree as the newest checkpoint left it. Raises NotSealed where the database is not what was
    signed."""
    for anchor in anchors():
        try:
            anchor.agrees_with(
                number=last.number if last else 0, note_of=lambda number: store.note_of(connection, number)
            )
        except Ahead as error:
            raise NotSealed(
                f"{error} Find out why. After a restore that was meant, go on with"
                " `manage.py ledger restored --reason …`."
            ) from None
    if last is None:
        return Frontier()
    try:
        frontier = Frontier.unpack(last.size, bytes(last.frontier))
        sound = frontier.root() == bytes(last.root) and f"\n{last.size}\n" in last.note
    except ValueError:
        sound = False
    if not sound:
        raise NotSealed(
            f"Checkpoint {last.number} in the database does not add up. Run `manage.py ledger verify`."
        )
    return frontier


def present(connection: store.Connection, taken: list[store.Waiting]) -> list[store.Waiting]:
    """Without those that are gone or sealed already: both mean that somebody was at the tables by hand."""
    gone = [one for one in taken if one.leaf is None]
    twice = store.already_sealed(connection, taken) if taken else set()
    if gone:
        names = ", ".join(f"{one.source}/{one.row_id}" for one in gone[:10])
        alarm.critical("%d records vanished from the ledger before they were sealed: %s.", len(gone), names)
    if twice:
        alarm.critical("%d records were on the sealer's list a second time.", len(twice))
    return [one for one in taken if one.leaf is not None and (one.source, one.row_id) not in twice]
