"""From which number on a pattern is worth a look. The plan sets them (`ReviewPlan`)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    same_plate_looks: int = 8
    same_plate_days: int = 3
    norm_factor: int = 3
    norm_least: int = 40
    reference_plates: int = 3
    reference_people: int = 3
    unopened_searches: int = 5
