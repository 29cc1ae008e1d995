"""What changed between two versions, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from policy.sections import SECTIONS, Section

WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """`kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class SectionChange:
    section: Section
    pieces: list[Piece]


def changed_sections(before: dict[str, str], after: dict[str, str]) -> list[SectionChange]:
    """The sections that differ, in the policy's order."""
    return [
        SectionChange(section, pieces(before.get(section.key, ""), after.get(section.key, "")))
        for section in SECTIONS
        if before.get(section.key, "") != after.get(section.key, "")
    ]


def pieces(before: str, after: str) -> list[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Piece] = []
    for what, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("added", "".join(new[new_from:new_to])))
    return found
