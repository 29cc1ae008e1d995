"""Text that came from outside, made fit to be stored, and JSON in one exact form."""

import json
import unicodedata

# Marks that change the direction in which neighbouring text is shown: harmless in prose, a disguise in a log.
DIRECTION_MARKS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
)


def storable(text: str, *, longest: int) -> str:
    """`text` as PostgreSQL can hold it: NFC, no NUL, no lone surrogates, at most `longest` characters.

    What was cut is said, so that a ledger entry never passes for the whole of what was sent.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    whole = unicodedata.normalize("NFC", whole[: longest * 4])
    if len(text) > longest:
        said = f"… ({len(text)} characters)"
        return whole[: max(0, longest - len(said))] + said
    return whole[:longest]


def one_line(text: str) -> str:
    """`text` without line breaks, control characters and direction marks: one entry stays one line."""
    visible = text.translate(DIRECTION_MARKS)
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in visible).strip()


def canonical_json(value: object) -> str:
    """JSON after RFC 8785's manner: sorted keys, no spaces, no escaping of what needs none."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
