"""Licence plate numbers: one normal form, the regions that issue them, and search patterns.

A number is kept as it was read and, beside it, normalised: A–Z and 0–9 in upper case. The region of issue
(`us-ca`) is part of the identity: the same number from another state is another vehicle.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_PLATE = 10
LONGEST_PATTERN = 40

REGIONS = {
    "us-al": "Alabama",
    "us-ak": "Alaska",
    "us-az": "Arizona",
    "us-ar": "Arkansas",
    "us-ca": "California",
    "us-co": "Colorado",
    "us-ct": "Connecticut",
    "us-de": "Delaware",
    "us-dc": "District of Columbia",
    "us-fl": "Florida",
    "us-ga": "Georgia",
    "us-hi": "Hawaii",
    "us-id": "Idaho",
    "us-il": "Illinois",
    "us-in": "Indiana",
    "us-ia": "Iowa",
    "us-ks": "Kansas",
    "us-ky": "Kentucky",
    "us-la": "Louisiana",
    "us-me": "Maine",
    "us-md": "Maryland",
    "us-ma": "Massachusetts",
    "us-mi": "Michigan",
    "us-mn": "Minnesota",
    "us-ms": "Mississippi",
    "us-mo": "Missouri",
    "us-mt": "Montana",
    "us-ne": "Nebraska",
    "us-nv": "Nevada",
    "us-nh": "New Hampshire",
    "us-nj": "New Jersey",
    "us-nm": "New Mexico",
    "us-ny": "New York",
    "us-nc": "North Carolina",
    "us-nd": "North Dakota",
    "us-oh": "Ohio",
    "us-ok": "Oklahoma",
    "us-or": "Oregon",
    "us-pa": "Pennsylvania",
    "us-ri": "Rhode Island",
    "us-sc": "South Carolina",
    "us-sd": "South Dakota",
    "us-tn": "Tennessee",
    "us-tx": "Texas",
    "us-ut": "Utah",
    "us-vt": "Vermont",
    "us-va": "Virginia",
    "us-wa": "Washington",
    "us-wv": "West Virginia",
    "us-wi": "Wisconsin",
    "us-wy": "Wyoming",
    "us-gov": "U.S. Government",
    "ca": "Canada",
    "mx": "Mexico",
}

# Letters of other alphabets that look exactly like ours: a person who pastes one means ours.
LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABEKMHOPCTYXIJS" + "ABEZHIKMNOPTYX",
)
SEPARATORS = re.compile(r"[\s\-‐‑‒–—.·•_/]+")


class BadPlate(ValueError):
    """A sentence that says what is wrong with the plate that was typed."""


def normalise(text: str) -> str:
    """The number's normal form, '' when nothing of it is left. Unknown characters are dropped."""
    return re.sub(r"[^A-Z0-9]", "", folded(text))


def folded(text: str) -> str:
    """Full width to half width, lower to upper case, look-alikes of other alphabets to ours."""
    return unicodedata.normalize("NFKC", text).upper().translate(LOOK_ALIKES)


def typed_plate(text: str) -> str:
    """The normal form of a plate a person typed; raises BadPlate rather than drop what it does not know."""
    number = SEPARATORS.sub("", folded(text[:LONGEST_PATTERN]))
    if not number:
        raise BadPlate("Type the plate number.")
    if wrong := sorted(set(re.sub(r"[A-Z0-9]", "", number))):
        raise BadPlate(f"A plate has letters and digits only; take out {' '.join(wrong)}.")
    if len(number) > LONGEST_PLATE:
        raise BadPlate(f"A plate has at most {LONGEST_PLATE} characters; this has {len(text)}.")
    return number


@dataclass(frozen=True)
class PlatePattern:
    """What a person searches for. `?` stands for one character, `*` for any number of them."""

    text: str

    @property
    def is_exact(self) -> bool:
        return not set(self.text) & set("?*")

    @property
    def head(self) -> str:
        """The characters before the first wildcard."""
        return re.split(r"[?*]", self.text, maxsplit=1)[0]

    @property
    def tail(self) -> str:
        """The characters after the last wildcard."""
        return re.split(r"[?*]", self.text)[-1]

    @property
    def like(self) -> str:
        """For SQL's LIKE. The alphabet leaves nothing to escape."""
        return self.text.replace("?", "_").replace("*", "%")


def plate_pattern(text: str) -> PlatePattern:
    """The search pattern a person typed; raises BadPlate with a sentence.

    `%` and `_` are no wildcards here: they are refused like any other character no plate bears.
    """
    if len(text) > LONGEST_PATTERN:
        raise BadPlate(f"A search has at most {LONGEST_PATTERN} characters; this has {len(text)}.")
    pattern = re.sub(r"[\s\-‐‑‒–—.·•/]+", "", folded(text))
    if wrong := sorted(set(re.sub(r"[A-Z0-9?*]", "", pattern))):
        raise BadPlate(
            f"Use letters, digits, ? for one character and * for several; take out {' '.join(wrong)}."
        )
    if not re.search(r"[A-Z0-9]", pattern):
        raise BadPlate("Type at least one letter or digit of the plate beside the wildcards.")
    pattern = re.sub(r"\*+", "*", pattern)
    if len(pattern.replace("*", "")) > LONGEST_PLATE:
        raise BadPlate(f"A plate has at most {LONGEST_PLATE} characters.")
    return PlatePattern(pattern)


def ledger_plate(plate: str, region: str = "") -> str:
    """How the access ledger names a plate: `us-ca 8ABC123`, or the number alone without a region."""
    return f"{region} {plate}".strip()


def ledger_forms(plate: str, region: str = "") -> list[str]:
    """Every name under which the ledger may hold this plate; all regions when none is given."""
    if region:
        return [plate, ledger_plate(plate, region)]
    return [plate, *(ledger_plate(plate, known) for known in REGIONS)]
