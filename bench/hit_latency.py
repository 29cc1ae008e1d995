"""From a frame with ready reads to the hit on a patrol screen: web server, matching and stream, all real."""

import http.client
import json
import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.figures import Figure, median, ms, p95
from bench.frames import as_new, drawn_frames
from bench.house import House, say
from bench.officer import officer, session_key
from bench.web import CSRF, HOST, Browser, web_server

PART = "hit latency"
ENTRIES = 100_000
FRAMES_A_SECOND = 10
SECONDS = 60
ONE_IN = 5
"""Of the frames sent, one hits the list."""
SENDERS = 4
TARGET_SECONDS = 1.0
LONGEST_WAIT = 20
VEHICLE, CAMERA, LIST = "Car 12", "car-12-left", "bench-hit-latency"
HIT = re.compile(rb'id="hit-card-.*?/patrol/reads/([0-9a-f-]{36})/crop\.jpg', re.DOTALL)

MAKE_ENTRIES = """
insert into enforcement_hotlistentry (uid, hotlist_id, plate, region, reason, reference, notices)
select gen_random_uuid(), h.id, upper(substr(md5(n::text), 1, 7)), 'us-ca', 'Made up', '', 7
from enforcement_hotlist h, generate_series(1, %(entries)s) n where h.code = %(code)s
on conflict do nothing
"""
WITHOUT_HIT = """
select e.plate from enforcement_hotlistentry e join enforcement_hotlist h on h.id = e.hotlist_id
where h.code = %s and e.removed_at is null
    and not exists (select 1 from enforcement_hit t where t.entry_id = e.id) limit %s
"""
STORED_AT = """
select r.uid::text, extract(epoch from f.received_at)::float8
from reads_read r join reads_frame f on f.id = r.frame_id where r.uid::text = any(%s)
"""


@dataclass
class Screen:
    """When each hit's card arrived, by the read it shows; seconds since 1970."""

    answer: http.client.HTTPResponse
    arrived: dict[str, float] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        event: list[bytes] = []
        try:
            for line in self.answer:
                event.append(line)
                if line == b"\n":
                    now = time.time()
                    said = b"".join(event)
                    self.ready.set()
                    for read in HIT.findall(said):
                        self.arrived.setdefault(read.decode(), now)
                    event = []
        except (OSError, ValueError, AttributeError):
            return  # the bench closed it


def measure(house: House) -> list[Figure]:
    key = session_key(officer())
    connection.close()
    frames = drawn_frames(20)
    count = house.times(FRAMES_A_SECOND * SECONDS)
    plates = prepare(house, count)
    with web_server(house, "web-hits") as port:
        cookie = settings.SESSION_COOKIE_NAME
        stream = http.client.HTTPConnection(HOST, port, timeout=LONGEST_WAIT)
        stream.request(
            "GET",
            f"/patrol/live?{urlencode({'vehicle': VEHICLE})}",
            headers={"Cookie": f"{cookie}={key}; csrftoken={CSRF}"},
        )
        screen = Screen(stream.getresponse())
        if screen.answer.status != 200:
            raise RuntimeError(f"The stream answered {screen.answer.status}: {screen.answer.read()!r}")
        listener = threading.Thread(target=screen.listen, daemon=True)
        listener.start()
        screen.ready.wait(LONGEST_WAIT)
        browsers = [Browser(port, key, cookie) for _ in range(SENDERS)]
        send(browsers[0], as_new(frames[0]), "0WARM00")
        say(f"Sending {count} frames with ready reads, {FRAMES_A_SECOND} a second …")
        sent = send_all(browsers, frames, plates)
        expected = {read for read, _, is_hit in sent if is_hit}
        end = time.monotonic() + LONGEST_WAIT
        while not expected <= set(screen.arrived) and time.monotonic() < end:
            time.sleep(0.05)
        if stream.sock is not None:
            stream.sock.close()
        screen.answer.close()
        stream.close()
    return figures(house, sent, screen.arrived)


