"""The rules by their codes. A rule whose meaning changes raises VERSION, which each review keeps."""

from dataclasses import dataclass

VERSION = 1


@dataclass(frozen=True)
class Rule:
    """`label` names it on an item, `about` says to the manager what it looks for."""

    code: str
    label: str
    about: str


STAFF_PLATE = "staff_plate"
SAME_PLATE = "same_plate"
BEYOND_NORM = "beyond_norm"
OFF_SHIFT = "off_shift"
REFERENCE_UNKNOWN = "reference_unknown"
REFERENCE_REPEATS = "reference_repeats"
REFERENCE_EMPTY = "reference_empty"
PROHIBITED_WORDS = "prohibited_words"
NEVER_OPENS = "never_opens"

RULES = {
    rule.code: rule
    for rule in (
        Rule(STAFF_PLATE, "Staff plate", "Somebody looked up their own plate or a colleague’s."),
        Rule(SAME_PLATE, "Same plate often", "One person came back to one plate again and again."),
        Rule(BEYOND_NORM, "More than usual", "Many more looks in a day than this person usually makes."),
        Rule(OFF_SHIFT, "Off shift", "A look outside the hours of the person or their roles."),
        Rule(REFERENCE_UNKNOWN, "Unknown reference", "The citation, request or case number does not exist."),
        Rule(REFERENCE_REPEATS, "Repeated reference", "One reference served for many plates or many people."),
        Rule(
            REFERENCE_EMPTY,
            "Empty reference",
            "A reference that says nothing: “123”, “n/a”, “investigation”.",
        ),
        Rule(PROHIBITED_WORDS, "Prohibited purpose", "Words that point to immigration enforcement."),
        Rule(NEVER_OPENS, "Opens nothing", "A session of searches in which no result was opened."),
    )
}
