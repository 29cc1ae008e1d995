"""One reader of the live stream a process, and everybody in it who listens.

Nothing here is ALPR data: an event names a record and the vehicle that saw it (`enforcement.live`).
"""

import asyncio
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis.asyncio
from redis.exceptions import RedisError

from enforcement.live import STREAM

log = logging.getLogger("enforcement.hub")

BLOCK_MS = 5_000
MOST_WAITING = 500
"""Events that a listener may be behind; then it is told to load its lists anew."""
MOST_REPLAYED = 300
ID = re.compile(r"\d{1,20}-\d{1,20}")
EMPTY = "0-0"


@dataclass(frozen=True)
class News:
    """One event of the stream."""

    id: str
    kind: str
    uid: str
    vehicle: str


@dataclass(frozen=True)
class Notice:
    """`away`: news cannot be heard of. `resync`: some may have been missed; the lists are to be loaded
    anew, and what comes after `id` is told again."""

    word: str
    id: str = ""


class Listener:
    """A queue of bounded length."""

    def __init__(self, position: str) -> None:
        self.position = position
        self.waiting: asyncio.Queue[News | Notice] = asyncio.Queue(MOST_WAITING)

    def tell(self, message: News | Notice) -> None:
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            message = Notice("resync", message.id)
        self.waiting.put_nowait(message)


class Hub:
    """Reads the stream from the first listener on, until `close`. Its methods are of one event loop."""

    def __init__(self, url: str) -> None:
        self.redis = redis.asyncio.Redis.from_url(
            url, socket_connect_timeout=2, socket_timeout=BLOCK_MS / 1000 + 5, decode_responses=True
        )
        self.listeners: set[Listener] = set()
        self.position = ""
        """The id up to which everybody has been told; '' before Redis has answered for the first time."""
        self.reader: asyncio.Task[None] | None = None
        self.starting = asyncio.Lock()
        self.ending = asyncio.Event()

    async def start(self) -> None:
        async with self.starting:
            if self.reader is not None:
                return
            try:
                self.position = await self.newest()
            except (RedisError, OSError) as error:
                log.error("Redis cannot be reached; patrol screens wait for it: %s", error)
            self.reader = asyncio.create_task(self.read())

    @contextmanager
    def listening(self) -> Iterator[Listener]:
        """Hears everything after its `position`."""
        listener = Listener(self.position)
        if not self.position:
            listener.tell(Notice("away"))
        self.listeners.add(listener)
        try:
            yield listener
        finally:
            self.listeners.discard(listener)

    async def newest(self) -> str:
        last = await self.redis.xrevrange(STREAM, count=1)
        return last[0][0] if last else EMPTY

    async def read(self) -> None:
        pause = 0.2
        away = not self.position
        while not self.ending.is_set():
            try:
                if away:
                    self.position = await self.newest()
                    self.tell(Notice("resync", self.position))
                    away, pause = False, 0.2
                found = await self.redis.xread({STREAM: self.position}, count=200, block=BLOCK_MS)
            except (RedisError, OSError) as error:
                if not away:
                    log.error("Redis is away, and patrol screens with it: %s", error)
                    self.tell(Notice("away"))
                away = True
                await asyncio.sleep(pause)
                pause = min(2.0, pause * 2)
                continue
            for _, entries in found or []:
                for id, said in entries:
                    self.position = id
                    self.tell(News(id, said.get("kind", ""), said.get("uid", ""), said.get("vehicle", "")))

    def tell(self, message: News | Notice) -> None:
        for listener in self.listeners:
            listener.tell(message)

    async def between(self, after: str, until: str) -> list[News] | None:
        """What came after one id and up to another; None where the stream cannot tell all of it."""
        if not until:
            return None
        if after == until:
            return []
        if not ID.fullmatch(after) or number(after) > number(until):
            return None
        try:
            first = await self.redis.xrange(STREAM, count=1)
            if not first or number(after) < number(first[0][0]):
                return None
            found = await self.redis.xrange(STREAM, min=f"({after}", max=until, count=MOST_REPLAYED + 1)
        except (RedisError, OSError):
            return None
        if len(found) > MOST_REPLAYED:
            return None
        return [
            News(id, said.get("kind", ""), said.get("uid", ""), said.get("vehicle", "")) for id, said in found
        ]

    def end_streams(self) -> None:
        self.ending.set()

    async def close(self) -> None:
        self.end_streams()
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.gather(self.reader, return_exceptions=True)
        await self.redis.aclose()


def number(id: str) -> tuple[int, int]:
    """A stream id's order."""
    high, _, low = id.partition("-")
    return int(high), int(low or 0)
