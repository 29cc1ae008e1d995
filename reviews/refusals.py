"""A step that was refused, by a rule or by the database, as a sentence for the person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.models import User
from accounts.permissions import Permission
from alpr_portal.lib.decision import Decision
from audit.events import Actor

# What a person is told where the database refuses, by the constraint's name.
SENTENCES = {
    "plan_approver_is_another": "Nobody both reviews and approves, under whatever account.",
    "plan_one_duty_a_person": "Nobody both reviews and approves; give each person one duty.",
    "item_reviewed_by_another": "Nobody reviews their own access.",
    "item_of_an_open_review": "The review is not open any more.",
    "disposition_of_its_reviewer": "Another person reviews this access now.",
    "disposition_by_another": "This is your own access; another reviewer decides about it.",
    "disposition_of_an_open_review": "The review is not open any more.",
    "review_submitted_whole": "There are accesses without a decision; decide about each of them first.",
    "review_findings_written": "A decision says “a finding”, and none is written down; write it down first.",
    "review_approved_by_another": "You reviewed accesses of this review; another person approves it.",
    "review_approver_not_found_about": "A finding of this review is about you; another person approves it.",
    "finding_of_its_reviewer": "Another person reviews this access now.",
    "finding_owned_by_another": "The finding is about this person; choose somebody else to resolve it.",
    "finding_of_an_open_review": "The review is not open any more.",
    "finding_resolved_by_its_owner": "The finding’s owner says what was done.",
    "finding_closed_by_another": "You made, own or resolved this finding; another person approves it.",
    "hours_of_a_role_or_a_person": "Choose a role or a person, not both.",
    "staff_plate_kept_once": "This plate is in the register for this person already.",
    "review_once_a_period": "This period has its review already.",
}


class Refused(Exception):
    """`code` is for the ledger, the text a sentence for the person."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def unless(decision: Decision) -> None:
    """Raise Refused unless the rule allows it."""
    if not decision.allowed:
        raise Refused(decision.code, decision.reason)


def require(*, by: Actor, needs: Permission, now: datetime) -> None:
    """Raise PermissionDenied unless `by` has the right. A part of the portal has every right."""
    if isinstance(by, User) and not by.has_permission(needs, now):
        raise PermissionDenied(f"You do not have the right to: {needs.line}")


@contextmanager
def database_decides() -> Iterator[None]:
    """Turn a refusal of the database's into its sentence; what has none is a mistake and goes on."""
    try:
        yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", "") or ""
        if name not in SENTENCES:
            raise
        raise Refused(name, SENTENCES[name]) from error
