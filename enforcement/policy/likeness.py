"""How two reads of plates compare when neither is a list: chalk to chalk, and a read to a permit list.

Looser than list matching (`alpr_portal.lib.lookalikes`) in nothing but what follows from it: such a likeness
is only ever a possible hit, and it says how the numbers differ.
"""

from alpr_portal.lib.lookalikes import fold
from alpr_portal.lib.plates import LONGEST_PLATE, REGIONS

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
FEWEST_COMMON = 5
"""Characters that two numbers must share when one differs: short numbers are alike by chance."""


def likeness(plate: str, region: str, other: str, other_region: str) -> str | None:
    """'' where both number and state agree, a sentence where they could be one vehicle, None where not."""
    if region and other_region and region != other_region:
        return None
    if plate == other:
        said = ""
    elif fold(plate) == fold(other):
        swaps = [f"{there} for {here}" for here, there in zip(plate, other, strict=True) if here != there]
        said = f"Look-alike characters: {', '.join(swaps)}."
    elif other in one_off(plate):
        said = "One character differs."
    else:
        return None
    if region and region == other_region:
        return said
    return f"{said} {state_unknown(region, other_region)}".strip()


def state_unknown(region: str, other_region: str) -> str:
    known = region or other_region
    if not known:
        return "The state was read neither time."
    return f"The state was read once only: {REGIONS[known]}."


def one_off(plate: str) -> frozenset[str]:
    """Every number that differs from this in one character, another, missing or too many, and shares at least
    five. A few hundred: an index finds them all by equality, which is all that row security lets it use."""
    found: set[str] = set()
    if len(plate) - 1 >= FEWEST_COMMON:
        for place in range(len(plate)):
            head, tail = plate[:place], plate[place + 1 :]
            found.add(head + tail)
            found.update(head + character + tail for character in ALPHABET)
    if FEWEST_COMMON <= len(plate) < LONGEST_PLATE:
        for place in range(len(plate) + 1):
            found.update(plate[:place] + character + plate[place:] for character in ALPHABET)
    return frozenset(found - {plate})
