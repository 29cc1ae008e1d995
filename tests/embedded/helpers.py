"""A stand-in project for the demo to start: the same commands, a real worker and web server, no Django."""

import socket
import time
from collections.abc import Callable
from pathlib import Path

MANAGE = """
import os, pathlib, sys
with open(os.environ["ALPR_VAR"] + "/commands", "a") as file:
    file.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == "demo_logins":
    print("officer / a password")
"""
CELERY = """
import os
from celery import Celery
app = Celery("alpr_portal", broker="redis+socket" + os.environ["REDIS_URL"][4:], set_as_current=False)
"""
ASGI = """
async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})
"""


def stand_in_project(folder: Path) -> Path:
    package = folder / "alpr_portal"
    package.mkdir(parents=True)
    (folder / "manage.py").write_text(MANAGE)
    (package / "__init__.py").write_text("")
    (package / "celery.py").write_text(CELERY)
    (package / "asgi.py").write_text(ASGI)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], *, seconds: float = 60) -> None:
    """Wait for a thing that must come; the time is only a limit against hanging."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
