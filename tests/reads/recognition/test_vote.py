"""One decision from several readings of a line."""

import numpy as np
import pytest

from reads.recognition.reader import LineReading
from reads.recognition.serials import ALPHABET
from reads.recognition.vote import vote


def reading(text: str, certainty: float) -> LineReading:
    chances = np.full((len(text), len(ALPHABET)), (1 - certainty) / 35)
    for place, character in enumerate(text):
        chances[place, ALPHABET.index(character)] = certainty
    places = tuple((n + 0.5) / len(text) for n in range(len(text)))
    return LineReading(text, chances, (certainty,) * len(text), places)


def test_the_majority_decides_each_character() -> None:
    agreed = vote([reading("ABC1234", 0.9), reading("ABG1234", 0.8), reading("ABC1284", 0.8)])
    assert agreed is not None
    assert agreed.serial == "ABC1234"


def test_a_reading_of_another_length_has_no_say_but_costs_certainty() -> None:
    alone = vote([reading("ABC1234", 0.9), reading("ABC1234", 0.9)])
    disputed = vote([reading("ABC1234", 0.9), reading("ABC1234", 0.9), reading("BC1234", 0.9)])
    assert alone is not None and disputed is not None
    assert disputed.serial == "ABC1234"
    assert disputed.confidence < alone.confidence == pytest.approx(0.9)


def test_nothing_read_is_no_vote() -> None:
    assert vote([]) is None
    assert vote([reading("", 0.9)]) is None
