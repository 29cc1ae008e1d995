"""Rules about the reference that was stated with the purpose."""

import re

from accounts.purposes import PURPOSES, says_nothing
from audit.review_facts import ReferenceText, ReferenceUse
from reviews.references import ReferenceRegister
from reviews.rules.thresholds import Thresholds

WORDS = (
    "ASK CASE CHECK CITATION CITE CRIME FOLLOW FOLLOWUP FOR GENERAL INFO INQUIRY INTEL INV INVEST "
    "INVESTIGATE INVESTIGATION INVESTIGATIVE JOB LOOK LOOKUP MISC NONE NUMBER NO NOT OFFICIAL OTHER "
    "PATROL PLATE POLICE PURPOSES QUERY REASON REF REFERENCE REPORT REQUEST RESEARCH SEARCH SUSPECT "
    "SUSPICIOUS TBD TEST THE TRAFFIC UP VEHICLE WORK"
)
VAGUE = frozenset(WORDS.split())
"""Words that audits elsewhere found in place of a reason."""


def reference_empty(fact: ReferenceText) -> str:
    """A reference that names nothing anybody could look up, or none where the purpose asks for one."""
    purpose = PURPOSES.get(fact.purpose)
    asks = purpose is not None and purpose.asks_reference
    if not fact.reference:
        return (
            f"Stated no {purpose.reference_label.lower()} although the purpose asks for one." if asks else ""
        )
    words = re.findall(r"[A-Z0-9]+", fact.reference.upper())
    if says_nothing("".join(word for word in words if word not in VAGUE)):
        return f"The reference “{shown(fact.reference)}” says nothing that anybody could look up."
    return ""


def reference_unknown(fact: ReferenceText, register: ReferenceRegister) -> str:
    """A reference that the register of its kind does not know."""
    purpose = PURPOSES.get(fact.purpose)
    if not fact.reference or purpose is None or not purpose.asks_reference:
        return ""
    if register.knows(kind=purpose.reference_kind, reference=fact.reference) is not False:
        return ""
    return f"There is no {purpose.reference_label.lower()} “{shown(fact.reference)}”: {register.says_why}."


def reference_repeats(fact: ReferenceUse, limits: Thresholds) -> str:
    """One citation is about one vehicle; a number that opens everything was borrowed."""
    if fact.plates < limits.reference_plates and fact.people < limits.reference_people:
        return ""
    return (
        f"The reference “{shown(fact.reference)}” was stated for {fact.plates} different plates by"
        f" {fact.people} {'person' if fact.people == 1 else 'people'} (flagged from"
        f" {limits.reference_plates} plates or {limits.reference_people} people)."
    )


def shown(reference: str) -> str:
    """References have 40 characters at most; an old or odd one is cut for the sentence."""
    return reference if len(reference) <= 60 else reference[:59] + "…"
