"""Handing checkpoints to the anchors, each at its own pace. What failed is tried again, and an alarm
until it works."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from audit.sealing import store
from audit.sealing.anchors import Anchor, AnchorFailed, anchors
from audit.sealing.anchors.file import number_of

alarm = logging.getLogger("audit.alarm")

AT_ONCE = 500
AGAIN_AFTER = timedelta(seconds=60)


def publish(*, at_once: bool = False, after: Callable[[str], None] = lambda step: None) -> int:
    """Hand the newest checkpoints to every anchor that is due. Returns how many anchors failed.

    `at_once`: do not wait for an anchor's time. `after` is called behind each step: tests end the
    process there.
    """
    failed = 0
    with store.sealer_connection(autocommit=True) as connection:
        if not store.i_am_the_only_publisher(connection):
            return 0
        now = store.now(connection)
        for anchor in anchors():
            state = store.anchor_state(connection, anchor.name)
            if at_once or is_due(anchor, state, now):
                failed += not hand_over(connection, anchor, state, after)
    return failed


def is_due(anchor: Anchor, state: store.AnchorState, now: datetime) -> bool:
    if state.failing_since is not None:
        return state.tried_at is None or now - state.tried_at >= min(AGAIN_AFTER, anchor.every or AGAIN_AFTER)
    return state.published_at is None or now - state.published_at >= anchor.every


def hand_over(
    connection: store.Connection, anchor: Anchor, state: store.AnchorState, after: Callable[[str], None]
) -> bool:
    number = state.number
    while notes := notes_for(connection, anchor, number):
        try:
            receipt = anchor.publish(notes)
        except AnchorFailed as error:
            if state.failing_since is None:
                alarm.critical("Checkpoints do not reach the anchor %s: %s", anchor.name, error)
            store.anchor_failed(connection, anchor.name, str(error))
            return False
        after("handed over")
        number = number_of(notes[-1])
        store.anchor_reached(connection, anchor.name, number, receipt)
        after("noted")
    return True


def notes_for(connection: store.Connection, anchor: Anchor, number: int) -> list[str]:
    if not anchor.newest_only:
        return store.notes_after(connection, number, AT_ONCE)
    last = store.last_checkpoint(connection)
    return [last.note] if last and last.number > number else []
