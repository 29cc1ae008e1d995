"""What sealing costs the gate: access records written while a process beside it seals each second, against
without. Run by itself it is that process."""

import sys
import time

from alpr_portal.embedded.errors import EmbeddedError
from bench.figures import Figure, median, ms
from bench.house import House, say
from bench.ledger import write

PART = "sealing"
ROUNDS = 3
PAUSE = 1.0
"""Seconds; the portal's timetable seals every five."""


def measure(house: House) -> list[Figure]:
    from audit.ledger import close_connection
    from audit.sealing.sealer import seal

    say("Writing access records with sealing beside it, and without …")
    looks = house.times(3000)
    seal()  # what earlier parts have left
    write(20)
    without, beside = [], []
    for _ in range(ROUNDS):
        without.append(seconds_a_look(looks))
        sealer = house.child("sealer", sys.executable, "-m", "bench.sealing")
        begun = sealed(house)
        try:
            sealer.start()
            while sealed(house) == begun:
                if not sealer.alive():
                    raise EmbeddedError(f"The sealer ended; see {sealer.log}.")
                time.sleep(0.05)
            beside.append(seconds_a_look(looks))
        finally:
            sealer.stop()
    close_connection()
    return [
        Figure(PART, "a look without sealing, with it", f"{ms(median(without))}, {ms(median(beside))}"),
        Figure(
            PART, "the gate with sealing against without", f"{median(beside) / median(without):.2f} times"
        ),
    ]


def seconds_a_look(looks: int) -> float:
    started = time.perf_counter()
    write(looks)
    return (time.perf_counter() - started) / looks


def sealed(house: House) -> int:
    with house.superuser() as superuser:
        return superuser.execute("select count(*) from audit_sealedrecord").fetchone()[0]


def seal_on() -> None:
    """Until the process is ended."""
    import django

    django.setup()
    from audit.sealing.sealer import seal

    while True:
        seal()
        time.sleep(PAUSE)


if __name__ == "__main__":
    seal_on()
