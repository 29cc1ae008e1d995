"""The web server's way in: every request to the WSGI application, and one door for server push beside it.

`uvicorn alpr_portal.asgi:application --no-proxy-headers --no-access-log --timeout-graceful-shutdown 5`. ADR
0007 says why ordinary requests go through threads that stay.
"""

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from alpr_portal.wsgi import application as wsgi_application
from enforcement.hub import Hub
from enforcement.sse import PATH, LiveDoor

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Portal:
    """One ASGI application a process."""

    def __init__(self) -> None:
        self.threads = WSGIMiddleware(wsgi_application, workers=settings.ALPR_WEB_THREADS)
        self.hub = Hub(settings.REDIS_URL)
        self.live = LiveDoor(self.web, self.hub)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == PATH and scope["method"] == "GET":
            await self.live(scope, receive, send)
        else:
            await self.web(scope, receive, send)

    async def web(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request through the whole of the WSGI application, gate and all."""
        await self.threads(as_wsgi_can_take_it(scope), whole_bodies_only(receive), send)  # type: ignore[arg-type]

    async def lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        end_streams_at_signals(self.hub)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.close()
        self.threads.executor.shutdown(wait=False, cancel_futures=True)
        await send({"type": "lifespan.shutdown.complete"})


def as_wsgi_can_take_it(scope: Scope) -> Scope:
    """Without headers whose names bear an underscore: in WSGI they could pass for ours (X_Forwarded_For).

    An address is ASCII; what is not is escaped, as a browser would have done.
    """
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    query = b"".join(bytes([one]) if one < 128 else b"%%%02X" % one for one in scope["query_string"])
    return {**scope, "headers": headers, "query_string": query}


def whole_bodies_only(receive: Receive) -> Receive:
    """A sender who goes away in the middle of a body is an error, not a shorter body."""
    whole = False

    async def checked() -> dict[str, Any]:
        nonlocal whole
        message = await receive()
        if message["type"] == "http.disconnect" and not whole:
            raise ConnectionResetError("The sender went away before all of the body had come.")
        whole = not message.get("more_body", False)
        return message

    return checked


def end_streams_at_signals(hub: Hub) -> None:
    """The server waits for answers under way before it tells us that it ends, and a stream would go on."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        theirs = signal.getsignal(number)

        def both(number: int, frame: FrameType | None, theirs: Any = theirs) -> None:
            loop.call_soon_threadsafe(hub.end_streams)
            if callable(theirs):
                theirs(number, frame)

        signal.signal(number, both)


application = Portal()
