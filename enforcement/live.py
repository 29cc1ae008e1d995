"""Telling open patrol screens that something is new.

A Redis stream holds the last events in the order of their commits. An event names a record and the vehicle
that saw it, and says nothing else: what a screen then shows of it passes the access gate like any page.
"""

import logging
from functools import lru_cache
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction

log = logging.getLogger("enforcement.live")

STREAM = "alpr:live"
KEPT = 20_000
"""Events; a screen that was away for longer loads its lists anew."""


@lru_cache(maxsize=1)
def queue() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def publish(kind: str, uid: UUID, vehicle: str) -> None:
    """Once the transaction under way is committed. `kind` is read or hit. A lost event costs a reload, no
    more: screens load their lists anew when they reconnect."""

    def send() -> None:
        try:
            queue().xadd(
                STREAM,
                {"kind": kind, "uid": str(uid), "vehicle": vehicle},
                maxlen=KEPT,
                approximate=True,
            )
        except redis.RedisError as error:
            log.error("Patrol screens cannot be told of %s %s: %s", kind, uid, error)

    transaction.on_commit(send, robust=True)


def newest_id() -> str:
    """The id of the newest event: a screen that is made now has heard of everything up to it. '' where Redis
    is away."""
    try:
        last = queue().xrevrange(STREAM, count=1)
    except redis.RedisError as error:
        log.error("The newest event for patrol screens cannot be asked for: %s", error)
        return ""
    return last[0][0].decode() if last else "0-0"
