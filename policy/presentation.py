"""A version as its page shows it: each section with its words taken apart and its live list beside them."""

from dataclasses import dataclass
from datetime import datetime

from policy.markup import Block, blocks
from policy.models import Designee, Hearing, PolicyVersion
from policy.sections import SECTIONS, Section
from policy.selectors import live, register


@dataclass(frozen=True)
class ShownSection:
    """`listed`: the list as it was on the day of approval, for a version that is not in force."""

    number: int
    section: Section
    blocks: list[Block]
    listed: list[str]


@dataclass(frozen=True)
class LiveLists:
    """What the page of the version in force adds from the portal as it is now."""

    purposes: list[object]
    designations: list[live.DesignationLine]
    training: list[live.TrainingLine]
    custodian: Designee | None
    hearings: list[Hearing]


def shown_sections(version: PolicyVersion) -> list[ShownSection]:
    return [
        ShownSection(
            number,
            section,
            blocks(version.sections.get(section.key, "")),
            version.lists.get(section.live, []),
        )
        for number, section in enumerate(SECTIONS, start=1)
    ]


def live_lists(now: datetime) -> LiveLists:
    return LiveLists(
        live.purposes(),
        live.designations(now),
        live.training(),
        register.designee_now(now),
        list(register.hearings()),
    )