def prepare(house: House, count: int) -> list[tuple[str, bool]]:
    """The list with its entries, a camera on the vehicle, and (plate, is on the list) for each frame."""
    make_list()
    with house.superuser() as superuser:
        superuser.execute(
            "insert into reads_camera (code, name, mount, vehicle, is_active)"
            " values (%s, %s, 'vehicle', %s, true)"
            " on conflict (code) do update set vehicle = excluded.vehicle, is_active = true",
            [CAMERA, "Car 12, left", VEHICLE],
        )
        there = superuser.execute(
            "select count(*) from enforcement_hotlistentry e"
            " join enforcement_hotlist h on h.id = e.hotlist_id where h.code = %s",
            [LIST],
        ).fetchone()
        if not there or there[0] < ENTRIES * 0.9:
            say(f"Making a list of {ENTRIES} entries …")
            superuser.execute(MAKE_ENTRIES, {"code": LIST, "entries": ENTRIES})
            superuser.execute("vacuum analyze enforcement_hotlistentry")
        hits = [row[0] for row in superuser.execute(WITHOUT_HIT, [LIST, count // ONE_IN + 1]).fetchall()]
    chance = random.Random(time.time_ns())  # noqa: S311  made-up plates
    letters = "GHJKLMNPRTUVWXY"  # none of which is in the list
    return [
        (hits[number // ONE_IN], True)
        if number % ONE_IN == 0
        else ("".join(chance.choices(letters, k=7)), False)
        for number in range(count)
    ]


def make_list() -> None:
    from enforcement.models import Hotlist

    said = {
        "name": "Made up for the bench",
        "kind": Hotlist.Kind.SCOFFLAW,
        "owner": officer(),
        "source": "The bench",
        "legal_basis": "None: no plate of it is real",
        "refreshed_at": timezone.now(),
    }
    Hotlist.objects.update_or_create(code=LIST, defaults=said)
    connection.close()


def send_all(
    browsers: list[Browser], frames: list[bytes], plates: list[tuple[str, bool]]
) -> list[tuple[str, float, bool]]:
    """(read, when its request began, whether it is on the list). On time, however long the answers take."""
    free = list(browsers)
    started = time.monotonic()

    def one(number: int) -> tuple[str, float, bool]:
        plate, is_hit = plates[number]
        data = as_new(frames[number % len(frames)])
        time.sleep(max(0.0, started + number / FRAMES_A_SECOND - time.monotonic()))
        browser = free.pop()
        began = time.time()
        try:
            return send(browser, data, plate), began, is_hit
        finally:
            free.append(browser)

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(one, range(len(plates))))


def send(browser: Browser, data: bytes, plate: str) -> str:
    """The id of the read."""
    edge = "bench-frame-edge"
    reads = [{"plate": plate, "region": "us-ca", "confidence": 0.97, "box": [300, 300, 200, 100]}]
    fields = {"camera": CAMERA, "reads": json.dumps(reads), "engine_version": "bench"}
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="image"; filename="frame.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join(parts).encode() + data + f"\r\n--{edge}--\r\n".encode()
    answer = browser.ask("POST", "/api/v1/reads", body, Content_Type=f"multipart/form-data; boundary={edge}")
    found: list[dict[str, Any]] = json.loads(answer)["reads"]
    return str(found[0]["id"])


def figures(house: House, sent: list[tuple[str, float, bool]], arrived: dict[str, float]) -> list[Figure]:
    on_list = [(read, began) for read, began, is_hit in sent if is_hit]
    seen = [(read, began) for read, began in on_list if read in arrived]
    if not seen:
        raise RuntimeError("No hit reached the screen; see the web server's log.")
    stored = stored_at(house, [read for read, _ in seen])
    since_stored = [arrived[read] - stored[read] for read, _ in seen]
    since_begun = [arrived[read] - began for read, began in seen]
    rate = (len(sent) - 1) / max(1e-9, sent[-1][1] - sent[0][1])
    worst = p95(since_begun)
    return [
        Figure(PART, "frame stored to hit on the screen: p50, p95", spread(since_stored)),
        Figure(
            PART,
            "request begun to hit on the screen: p50, p95",
            spread(since_begun),
            f"p95 {ms(TARGET_SECONDS)}",
            worst < TARGET_SECONDS,
        ),
        Figure(PART, "frames a second, one in five a hit", f"{rate:.1f}", f"{FRAMES_A_SECOND}", rate > 9.5),
        Figure(
            PART,
            f"hits that reached the screen, list of {ENTRIES}",
            f"{len(seen)} of {len(on_list)}",
            "all",
            len(seen) == len(on_list),
        ),
    ]


def spread(values: list[float]) -> str:
    return f"{ms(median(values))}, {ms(p95(values))}"


def stored_at(house: House, reads: list[str]) -> dict[str, float]:
    with psycopg.connect(house.database_url, dbname=house.database) as superuser:
        return dict(superuser.execute(STORED_AT, [reads]).fetchall())
