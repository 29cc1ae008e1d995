"""An engine that does what a test says, and looks at what became of the frames."""

from collections.abc import Callable

from audit.events import SystemActor
from reads.models import Frame, Read
from reads.recognition.base import Candidate, CharacterReading, PlateReading, Usability
from tests.conftest import Ledger
from tests.factories.reads import under_access

WORKER, BEAT = SystemActor("worker"), SystemActor("beat")


def plate(text: str = "8KTR412", **other: object) -> PlateReading:
    said = {
        "observed": f"{text[:1]} {text[1:]}",
        "plate": text,
        "confidence": 0.9,
        "box": (200, 150, 120, 60),
        "region": "us-ca",
        "characters": tuple(CharacterReading(letter, 0.9) for letter in text),
        "candidates": (Candidate(text, 0.9, "us-ca"), Candidate("8KTR4I2", 0.05, "")),
    }
    return PlateReading(**said | other)  # type: ignore[arg-type]


class ScriptedEngine:
    """An engine that does what the test says, and counts how often it was asked."""

    name, version = "scripted", "scripted 1"

    def __init__(self) -> None:
        self.asked = 0
        self.answer: Callable[[], tuple[PlateReading, ...]] = lambda: (plate(),)

    def check(self) -> Usability:
        return Usability(True, "Runs here.")

    def load(self) -> None: ...

    def read(self, image: object) -> tuple[PlateReading, ...]:
        self.asked += 1
        return self.answer()


def events(written: Ledger, frame: Frame) -> list[str]:
    rows = written.connection.execute(
        "select event from audit_changeevent where id > %s and target = %s order by id",
        [written.start_of_changes, f"frame:{frame.uid}"],
    )
    return [row.event for row in rows]


def now_of(frame: Frame) -> Frame:
    with under_access():
        return Frame.objects.get(pk=frame.pk)


def reads_of(frame: Frame) -> list[Read]:
    with under_access():
        return list(Read.objects.filter(frame=frame).order_by("id"))
