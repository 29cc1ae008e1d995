"""Small numbers cannot be worked out from what is shown beside them."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_portal.lib.figures import Count, Group
from alpr_portal.lib.suppression import Shown, suppressed

NUMBER, SMALL, WITHHELD = Shown.NUMBER, Shown.SMALL, Shown.WITHHELD
at_any_speed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
K = 3
"""A low threshold keeps the search through every possible table short."""


def group(*numbers: int, key: str = "total") -> Group:
    parts = tuple(Count(f"{key}.{place}", "", number) for place, number in enumerate(numbers))
    return Group(Count(key, "", sum(numbers)), parts)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((20, 30), [NUMBER, NUMBER, NUMBER]),
        ((0, 30), [NUMBER, NUMBER, NUMBER]),
        ((4, 300), [NUMBER, SMALL, WITHHELD]),
        ((4, 20, 300), [NUMBER, SMALL, WITHHELD, NUMBER]),
        ((1, 1), [SMALL, WITHHELD, WITHHELD]),
        ((0, 0), [NUMBER, NUMBER, NUMBER]),
        ((1, 0), [SMALL, WITHHELD, WITHHELD]),
        ((5,), [NUMBER, NUMBER]),
    ],
)
def test_what_is_shown(numbers: tuple[int, ...], shown: list[Shown]) -> None:
    (answer,) = suppressed([group(*numbers)], 5)
    assert answer == shown


def possible(numbers: tuple[int, ...], answer: list[Shown], total: int) -> list[tuple[int, ...]]:
    """Every table that a reader who knows the rule could have before them."""
    top = total + K
    ranges = []
    for number, shown in zip(numbers, answer[1:], strict=True):
        if shown is NUMBER:
            ranges.append([number])
        elif shown is SMALL:
            ranges.append(list(range(1, K)))
        elif answer[0] is SMALL:
            ranges.append(list(range(0, K)))
        else:
            ranges.append(list(range(K, top + 1)))
    tables = list(product(*ranges))
    if answer[0] is NUMBER:
        return [table for table in tables if sum(table) == total]
    if answer[0] is SMALL:
        return [table for table in tables if 0 < sum(table) < K]
    return tables


@at_any_speed
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4).map(tuple))
def test_a_small_part_could_be_any_small_number_for_all_a_reader_knows(numbers: tuple[int, ...]) -> None:
    (answer,) = suppressed([group(*numbers)], K)
    tables = possible(numbers, answer, sum(numbers))
    assert numbers in tables or answer[0] is not NUMBER
    for place, number in enumerate(numbers):
        if not 0 < number < K:
            continue
        assert answer[place + 1] is not NUMBER
        seen = {table[place] for table in tables}
        if answer[place + 1] is SMALL:
            assert seen >= set(range(1, K)), (numbers, answer)
        else:
            assert len(seen) > 1, (numbers, answer)


@at_any_speed
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4).map(tuple), st.integers(0, 3), st.integers(0, 8))
def test_two_tables_with_one_total_hide_it_together(numbers: tuple[int, ...], place: int, cut: int) -> None:
    total = sum(numbers)
    cut = min(cut, total)
    answers = suppressed([group(*numbers), group(cut, total - cut)], K)
    assert answers[0][0] == answers[1][0]
    if answers[0][0] is not NUMBER:
        for answer, parts in zip(answers, (numbers, (cut, total - cut)), strict=True):
            assert any(shown is not NUMBER for shown in answer[1:]) or not any(parts)
