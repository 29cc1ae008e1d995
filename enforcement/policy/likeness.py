"""How two reads of plates compare when neither is a list: chalk to chalk, and a read to a permit list.

Looser than list matching (`alpr_portal.lib.lookalikes`) in nothing but what follows from it: such a likeness
is only ever a possible hit, and it says how the numbers differ.
"""

from alpr_portal.lib.lookalikes import fold, numbers_one_off
from alpr_portal.lib.plates import REGIONS

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
    """Every number that differs from this in one character and shares at least five with it. A few hundred:
    an index finds them by equality."""
    near = numbers_one_off(plate) - {plate}
    return frozenset(other for other in near if common(plate, other) >= FEWEST_COMMON)


def common(plate: str, other: str) -> int:
    """How many characters two numbers that are one off share."""
    return min(len(plate), len(other)) - (len(plate) == len(other))
