"""Passwords: a block-list of our own beside Django's, and one-time passwords (CJIS IA-5(1), NIST SP 800-63B
5.1.1.2).
"""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string

from accounts.models import User

# The demonstration's people all have it, the README prints it, and production takes it from nobody.
PUBLISHED_PASSWORD = "violet-harbor-lantern-58"  # noqa: S105  published on purpose

KEYBOARD_RUNS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1q2w3e4r5t6y",
)
SHORTEST_RUN = 5
LEAST_LEFT = 8
EXPECTED_WORDS = (
    "alpr",
    "plate",
    "parking",
    "password",
    "enforcement",
    "citation",
    "officer",
    "police",
    "welcome",
)
EXPECTED_PHRASES = frozenset(
    {"correcthorsebatterystaple", "letmeinletmein", "iloveyouiloveyou", "changemechangeme"}
)
# Figures and signs that stand for letters. A one is read both ways.
LEET = str.maketrans("0345789@$!", "oeastbgasi")

# Letters and digits that are hard to mistake for one another when read out or copied by hand.
CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


class BlockListValidator:
    """Refuses what somebody who knows the portal would try first, and says which part of it that is."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.PRODUCTION and password == PUBLISHED_PASSWORD:
            raise ValidationError(
                "This is the demonstration's password, which everybody knows.", code="published"
            )
        bare = re.sub(r"[^a-z0-9]", "", password.lower())
        readings = [
            re.sub(r"[^a-z]", "", password.lower().translate(LEET).replace("1", letter)) for letter in "il"
        ]
        if EXPECTED_PHRASES & {bare, *readings}:
            raise ValidationError(
                "This password is on every list of common passwords; choose another one.", code="common"
            )
        for run in KEYBOARD_RUNS:
            if found := longest_run(bare, run):
                raise ValidationError(
                    f"Take “{found}” out: keys in a row are tried first.", code="keyboard_run"
                )
        if any(self.is_little_without_expected_words(reading) for reading in readings):
            raise ValidationError(
                "Little is left of this password without words of the city, the division and the portal;"
                " use words that have nothing to do with the work.",
                code="expected_words",
            )
        if len(set(bare)) < 5:
            raise ValidationError("Use more than four different characters.", code="few_characters")

    def is_little_without_expected_words(self, reading: str) -> bool:
        rest = reading
        for word in self.words():
            rest = rest.replace(word, "")
        return rest != reading and len(rest) < LEAST_LEFT

    def get_help_text(self) -> str:
        return "Not built from the names of the city, the division or the portal, and without keys in a row."

    def words(self) -> list[str]:
        """Longest first, so that no part of a word stands in the way of the whole."""
        own = re.findall(r"[a-z]{4,}", f"{settings.ALPR_CITY} {settings.ALPR_DIVISION}".lower())
        return sorted({*EXPECTED_WORDS, *own}, key=len, reverse=True)


def longest_run(text: str, run: str) -> str:
    """The longest part of `text` that goes along `run`, forwards or backwards; '' where it is short."""
    for size in range(min(len(text), len(run)), SHORTEST_RUN - 1, -1):
        for start in range(len(run) - size + 1):
            part = run[start : start + size]
            for way in (part, part[::-1]):
                if way in text:
                    return way
    return ""


def one_time_password() -> str:
    """Sixteen characters in groups of four, 79 bits: good for one log-in."""
    return "-".join(get_random_string(4, CLEAR) for _ in range(4))
