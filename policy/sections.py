"""What a posted policy consists of: a section an element of the law, in the order in which they are printed.

A section's words are drafted and approved; where it names a list, the portal adds it from its own data.
Sources: Civ. Code 1798.90.51(b)(2)(A) to (G), .52, .55(a), and the division's manual.
"""

from dataclasses import dataclass

LONGEST_SECTION = 8000


@dataclass(frozen=True)
class Section:
    """`element` is the law's or manual's item, `asks` what the author is told to write, `live` the list that
    follows.
    """

    key: str
    heading: str
    element: str
    asks: str
    live: str = ""


SECTIONS = (
    Section(
        "scope",
        "Purpose and scope",
        "Manual 1 to 3; Civil Code 1798.90.51(b)(1)",
        "What the system is, who runs it, and that the privacy of the public is respected.",
    ),
    Section(
        "purposes",
        "Authorized purposes",
        "Civil Code 1798.90.51(b)(2)(A); manual 4",
        "For what the system may be used, and what is forbidden. The list of purposes follows by itself.",
        "purposes",
    ),
    Section(
        "people",
        "Who may use the system",
        "Civil Code 1798.90.51(b)(2)(B); manual 3.1(a)",
        "How people are authorized. The list of job titles and designations follows by itself.",
        "designations",
    ),
    Section(
        "training",
        "Training",
        "Civil Code 1798.90.51(b)(2)(B); manual 3.1(b), 4(c) and 8",
        "Which training is asked of whom, and how often. The list of courses follows by itself.",
        "training",
    ),
    Section(
        "monitoring",
        "How the system is monitored",
        "Civil Code 1798.90.51(b)(2)(C) and .53(b)(2)(C); manual 3.1(c), 6 and 6(c)",
        "How security and the privacy laws are watched over, and how and when audits take place.",
    ),
    Section(
        "records",
        "Records of access",
        "Civil Code 1798.90.52; manual 3.1(d) and 6(a)",
        "What is written down about every access.",
    ),
    Section(
        "sharing",
        "Sale, sharing and transfer",
        "Civil Code 1798.90.51(b)(2)(D) and .55(b); manual 7",
        "To whom data may be given, by which process, and what is never done.",
    ),
    Section(
        "custodian",
        "Official custodian",
        "Civil Code 1798.90.51(b)(2)(E); manual 3.1(e)",
        "The office that answers for this policy. The person's title and name follow from the register.",
        "custodian",
    ),
    Section(
        "accuracy",
        "Accuracy and correction of errors",
        "Civil Code 1798.90.51(b)(2)(F); manual 4(e)",
        "How data are kept accurate and how errors are put right.",
    ),
    Section(
        "keeping",
        "How long data are kept, and how they are destroyed",
        "Civil Code 1798.90.51(b)(2)(G); manual 3.1(f) and 5",
        "The keeping time, and the process that decides whether and when data are destroyed.",
    ),
    Section(
        "hearing",
        "Public hearing",
        "Civil Code 1798.90.55(a)",
        "That the public was heard before the program began. Dates and links follow by themselves.",
        "hearings",
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}


def missing(texts: dict[str, str]) -> list[Section]:
    """The sections that say nothing."""
    return [section for section in SECTIONS if not texts.get(section.key, "").strip()]
