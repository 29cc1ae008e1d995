"""Why a person may look: the closed list of purposes (manual, clauses 4 and 6(b); Civ. Code
1798.90.52(a)(4)).

The list is code: a change is a reviewed commit with a test. A purpose whose meaning changes gets the next
`version`, and everybody who had chosen the old one is asked again. Immigration enforcement is not a purpose.
"""

import re
import unicodedata
from dataclasses import dataclass

SHORTEST_REFERENCE = 3
LONGEST_REFERENCE = 40
ALLOWED = re.compile(r"[A-Z0-9][A-Z0-9./ -]*[A-Z0-9]")
# What people type in order to say nothing; none of them is a reference.
PLACEHOLDERS = frozenset(
    {
        "NA",
        "NONE",
        "NIL",
        "NULL",
        "TEST",
        "TESTING",
        "UNKNOWN",
        "TBD",
        "TODO",
        "ABC",
        "ABC123",
        "XXX",
        "QWERTY",
        "REF",
    }
)


@dataclass(frozen=True)
class Purpose:
    """`reference_kind` is '' where no reference is asked for; `reference_hint` shows how one looks."""

    code: str
    label: str
    description: str
    version: int = 1
    reference_kind: str = ""
    reference_label: str = ""
    reference_hint: str = ""
    active: bool = True

    @property
    def asks_reference(self) -> bool:
        return self.reference_kind != ""


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose("time_limit", "Time limit", "Enforcing time-limited parking, with electronic chalking."),
        Purpose("permit", "Permit", "Checking whether a parked vehicle holds the permit its space asks for."),
        Purpose("scofflaw", "Scofflaw", "Finding vehicles that may be booted or towed for unpaid citations."),
        Purpose(
            "citation_contest",
            "Citation contest",
            "Looking into a citation that somebody contests.",
            reference_kind="citation",
            reference_label="Citation number",
            reference_hint="As printed on the citation, for example PK-2031845.",
        ),
        Purpose("audit", "Audit", "Checking that the system is used as the policy says."),
        Purpose("maintenance", "Maintenance", "Installing, testing and repairing cameras and the portal."),
        Purpose(
            "records_request",
            "Records request",
            "Answering a request for records, a subpoena or a court order.",
            reference_kind="request",
            reference_label="Request number",
            reference_hint="The number under which the request was received, for example PRR-26-0457.",
        ),
        Purpose(
            "police_request",
            "Police request",
            "Helping the police department in an investigation it has opened.",
            reference_kind="case",
            reference_label="Case number",
            reference_hint="The department's case number, for example 26-003712.",
        ),
    )
}


class BadReference(ValueError):
    """A sentence that says what is wrong with the reference that was typed."""


def checked_reference(purpose: Purpose, text: str) -> str:
    """The reference in its normal form (upper case, single spaces), '' where the purpose asks for none.

    Raises BadReference with a sentence. Audits elsewhere found reasons such as "investigation" and "n/a" on
    most searches; what can be seen to say nothing is not taken.
    """
    if not purpose.asks_reference:
        return ""
    name = purpose.reference_label.lower()
    reference = re.sub(
        r" +", " ", unicodedata.normalize("NFKC", text[: LONGEST_REFERENCE * 4]).strip().upper()
    )
    if not reference:
        raise BadReference(f"Type the {name}: {purpose.label.lower()} asks for one.")
    if not SHORTEST_REFERENCE <= len(reference) <= LONGEST_REFERENCE:
        raise BadReference(f"A {name} has {SHORTEST_REFERENCE} to {LONGEST_REFERENCE} characters.")
    if not ALLOWED.fullmatch(reference):
        raise BadReference(f"A {name} has letters, digits, spaces, dots, hyphens and slashes only.")
    if says_nothing(re.sub(r"[^A-Z0-9]", "", reference)):
        raise BadReference(f"“{reference}” names no {purpose.reference_kind}; type the {name}.")
    return reference


def says_nothing(bare: str) -> bool:
    """Whether letters and digits without separators are a placeholder rather than a number somebody could
    look up.
    """
    return (
        len(bare) < SHORTEST_REFERENCE
        or bare in PLACEHOLDERS
        or not re.search(r"[0-9]", bare)
        or len(set(bare)) == 1
        or "0123456789".startswith(bare)
        or "1234567890".startswith(bare)
        or "9876543210".startswith(bare)
    )
