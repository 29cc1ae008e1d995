"""Words that point to a prohibited purpose. They are flagged and never blocked: people learn to avoid words.

Immigration enforcement is no purpose of the division's (Gov. Code 7282 ff., SB 54; DOJ bulletin 2023-DLE-06).
"""

import re

TERMS = (
    "ice",
    "i[.]c[.]e[.]?",
    "cbp",
    "hsi",
    "ero",
    "uscis",
    "dhs",
    "immigration",
    "immigrant",
    "immigrants",
    "deport",
    "deportation",
    "deported",
    "removal order",
    "border patrol",
    "customs enforcement",
    "homeland security",
    "illegal alien",
    "undocumented",
    "la migra",
    "287[(]?g[)]?",
)
# One list for both: what PostgreSQL finds first, Python then names.
IN_DATABASE = rf"(^|[^a-z0-9])({'|'.join(TERMS)})($|[^a-z0-9])"
FOUND = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(TERMS)})(?![a-z0-9])", re.IGNORECASE)


def prohibited_words(text: str) -> tuple[str, ...]:
    """The terms in `text`, in small letters, each once, sorted."""
    return tuple(sorted({found.lower() for found in FOUND.findall(text)}))


def words_sentence(words: tuple[str, ...], looks: int) -> str:
    said = ", ".join(f"“{word}”" for word in words)
    often = "" if looks == 1 else f" in {looks} looks"
    return f"Typed {said}{often}: words that point to immigration enforcement, which is no purpose here."
