"""From sending a frame to the moment its reads can be found: web server, queue and worker, all real."""

import json
import time
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

from alpr_portal.embedded.demo import WORKER, celery
from bench.figures import Figure, median, ms, p95
from bench.frames import as_new, drawn_frames
from bench.house import House, say
from bench.officer import officer, session_key
from bench.web import Browser, web_server

PART = "upload to read"
PATH = "/frames/upload"
LONGEST_WAIT = 60
WAITING = ("queued", "reading")


def measure(house: House) -> list[Figure]:
    key = session_key(officer())
    connection.close()
    frames = drawn_frames(house.times(40))
    worker = house.child("worker", *celery("worker", *WORKER))
    answered, read, found = [], [], 0
    try:
        worker.start()
        with web_server(house, "web") as port, house.superuser() as superuser:
            browser = Browser(port, key, settings.SESSION_COOKIE_NAME)
            say("The worker loads its models …")
            send(browser, superuser, frames[0])
            say(f"Sending {len(frames)} frames, one after the other …")
            for frame in frames:
                answer, done, state = send(browser, superuser, frame)
                answered.append(answer)
                read.append(done)
                found += state == "read"
    finally:
        worker.stop()
    return [
        Figure(PART, "upload answered: p50, p95", f"{ms(median(answered))}, {ms(p95(answered))}"),
        Figure(PART, "reads stored: p50, p95", f"{ms(median(read))}, {ms(p95(read))}"),
        Figure(PART, "frames with a plate found", f"{found} of {len(read)}"),
    ]


def send(browser: Browser, superuser: psycopg.Connection, frame: bytes) -> tuple[float, float, str]:
    """(seconds until the upload was answered, until the frame was read, its last state)."""
    data = as_new(frame)
    started = time.perf_counter()
    answer = json.loads(browser.send_frame(PATH, data, {"camera": "car-12-left"}))
    answered = time.perf_counter() - started
    uid = UUID(answer["files"][0]["frame_url"].rpartition("/")[2])
    state = "queued"
    while state in WAITING:
        if time.perf_counter() - started > LONGEST_WAIT:
            raise RuntimeError(f"A frame was not read within {LONGEST_WAIT} s; see the worker's log.")
        time.sleep(0.002)
        row = superuser.execute("select state from reads_frame where uid = %s", [uid]).fetchone()
        state = row[0] if row else "queued"
    return answered, time.perf_counter() - started, state
