"""What serial numbers of US plates look like, and deciding between look-alike characters by it.

The table of shapes is compiled from the formats the states issue or issued within a plate's life (passenger,
commercial, dealer). It weighs, it does not forbid: personalised plates follow no format.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass
from itertools import product

import numpy as np

ALPHABET = string.ascii_uppercase + string.digits
SHORTEST, LONGEST = 4, 8

LOOK_ALIKES = {
    "O": "0", "0": "ODQ", "Q": "0", "D": "0", "I": "1", "1": "IL", "L": "1", "Z": "2", "2": "Z", "S": "5",
    "5": "S", "G": "6", "6": "G", "B": "8", "8": "B", "A": "4", "4": "A", "T": "7", "7": "T",
}  # fmt: skip
"""Characters that plate typefaces make hard to tell apart; only letter against digit, which is what a shape
decides.
"""

LOOK_ALIKE_CHANCE = {"O": 0.2, "0": 0.2, "Q": 0.2, "D": 0.1, "I": 0.2, "1": 0.2}
OTHER_LOOK_ALIKE_CHANCE = 0.02
"""The least chance given to a look-alike, because readers are sure of themselves even where both look the
same.
"""

# Natural logarithms of how usual a shape is, relative to the most usual ones.
USUAL, COMMON, KNOWN, RARE, PERSONAL, UNKNOWN = 0.0, -0.5, -1.0, -2.0, -4.0, -4.0

SHAPES: dict[str, float] = {
    # Three letters with three or four digits, and California's 1ABC234: most passenger cars.
    "AAA9999": USUAL, "AAA999": USUAL, "999AAA": USUAL, "9AAA999": USUAL,
    # The other series of the most populous states (Florida, Illinois, New Jersey), and Missouri's.
    "AAAA99": COMMON, "AA99999": COMMON, "A99AAA": COMMON, "AA9A9A": COMMON,
    # Six places.
    "AAA99A": KNOWN, "AAA9AA": KNOWN, "A999AA": KNOWN,
    "9AAA99": KNOWN, "99AAA9": KNOWN, "999AA9": KNOWN, "99AA99": KNOWN, "9AA999": KNOWN, "9999AA": KNOWN,
    "AA9999": KNOWN, "A99999": KNOWN, "99999A": KNOWN, "99A999": KNOWN, "999A99": KNOWN,
    "9A9999": KNOWN, "A9A999": KNOWN, "999A9A": KNOWN, "99A9AA": KNOWN,
    # Seven places.
    "AA9A999": KNOWN, "A999999": KNOWN, "99999A9": KNOWN, "9A99999": KNOWN,
    "9AA9999": KNOWN, "99A9999": KNOWN, "99AA999": KNOWN, "999999A": KNOWN, "9999AAA": KNOWN,
    "AAA999A": KNOWN, "99999AA": KNOWN,
    # Five and four places: older, county, dealer and government plates.
    "AAA99": KNOWN, "99AAA": KNOWN, "AA999": KNOWN, "999AA": KNOWN, "A9999": KNOWN, "9999A": KNOWN,
    "9AA99": RARE, "999A": RARE, "A999": RARE,
    # Digits alone: few states, and much else on a street is a number.
    "999999": RARE, "9999999": RARE, "99999": RARE, "9999": PERSONAL,
    # Personalised plates are mostly words.
    "AAAA": PERSONAL, "AAAAA": PERSONAL, "AAAAAA": PERSONAL, "AAAAAAA": PERSONAL, "AAAAAAAA": PERSONAL,
    "AAAAA9": PERSONAL, "AAAAAA9": PERSONAL, "AAAAA99": PERSONAL,
}  # fmt: skip


@dataclass(frozen=True)
class Serial:
    """One way to decide a reading. `score` is a log-likelihood: only differences mean something."""

    text: str
    score: float


def normalise(text: str) -> str:
    """A-Z and 0-9 of a text, upper case; everything else is left out."""
    return "".join(c for c in text.upper() if c in ALPHABET)


def shape(serial: str) -> str:
    """`ABC1234` → `AAA9999`."""
    return "".join("9" if c.isdigit() else "A" for c in serial)


def usualness(serial: str) -> float:
    """How usual the serial's shape is, as a logarithm (0 is the most usual)."""
    return SHAPES.get(shape(serial), UNKNOWN)


def decide(chances: np.ndarray, most: int = 5) -> list[Serial]:
    """The likeliest serials for rows of 36 probabilities (A-Z, 0-9), best first.

    Only look-alikes and second choices that the reader itself thought possible are considered, so a serial
    of no usual shape stays as it was read.
    """
    options = [_options(row) for row in chances]
    if not options or len(options) > LONGEST:
        return []
    serials = []
    for choice in product(*options):
        text = "".join(character for character, _ in choice)
        serials.append(Serial(text, sum(score for _, score in choice) + usualness(text)))
    serials.sort(key=lambda serial: -serial.score)
    return serials[:most]


def decide_text(text: str, confidence: float) -> list[Serial]:
    """`decide` for a reader that gives a normalised text and one confidence for the whole of it."""
    chances = np.full((len(text), len(ALPHABET)), (1 - confidence) / (len(ALPHABET) - 1))
    for place, character in enumerate(text):
        chances[place, ALPHABET.index(character)] = confidence
    return decide(chances)


def shares(serials: list[Serial]) -> list[tuple[Serial, float]]:
    """Each serial with its share of the likelihood of all; those under half a percent are left out."""
    weights = [math.exp(serial.score - serials[0].score) for serial in serials]
    parts = [(serial, weight / sum(weights)) for serial, weight in zip(serials, weights, strict=True)]
    return [part for part in parts if part[1] >= 0.005]


def _options(row: np.ndarray) -> list[tuple[str, float]]:
    """At most one letter and one digit: the shape decides between kinds, the reader within a kind."""
    first = ALPHABET[int(row.argmax())]
    chances = {c: float(p) for c, p in zip(ALPHABET, row, strict=True) if p >= 0.05}
    for other in LOOK_ALIKES.get(first, ""):
        least = min(LOOK_ALIKE_CHANCE.get(other, OTHER_LOOK_ALIKE_CHANCE), LOOK_ALIKE_CHANCE.get(first, 0.02))
        chances[other] = max(chances.get(other, 0.0), least)
    best: dict[bool, tuple[str, float]] = {}
    for character, chance in chances.items():
        kind = character.isdigit()
        if kind not in best or chance > best[kind][1]:
            best[kind] = (character, chance)
    return [(character, math.log(chance)) for character, chance in best.values()]
