"""One decision from several readings of the same line, character by character."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from .reader import LineReading


def vote(readings: list[LineReading]) -> LineReading | None:
    """The readings' agreed number of characters, each with its mean probabilities; None where nothing was
    read.

    Readings of another length cannot be laid side by side, so the length with the most confidence behind it
    wins and the others have no say. The text is that of the surest reading that took part.
    """
    by_length: dict[int, list[LineReading]] = defaultdict(list)
    for reading in readings:
        if reading.sure:
            by_length[len(reading.sure)].append(reading)
    if not by_length:
        return None
    agreed = max(by_length.values(), key=lambda same: sum(reading.confidence for reading in same))
    weights = np.array([reading.confidence**2 for reading in agreed])
    chances = np.average(np.stack([reading.chances for reading in agreed]), axis=0, weights=weights)
    sure = np.average(np.array([reading.sure for reading in agreed]), axis=0, weights=weights)
    surest = max(agreed, key=lambda reading: reading.confidence)
    # Where the crops disagreed about the number of characters, the reading is less certain than each says.
    support = sum(reading.confidence for reading in agreed) / sum(r.confidence for r in readings if r.sure)
    certainty = tuple(float(s) * (0.5 + 0.5 * support) for s in sure)
    return LineReading(surest.text, chances, certainty, surest.places)
