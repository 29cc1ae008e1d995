"""Drawing by chance so that anybody can draw again.

Each access gets the number SHA-256(seed ‖ its uid in lower-case text), and the `size` accesses with the
smallest numbers are the sample. The same seed and the same population give the same sample in whatever order
the accesses come; the draw needs memory for the sample only; and nobody can make an access that will not be
drawn, because the seed is made when the period is over.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from uuid import UUID


def lot(seed: str, uid: UUID) -> int:
    """The access's number in this draw."""
    return int.from_bytes(hashlib.sha256(f"{seed}{uid}".encode()).digest())


def draw(population: Iterable[UUID], *, seed: str, size: int) -> frozenset[UUID]:
    """The sample: all of them where there are not more than `size`."""
    return frozenset(heapq.nsmallest(size, population, key=lambda uid: lot(seed, uid)))


class Population:
    """Counts and hashes accesses while they pass: SHA-256 over the records' own hashes, in the ledger's
    order."""

    def __init__(self) -> None:
        self.count = 0
        self._hash = hashlib.sha256()

    def passing(self, accesses: Iterable[tuple[UUID, bytes]]) -> Iterator[UUID]:
        for uid, leaf in accesses:
            self.count += 1
            self._hash.update(leaf)
            yield uid

    @property
    def hash(self) -> str:
        return self._hash.hexdigest()
