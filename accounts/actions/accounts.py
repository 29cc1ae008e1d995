"""Accounts: create, change, disable, enable, lock, release."""

from datetime import datetime

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.actions.rights import require
from accounts.actions.sign_ins import end_all
from accounts.models import Designation, Organisation, User
from accounts.permissions import Permission
from audit.events import Actor, Event, record

CHANGEABLE = ("full_name", "email", "designation", "organisation", "affiliation", "company")


@transaction.atomic
def create(
    *,
    username: str,
    full_name: str,
    email: str,
    designation: Designation | None,
    organisation: Organisation,
    password: str,
    by: Actor,
    now: datetime,
    affiliation: str = User.Affiliation.EMPLOYEE,
    company: str = "",
    must_change_password: bool = True,
) -> User:
    """A new account. Whoever opens it knows the password, so its owner must change it at the first log-in."""
    user = User(
        username=User.normalize_username(username),
        full_name=full_name.strip(),
        email=email.strip(),
        designation=designation,
        organisation=organisation,
        affiliation=affiliation,
        company=company.strip(),
        must_change_password=must_change_password,
        created_at=now,
    )
    require(by=by, needs=Permission.MANAGE_PEOPLE, about=user, now=now)
    if designation is not None and not designation.active:
        raise ValidationError(
            {"designation": f"{designation} is no longer on the list; choose another designation."}
        )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    record(Event.ACCOUNT_CREATED, target=user.ledger_target, by=by, username=user.username)
    return user


@transaction.atomic
def change(*, user: User, by: Actor, now: datetime, **values: object) -> User:
    """Change who a person is: name, e-mail, designation, organisation, affiliation, company."""
    if unknown := set(values) - set(CHANGEABLE):
        raise TypeError(f"accounts.change cannot change {', '.join(sorted(unknown))}.")
    require(by=by, needs=Permission.MANAGE_PEOPLE, about=user, now=now)
    fresh = User.objects.select_for_update().get(pk=user.pk)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    for name in changed:
        setattr(fresh, name, values[name])
    fresh.full_clean()
    if changed:
        fresh.save(update_fields=changed)
        record(Event.ACCOUNT_CHANGED, target=fresh.ledger_target, by=by, fields=",".join(sorted(changed)))
    return fresh


@transaction.atomic
def disable(*, user: User, reason: str, by: Actor, now: datetime) -> None:
    """The person leaves, or may not look any more. Their sessions end at once, and do not come back with the
    account.
    """
    require(by=by, needs=Permission.MANAGE_PEOPLE, about=user, now=now)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False) != 1:
        raise ValidationError("This account is disabled already.")
    user.is_active = False
    end_all(user=user, now=now)
    record(Event.ACCOUNT_DISABLED, target=user.ledger_target, by=by, reason=reason)


@transaction.atomic
def enable(*, user: User, reason: str, by: Actor, now: datetime) -> None:
    """The person is back. Training and roles are what they are: both are asked about at the next door."""
    require(by=by, needs=Permission.MANAGE_PEOPLE, about=user, now=now)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True) != 1:
        raise ValidationError("This account is enabled already.")
    user.is_active = True
    record(Event.ACCOUNT_ENABLED, target=user.ledger_target, by=by, reason=reason)


@transaction.atomic
def lock(*, user: User, reason: str, by: Actor, now: datetime) -> bool:
    """Lock the account until another person releases it (CJIS AC-7). False where it was locked already."""
    locked = User.objects.filter(pk=user.pk, locked_at=None).update(locked_at=now, locked_reason=reason) == 1
    if locked:
        record(Event.ACCOUNT_LOCKED, target=user.ledger_target, by=by, reason=reason)
    return locked


@transaction.atomic
def release(*, user: User, reason: str, by: Actor, now: datetime) -> None:
    """Let a locked person log in again. Never done by themselves."""
    require(by=by, needs=Permission.RELEASE_ACCOUNTS, about=user, now=now)
    if User.objects.filter(pk=user.pk, locked_at__isnull=False).update(locked_at=None, locked_reason="") != 1:
        raise ValidationError("This account is not locked.")
    user.locked_at, user.locked_reason = None, ""
    forget_failures(username=user.username)
    record(Event.ACCOUNT_RELEASED, target=user.ledger_target, by=by, reason=reason)
