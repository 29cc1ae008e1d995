"""A request that the server makes to itself for somebody: theirs in everything but what is asked for."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Callable[[], Awaitable[dict[str, Any]]], Any], Awaitable[None]]

NOT_TAKEN_ALONG = frozenset(
    {
        b"accept",
        b"connection",
        b"content-length",
        b"content-type",
        b"expect",
        b"hx-request",
        b"if-modified-since",
        b"if-none-match",
        b"last-event-id",
        b"range",
        b"transfer-encoding",
        b"upgrade",
    }
)


@dataclass
class Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


async def ask(app: Application, scope: Scope, path: str, query: list[tuple[str, str]]) -> Answer:
    """GET `path` as whoever sent `scope`: with their cookies and address, through every check."""
    answer = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        else:
            answer.body += message.get("body", b"")

    headers = [(name, value) for name, value in scope["headers"] if name not in NOT_TAKEN_ALONG]
    theirs = {
        **scope,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": urlencode(query).encode(),
        "headers": [*headers, (b"accept", b"application/json")],
    }
    await app(theirs, receive, send)
    return answer
