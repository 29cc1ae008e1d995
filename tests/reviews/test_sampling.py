"""The draw: by chance, and the same again for whoever draws again."""

import hashlib
import random
from uuid import UUID

from reviews.sampling import Population, draw, lot

PEOPLE = [UUID(int=number) for number in range(1, 501)]


def test_the_same_seed_and_population_give_the_same_sample_in_whatever_order() -> None:
    shuffled = random.Random(4).sample(PEOPLE, len(PEOPLE))
    assert draw(PEOPLE, seed="5eed", size=20) == draw(shuffled, seed="5eed", size=20)
    assert len(draw(PEOPLE, seed="5eed", size=20)) == 20


def test_the_draw_is_what_its_description_says() -> None:
    def number(uid: UUID) -> str:
        return hashlib.sha256(b"5eed" + str(uid).encode()).hexdigest()

    by_hand = sorted(PEOPLE, key=number)[:20]
    assert draw(PEOPLE, seed="5eed", size=20) == frozenset(by_hand)
    assert lot("5eed", PEOPLE[0]) == int(number(PEOPLE[0]), 16)


def test_another_seed_gives_another_sample() -> None:
    assert draw(PEOPLE, seed="5eed", size=20) != draw(PEOPLE, seed="5eee", size=20)


def test_a_small_population_is_drawn_whole_and_an_empty_one_gives_nothing() -> None:
    assert draw(PEOPLE[:7], seed="5eed", size=20) == frozenset(PEOPLE[:7])
    assert draw([], seed="5eed", size=20) == frozenset()


def test_every_access_has_the_same_chance() -> None:
    times = dict.fromkeys(PEOPLE[:50], 0)
    for seed in range(400):
        for uid in draw(PEOPLE[:50], seed=str(seed), size=10):
            times[uid] += 1
    # 80 expected of each; five standard deviations (8) on either side.
    assert min(times.values()) >= 40
    assert max(times.values()) <= 120


def test_the_populations_hash_covers_every_record_in_its_order() -> None:
    def hashed(leaves: list[bytes]) -> tuple[int, str]:
        population = Population()
        list(population.passing((uid, leaf) for uid, leaf in zip(PEOPLE, leaves, strict=False)))
        return population.count, population.hash

    assert hashed([b"a", b"b"]) == (2, hashlib.sha256(b"ab").hexdigest())
    assert hashed([b"b", b"a"]) != hashed([b"a", b"b"])
    assert hashed([]) == (0, hashlib.sha256().hexdigest())
