"""The canonical text of a version: what is hashed, and what anybody can hash again.

UTF-8, NFC, LF at each line's end, one at the text's end. `GET /policy/<number>/text` gives these bytes.
"""

import hashlib
import unicodedata
from datetime import date

from policy.markup import clean
from policy.sections import SECTIONS

Lists = dict[str, list[str]]


def canonical_text(
    *, city: str, division: str, number: int, effective_on: date, sections: dict[str, str], lists: Lists
) -> str:
    """All words of a version, with the lists as they were on the day of its approval.

    `lists`: {name of a section's live list: its lines}.
    """
    parts = [
        f"City of {city}, {division}",
        "Usage and privacy policy for automated license plate recognition (ALPR)",
        f"Version {number}, effective {effective_on.isoformat()}",
    ]
    for place, section in enumerate(SECTIONS, start=1):
        parts += ["", f"{place}. {section.heading}", f"[{section.element}]", ""]
        parts.append(clean(sections.get(section.key, "")))
        if lists.get(section.live):
            parts += ["", "As listed on the day of approval:", *(f"* {line}" for line in lists[section.live])]
    return unicodedata.normalize("NFC", "\n".join(parts)) + "\n"


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def draft_digest(*, sections: dict[str, str], summary: str, effective_on: date | None) -> str:
    """What an approver has seen: it changes with every word and with the day."""
    said = [f"{key}\x1f{sections[key]}" for key in sorted(sections)]
    return sha256_of("\x1e".join([*said, summary, effective_on.isoformat() if effective_on else ""]))
