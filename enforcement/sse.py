"""GET /patrol/live: a stream of events (server-sent events) for one patrol screen.

The stream knows ids and no more. For each handful of news it asks the portal for the cards as the person who
listens, through the whole of it: `enforcement.views.patrol.cards` is behind the access gate like any page, so
each push asks again who looks, whether training and purpose still hold, and is in the ledger with what it
gave out. A refusal ends the stream.

Events: `open` · `cards` (HTML) · `beat` (every 10 seconds, so that a dead line differs from a quiet one) ·
`away` and `resync` (see hub.Notice) · `ended` ({"code", "detail"}: the person may look no longer).
"""

import asyncio
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from alpr_portal.inside import Answer, Application, Scope, ask
from alpr_portal.problems import CONTENT_TYPE
from enforcement.hub import Hub, Listener, News, Notice

log = logging.getLogger("enforcement.sse")

PATH = "/patrol/live"
CARDS = "/patrol/cards"
GATHER_SECONDS = 0.15
MOST_AT_ONCE = 40
BEAT_SECONDS = 10.0
STILL_ALLOWED_SECONDS = 60.0
"""After so long without a push the person is checked again all the same."""
SEND_SECONDS = 20.0
"""Whoever takes nothing for so long is let go; their screen comes back and resumes."""
MOST_STREAMS, MOST_A_SESSION = 300, 8
RETRY_MS = 2_000
OWN_HEADERS = frozenset({b"content-type", b"content-length", b"cache-control", b"content-disposition"})


