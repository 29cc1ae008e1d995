"""Versions of the policy: draft, change, discard, approve."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.acknowledgements import post
from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from policy.canonical import canonical_text, draft_digest
from policy.markup import clean
from policy.models import PolicyEdit, PolicyVersion
from policy.rules import may_approve
from policy.sections import BY_KEY, LONGEST_SECTION
from policy.selectors.live import lists_now
from policy.selectors.versions import authors_of

GONE = "There is no draft any more: it was approved or discarded in the meantime."


@transaction.atomic
def draft(*, by: User, now: datetime) -> PolicyVersion:
    """Begin the next version with the newest one's words. Raises ValidationError where there is a draft."""
    require(by=by, needs=Permission.DRAFT_POLICY, now=now)
    newest = PolicyVersion.objects.posted().first()
    begun = PolicyVersion(
        number=newest.number + 1 if newest else 1,
        sections=dict(newest.sections) if newest else {},
        drafted_by=by,
    )
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:
        raise ValidationError("Somebody else has just begun a draft; open that one.") from None
    PolicyEdit.objects.create(version=begun, by=by)
    record(Event.POLICY_DRAFTED, target=begun.ledger_target, by=by)
    return begun


@transaction.atomic
def change(
    *,
    sections: Mapping[str, str],
    summary: str,
    effective_on: date | None,
    seen: str,
    by: User,
    now: datetime,
) -> PolicyVersion:
    """Save the draft's words. `seen` is the digest of the draft that the author had before them.

    Raises ValidationError where somebody else saved it in the meantime, or a text is too long.
    """
    require(by=by, needs=Permission.DRAFT_POLICY, now=now)
    version = locked_draft()
    if seen != digest_of(version):
        raise ValidationError(
            "Somebody else saved this draft while you wrote. Copy your words, open the draft again and put"
            " them in."
        )
    texts = {key: clean(text) for key, text in sections.items() if key in BY_KEY}
    for key, text in texts.items():
        if len(text) > LONGEST_SECTION:
            raise ValidationError({key: f"A section has at most {LONGEST_SECTION} characters."})
    version.sections = {**version.sections, **texts}
    version.summary = clean(summary)[:500]
    version.effective_on = effective_on
    version.save(update_fields=["sections", "summary", "effective_on"])
    PolicyEdit.objects.create(version=version, by=by)
    record(Event.POLICY_DRAFT_CHANGED, target=version.ledger_target, by=by, digest=digest_of(version))
    return version


@transaction.atomic
def discard(*, by: User, now: datetime) -> None:
    """Throw the draft away. What was posted is never thrown away."""
    require(by=by, needs=Permission.DRAFT_POLICY, now=now)
    version = locked_draft()
    target, digest = version.ledger_target, digest_of(version)
    version.delete()
    record(Event.POLICY_DRAFT_DISCARDED, target=target, by=by, digest=digest)


@transaction.atomic
def approve(*, seen: str, by: User, now: datetime) -> PolicyVersion:
    """Post the draft: from its day on it is in force, and everybody acknowledges it before their next record.

    `seen` is the digest of the draft that the approver read. Raises ValidationError with the reason where it
    may not be approved, PermissionDenied where `by` has no right to.
    """
    require(by=by, needs=Permission.APPROVE_POLICY, now=now)
    version = locked_draft()
    newest = PolicyVersion.objects.posted().first()
    decision = may_approve(
        approver=by.pk,
        authors=authors_of(version).keys(),
        sections=version.sections,
        effective_on=version.effective_on,
        today=timezone.localdate(now),
        newest_effective_on=newest.effective_on if newest else None,
    )
    if not decision.allowed:
        raise ValidationError(decision.reason)
    if seen != digest_of(version):
        raise ValidationError("The draft was changed after you opened it; read it again.")
    version.lists = lists_now(now)
    version.text = canonical_text(
        city=settings.ALPR_CITY,
        division=settings.ALPR_DIVISION,
        number=version.number,
        effective_on=version.effective_on,
        sections=version.sections,
        lists=version.lists,
    )
    version.approved_at, version.approved_by = now, by
    # The database says the time and the hash; what is set here only meets its constraints.
    posted = PolicyVersion.objects.filter(pk=version.pk, approved_at=None).update(
        lists=version.lists, text=version.text, approved_at=now, approved_by=by
    )
    if posted != 1:
        raise ValidationError(GONE)
    version.refresh_from_db()
    record(Event.POLICY_APPROVED, target=version.ledger_target, by=by, sha256=version.sha256)
    post(number=version.number, effective_on=version.effective_on, sha256=version.sha256, by=by)
    return version


def require(*, by: User, needs: Permission, now: datetime) -> None:
    """Raises PermissionDenied unless `by` has the right."""
    if not by.has_permission(needs, now):
        raise PermissionDenied(f"You do not have the right to: {needs.line}")


def locked_draft() -> PolicyVersion:
    """The draft, held until this transaction ends: nobody else changes or approves it meanwhile."""
    version = PolicyVersion.objects.select_for_update().filter(approved_at=None).first()
    if version is None:
        raise ValidationError(GONE)
    return version


def digest_of(version: PolicyVersion) -> str:
    return draft_digest(sections=version.sections, summary=version.summary, effective_on=version.effective_on)
