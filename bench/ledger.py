"""How fast access records are written, and how large they are."""

import time
from concurrent.futures import ThreadPoolExecutor

from alpr_portal.lib.text import canonical_json
from audit.ledger import Intent, Outcome, close_access, close_connection, open_access
from bench.figures import Figure
from bench.house import House, say

PART = "ledger"
TABLES = ("audit_accessrecord", "audit_accessoutcome")


def measure(house: House) -> list[Figure]:
    say("Writing access records …")
    figures = []
    looks = house.times(4000)
    before, records_before = size(house)
    for threads in (1, 8):
        each = looks // threads
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(write, [20] * threads))
            started = time.perf_counter()
            list(pool.map(write, [each] * threads))
            took = time.perf_counter() - started
            list(pool.map(lambda _: close_connection(), range(threads)))
        word = "thread" if threads == 1 else "threads"
        figures.append(
            Figure(PART, f"intents with outcomes, {threads} {word}", f"{each * threads / took:.0f} a second")
        )
    after, records_after = size(house)
    figures.append(
        Figure(
            PART,
            "bytes a look on disk, both rows with indexes",
            f"{(after - before) / (records_after - records_before):.0f}",
        )
    )
    return figures


def write(looks: int) -> None:
    """A search for one plate that showed two reads: what an officer does most."""
    for number in range(looks):
        plate = f"8ABC{number % 1000:03}"
        access = open_access(
            Intent(
                actor_kind="person",
                door="reads.search",
                username="officer",
                person="00000000-0000-4000-8000-000000000000",
                full_name="Renata Okafor",
                organisation="Pasadena Parking Division",
                roles="officer",
                purpose="time_limit",
                method="POST",
                query=canonical_json(
                    {"plate": plate, "region": "us-ca", "camera": "", "start": "", "end": ""}
                ),
                plates_sought=[f"us-ca {plate}"],
                address="203.0.113.7",
                agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
                session="0" * 64,
            )
        )
        shown = [f"read:00000000-0000-4000-8000-{number:012}", f"read:00000000-0000-4000-9000-{number:012}"]
        close_access(
            access.uid,
            Outcome(result="shown", status=200, records=shown, plates=[f"us-ca {plate}"], size=9000, ms=12),
        )


def size(house: House) -> tuple[int, int]:
    """(bytes of the ledger's tables with their indexes, access records)."""
    with house.superuser() as superuser:
        total = sum(
            superuser.execute("select pg_total_relation_size(%s::regclass)", [table]).fetchone()[0]
            for table in TABLES
        )
        records = superuser.execute("select count(*) from audit_accessrecord").fetchone()[0]
    return total, records