class Ended(Exception):
    """The stream is over. `code` is '' where the screen is to come back, else why it must not."""

    def __init__(self, code: str = "", detail: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class LiveDoor:
    """The ASGI door. `web` is the portal's whole application for ordinary requests."""

    def __init__(self, web: Application, hub: Hub) -> None:
        self.web = web
        self.hub = hub
        self.open = 0
        self.by_session: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        session = session_of(scope)
        if (
            self.hub.ending.is_set()
            or self.open >= MOST_STREAMS
            or self.by_session[session] >= MOST_A_SESSION
        ):
            return await refuse_for_now(send)
        self.open += 1
        self.by_session[session] += 1
        try:
            allowed = await ask(self.web, scope, PATH, [])
            if allowed.status >= 300:
                return await pass_on(send, allowed)
            await self.hub.start()
            await Stream(self, scope, send, allowed).run_until_left(receive)
        finally:
            self.open -= 1
            self.by_session[session] -= 1
            if not self.by_session[session]:
                del self.by_session[session]


class Stream:
    """One screen's stream."""

    def __init__(self, door: LiveDoor, scope: Scope, send: Any, allowed: Answer) -> None:
        self.door = door
        self.scope = scope
        self.send = send
        self.allowed = allowed
        query = parse_qs(scope["query_string"].decode("latin-1"))
        self.vehicle = query.get("vehicle", [""])[-1][:40]
        headers = dict(scope["headers"])
        self.after = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("after", [""])[-1]
        self.handled = ""
        loop = asyncio.get_running_loop()
        self.clock = loop.time
        self.checked_at = self.clock()

    async def run_until_left(self, receive: Any) -> None:
        """Until the screen goes away, the portal ends, or the person may look no longer."""
        tasks = [
            asyncio.create_task(self.run()),
            asyncio.create_task(gone(receive)),
            asyncio.create_task(self.door.hub.ending.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            done = await asyncio.gather(*tasks, return_exceptions=True)
        if isinstance(done[0], Exception) and not isinstance(done[0], OSError | TimeoutError):
            log.error("A patrol screen's stream broke off.", exc_info=done[0])
        if not isinstance(done[1], bool):
            # Still there: the end is said properly, so that the screen comes back at once.
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def run(self) -> None:
        kept = [(name, value) for name, value in self.allowed.headers if name.lower() not in OWN_HEADERS]
        own = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),  # nginx passes on what comes as it comes
        ]
        await self.send({"type": "http.response.start", "status": 200, "headers": [*kept, *own]})
        try:
            with self.door.hub.listening() as listener:
                await self.catch_up(listener)
                while True:
                    await self.next(listener)
        except Ended as end:
            if end.code:
                await self.write("ended", json.dumps({"code": end.code, "detail": end.detail}))

    async def catch_up(self, listener: Listener) -> None:
        """What a screen missed that has been here before."""
        self.handled = listener.position
        await self.write("open", json.dumps({"retry": RETRY_MS}), retry=RETRY_MS, id=False)
        if not self.after:
            return
        missed = await self.door.hub.between(self.after, listener.position)
        if missed is None:
            await self.write("resync", "")
            return
        mine = [news for news in missed if self.is_mine(news)]
        for start in range(0, len(mine), MOST_AT_ONCE):
            await self.push(mine[start : start + MOST_AT_ONCE])

    async def next(self, listener: Listener) -> None:
        """The next handful of news, a notice, or a beat where there is neither."""
        try:
            first = await asyncio.wait_for(listener.waiting.get(), BEAT_SECONDS)
        except TimeoutError:
            if self.clock() - self.checked_at > STILL_ALLOWED_SECONDS:
                self.check(await ask(self.door.web, self.scope, PATH, []))
            await self.write("beat", "")
            return
        batch: list[News] = []
        notices: list[Notice] = []
        until = self.clock() + GATHER_SECONDS
        message: News | Notice = first
        while True:
            self.handled = message.id or self.handled
            if isinstance(message, Notice):
                notices.append(message)
                break
            if self.is_mine(message):
                batch.append(message)
            left = until - self.clock()
            if len(batch) >= MOST_AT_ONCE or left <= 0:
                break
            try:
                message = await asyncio.wait_for(listener.waiting.get(), left)
            except TimeoutError:
                break
        if batch:
            await self.push(batch)
        for notice in notices:
            await self.write(notice.word, "")

    async def push(self, batch: Sequence[News]) -> None:
        query = list(dict.fromkeys((news.kind, news.uid) for news in batch))
        answer = await ask(self.door.web, self.scope, CARDS, query)
        self.check(answer)
        if answer.body.strip():
            await self.write("cards", answer.body.decode())

    def check(self, answer: Answer) -> None:
        """Raises Ended where the person may look no longer, or the portal cannot answer just now."""
        if answer.status >= 500:
            raise Ended
        if answer.status >= 300:
            raise Ended(*reason_of(answer))
        self.checked_at = self.clock()

    def is_mine(self, news: News) -> bool:
        return news.kind in ("read", "hit") and news.vehicle == self.vehicle

    async def write(self, event: str, data: str, *, retry: int = 0, id: bool = True) -> None:
        lines = [f"event: {event}"]
        if id and self.handled:
            lines.append(f"id: {self.handled}")
        if retry:
            lines.append(f"retry: {retry}")
        lines += [f"data: {line}" for line in data.splitlines() or [""]]
        body = ("\n".join(lines) + "\n\n").encode()
        message = {"type": "http.response.body", "body": body, "more_body": True}
        await asyncio.wait_for(self.send(message), SEND_SECONDS)


async def gone(receive: Any) -> bool:
    while (await receive())["type"] != "http.disconnect":
        pass
    return True


def reason_of(answer: Answer) -> tuple[str, str]:
    """Why the gate refused, from its problem JSON."""
    try:
        said = json.loads(answer.body)
        return str(said["code"]), str(said["detail"])
    except (ValueError, KeyError, TypeError):
        return "refused", "The portal shows no more here. Reload the page."


def session_of(scope: Scope) -> str:
    """Whose stream this is, for counting only. The gate decides who they are."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                return ""
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    return hashlib.sha256(key.value.encode()).hexdigest() if key else ""


async def pass_on(send: Any, answer: Answer) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": answer.body})


async def refuse_for_now(send: Any) -> None:
    detail = "Too many patrol screens are open, or the portal is being restarted. Try again in a minute."
    body = json.dumps({"status": 503, "code": "too_many_streams", "detail": detail}).encode()
    headers = [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"30"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await pass_on(send, Answer(503, headers, body))
