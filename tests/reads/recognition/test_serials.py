"""Serial shapes, normalisation, and deciding between look-alikes."""

import numpy as np
import pytest

from reads.recognition.serials import ALPHABET, decide, decide_text, normalise, shape, shares, usualness


def chances(*characters: dict[str, float]) -> np.ndarray:
    rows = np.full((len(characters), len(ALPHABET)), 1e-4)
    for row, known in zip(rows, characters, strict=True):
        for character, chance in known.items():
            row[ALPHABET.index(character)] = chance
    return rows


def sure(text: str) -> np.ndarray:
    return chances(*({character: 0.99} for character in text))


@pytest.mark.parametrize(
    ("seen", "normal"),
    [("abc-1234", "ABC1234"), (" 7 XYZ·123 ", "7XYZ123"), ("ÀB٣C1", "BC1"), ("", ""), ("---", "")],
)
def test_only_letters_and_digits_of_plates_survive_normalisation(seen: str, normal: str) -> None:
    assert normalise(seen) == normal


def test_shape_tells_letters_from_digits() -> None:
    assert shape("7XYZ123") == "9AAA999"


def test_a_formats_shape_is_more_usual_than_a_word_and_a_word_than_no_format() -> None:
    assert usualness("7XYZ123") > usualness("AB12345") > usualness("1234567") > usualness("A1B2C3D")


def test_letter_o_among_digits_becomes_zero() -> None:
    assert decide(sure("ABC12O4"))[0].text == "ABC1204"


def test_zero_among_letters_becomes_letter_o() -> None:
    assert decide(sure("7X0Z123"))[0].text == "7XOZ123"


def test_one_and_letter_i_follow_the_shape() -> None:
    assert decide(sure("ABCI234"))[0].text == "ABC1234"


def test_a_serial_of_a_usual_shape_is_left_as_read() -> None:
    assert decide(sure("8SBZ512"))[0].text == "8SBZ512"


def test_a_character_that_resembles_nothing_else_is_never_changed() -> None:
    assert decide(sure("XKW7K3M"))[0].text == "XKW7K3M"


def test_the_readers_second_choice_is_taken_where_the_shape_asks_for_it() -> None:
    rows = sure("ABC1234")
    rows[3] = chances({"T": 0.55, "1": 0.4})[0]
    texts = [serial.text for serial in decide(rows)]
    assert texts[0] == "ABC1234" and "ABCT234" in texts


def test_nothing_is_decided_about_no_characters_or_too_many() -> None:
    assert decide(np.zeros((0, len(ALPHABET)))) == []
    assert decide(sure("ABC123456")) == []


def test_a_text_with_one_confidence_is_decided_too() -> None:
    assert decide_text("ABC12O4", 0.9)[0].text == "ABC1204"


def test_shares_start_with_the_decision_and_sum_to_about_one() -> None:
    parts = shares(decide(sure("ABC12O4")))
    assert parts[0][0].text == "ABC1204"
    assert parts[0][1] == max(share for _, share in parts)
    assert 0.9 < sum(share for _, share in parts) <= 1.0001
