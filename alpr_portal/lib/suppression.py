"""Which counts of a table may be shown, so that nobody can work out those that may not.

A count of 1 to threshold − 1 is small and shown as such. Where a reader could work it out from the total and
the parts that are shown, further parts are withheld, and the total last of all. Zero is no small number.
"""

from collections.abc import Sequence
from enum import StrEnum

from alpr_portal.lib.figures import Group


class Shown(StrEnum):
    NUMBER = "number"
    SMALL = "small"
    WITHHELD = "withheld"


def suppressed(groups: Sequence[Group], threshold: int) -> list[list[Shown]]:
    """For each group, what is shown of its total and then of each part.

    Groups with one total are treated as one question: a total that one of them cannot show, none shows.
    """
    hidden_totals: dict[str, Shown] = {}
    while True:
        answers = [of_group(group, threshold, hidden_totals.get(group.total.key)) for group in groups]
        # A hidden total that a second group shows in full through its parts would be no secret.
        again = {
            group.total.key: answer[0]
            for group, answer in zip(groups, answers, strict=True)
            if answer[0] is not Shown.NUMBER
        }
        if again == hidden_totals:
            return answers
        hidden_totals = again


def of_group(group: Group, threshold: int, hidden_total: Shown | None) -> list[Shown]:
    numbers = [part.number for part in group.parts]
    if 0 < group.total.number < threshold:
        # Even the zeros stay back: who knows how many parts share four could guess each.
        return [Shown.SMALL, *(Shown.WITHHELD for _ in numbers)]
    shown = [Shown.SMALL if 0 < number < threshold else Shown.NUMBER for number in numbers]
    total = hidden_total or Shown.NUMBER
    if total is not Shown.NUMBER:
        withhold_one(numbers, shown, threshold)
        return [total, *shown]
    while not every_small_one_is_open(numbers, shown, threshold):
        if not withhold_next(numbers, shown):
            withhold_one(numbers, shown, threshold)
            return [Shown.WITHHELD, *shown]
    return [total, *shown]


def every_small_one_is_open(numbers: Sequence[int], shown: Sequence[Shown], threshold: int) -> bool:
    """Whether each small part could be any number from 1 to threshold − 1, for all that a reader knows.

    They know the sum of what is not shown, that small parts are 1 to threshold − 1, and that withheld parts
    are at least the threshold.
    """
    small = sum(one is Shown.SMALL for one in shown)
    withheld = sum(one is Shown.WITHHELD for one in shown)
    if small == 0:
        return True
    rest = sum(number for number, one in zip(numbers, shown, strict=True) if one is not Shown.NUMBER)
    least = (small - 1) + withheld * threshold
    most = None if withheld else (small - 1) * (threshold - 1)
    return rest - (threshold - 1) >= least and (most is None or rest - 1 <= most)


def withhold_next(numbers: Sequence[int], shown: list[Shown]) -> bool:
    """Withhold the smallest part that is still shown and not zero; False where there is none."""
    left = [place for place, one in enumerate(shown) if one is Shown.NUMBER and numbers[place]]
    if not left:
        return False
    shown[min(left, key=lambda place: numbers[place])] = Shown.WITHHELD
    return True


def withhold_one(numbers: Sequence[int], shown: list[Shown], threshold: int) -> None:
    """Keep a hidden total from being added up again: at least one part must not be shown."""
    if all(one is Shown.NUMBER for one in shown):
        withhold_next(numbers, shown)
