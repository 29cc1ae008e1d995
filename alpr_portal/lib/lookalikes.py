"""Plates that a camera could take for one another, and in which words that is explained.

Two classes of difference are looked at, and nothing looser: characters that engines confuse (0/O/D/Q, 1/I,
2/Z, 5/S, 8/B, 6/G, any number of them), and one character that is another, missing or too many.
"""

from dataclasses import dataclass
from enum import StrEnum

from alpr_portal.lib.plates import REGIONS

FOLD_FROM, FOLD_TO = "ODQIZSBG", "00012586"
"""As SQL's translate takes them; the database folds with the same words (a generated column)."""

FOLD = str.maketrans(FOLD_FROM, FOLD_TO)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Match(StrEnum):
    EXACT = "exact"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Likeness:
    """How a read and a listed plate compare; `why` is '' for an exact match, else one sentence."""

    match: Match
    why: str = ""


def fold(plate: str) -> str:
    """The number with every group of look-alikes written as its digit."""
    return plate.translate(FOLD)


def compare(plate: str, region: str, listed: str, listed_region: str) -> Likeness | None:
    """Whether what was read may be what the list has. None: it is another vehicle.

    Region is part of the identity: two known regions that differ are two vehicles, however alike the numbers.
    A region that one side does not know makes the match possible, never exact.
    """
    if region and listed_region and region != listed_region:
        return None
    why = difference(plate, listed)
    if why is None:
        return None
    reasons = [why] if why else []
    if region != listed_region:
        reasons.append(unknown_region(region, listed_region))
    elif not region:
        reasons.append("Neither the read nor the list has a state.")
    return Likeness(Match.POSSIBLE, " ".join(reasons)) if reasons else Likeness(Match.EXACT)


def unknown_region(region: str, listed_region: str) -> str:
    if region:
        return f"The list does not say which state; {REGIONS[region]} was read."
    return f"The state was not read; the list has {REGIONS[listed_region]}."


def difference(plate: str, listed: str) -> str | None:
    """'' where the numbers are the same, a sentence where one could be the other, None where not."""
    if plate == listed:
        return ""
    if fold(plate) == fold(listed):
        swaps = [
            f"{seen} read where the list has {there}"
            for seen, there in zip(plate, listed, strict=True)
            if seen != there
        ]
        return f"{', '.join(swaps)}."
    return one_character_off(plate, listed)


def one_character_off(plate: str, listed: str) -> str | None:
    """A sentence where one character is another, missing or too many; else None."""
    if abs(len(plate) - len(listed)) > 1:
        return None
    same = common_beginning(plate, listed)
    if len(plate) == len(listed):
        if plate[same + 1 :] == listed[same + 1 :]:
            return f"{plate[same]} read where the list has {listed[same]}."
    elif len(plate) < len(listed):
        if plate[same:] == listed[same + 1 :]:
            return f"The list has one more character: {listed[same]}, in place {same + 1}."
    elif plate[same + 1 :] == listed[same:]:
        return f"One more character was read than the list has: {plate[same]}, in place {same + 1}."
    return None


def numbers_one_off(plate: str) -> set[str]:
    """Every number that `one_character_off` finds alike, and the plate itself: about 530 of a plate of seven.

    So an index answers by equality, in the same time whatever else a list has (ADR 0006).
    """
    same_beginning, same_end = numbers_one_off_by_half(plate)
    return {*same_beginning.split(), *same_end.split()}


def numbers_one_off_by_half(plate: str) -> tuple[str, str]:
    """The same in two, each with spaces between: those that share the plate's first half, and those that
    share its second. Some are named twice.

    Beside each other in an index over the number, and in one over the number read backwards. Text, because
    the database is given text, and because one join writes 36 numbers at once.
    """
    half = len(plate) // 2
    there: tuple[list[str], list[str]] = [plate], []
    for place in range(len(plate) + 1):
        head, tail = plate[:place], plate[place:]
        into = there[place < half]
        into.append(with_any_letter(head, tail))
        if tail:
            into.append(with_any_letter(head, tail[1:]))
        if tail and len(plate) > 1:
            into.append(head + tail[1:])
    return " ".join(there[0]), " ".join(there[1])


def with_any_letter(head: str, tail: str) -> str:
    """`head`, one character and `tail`, for every character, with spaces between."""
    return head + f"{tail} {head}".join(ALPHABET) + tail


def beginnings_alike(plate: str) -> list[str]:
    """How the first half of a number may begin that looks like this one: 1024 forms at most.

    Reads bear no folded column: what looks alike is found in ranges of the number itself.
    """
    forms = [""]
    for letter in plate[: (len(plate) + 1) // 2]:
        forms = [form + other for form in forms for other in ALPHABET if fold(other) == fold(letter)]
    return forms


def common_beginning(one: str, other: str) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
