"""Who may review, approve and own what: pure rules. The database holds the same (migration 0002)."""

from collections.abc import Sequence
from dataclasses import dataclass

from alpr_portal.lib.decision import ALLOWED, Decision, refused


@dataclass(frozen=True)
class Person:
    """`uid` as the ledger names them; e-mail and full name tell a second account of the same person."""

    pk: int
    uid: str
    email: str
    full_name: str


def same_person(one: Person, other: Person) -> bool:
    """The same account, or two that share an e-mail address or a full name.

    Two people of one name are taken for one: somebody else can always be asked.
    """
    return (
        one.pk == other.pk
        or (bool(one.email.strip()) and one.email.strip().lower() == other.email.strip().lower())
        or one.full_name.strip().lower() == other.full_name.strip().lower()
    )


def may_review(reviewer: Person, subject: Person | None) -> Decision:
    """Nobody reviews their own access. `subject` is None where the account was never one of ours."""
    if subject is not None and same_person(reviewer, subject):
        return refused("own_access", "This is your own access; another reviewer decides about it.")
    return ALLOWED


def may_approve(approver: Person, reviewers: Sequence[Person], found_about: Sequence[Person]) -> Decision:
    """Another person than whoever reviewed, and nobody whom a finding is about (CJIS AC-5)."""
    if any(same_person(approver, reviewer) for reviewer in reviewers):
        return refused("reviewed_it", "You reviewed accesses of this review; another person approves it.")
    if any(same_person(approver, subject) for subject in found_about):
        return refused("about_them", "A finding of this review is about you; another person approves it.")
    return ALLOWED


def may_own(owner: Person, subject: Person | None) -> Decision:
    if subject is not None and same_person(owner, subject):
        return refused("about_them", "The finding is about this person; choose somebody else to resolve it.")
    return ALLOWED


def may_close(
    closer: Person, maker: Person, owner: Person, resolver: Person, subject: Person | None
) -> Decision:
    """Nobody approves a finding that is theirs: made, owned or resolved by them, or about them."""
    if any(same_person(closer, other) for other in (maker, owner, resolver)):
        return refused("own_finding", "You made, own or resolved this finding; another person approves it.")
    if subject is not None and same_person(closer, subject):
        return refused("about_them", "The finding is about you; another person approves what came of it.")
    return ALLOWED


def shared_out(subjects: Sequence[Person | None], reviewers: Sequence[Person]) -> list[Person | None]:
    """For each item a reviewer: the one who has fewest so far and is not the subject; None where nobody is
    left. The same items and reviewers give the same answer.
    """
    load = dict.fromkeys((reviewer.pk for reviewer in reviewers), 0)
    given: list[Person | None] = []
    for subject in subjects:
        fit = [reviewer for reviewer in reviewers if may_review(reviewer, subject).allowed]
        chosen = min(fit, key=lambda reviewer: load[reviewer.pk]) if fit else None
        if chosen is not None:
            load[chosen.pk] += 1
        given.append(chosen)
    return given
