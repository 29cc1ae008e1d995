"""What follows from logging in, failing to, and out: Django and django-axes say it has happened, actions
write it down.
"""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.actions import accounts, sign_ins
from accounts.models import User
from accounts.selectors import person_named
from audit.acting import acting
from audit.events import SystemActor

LOGIN = SystemActor("login")
TOO_MANY_FAILURES = "Five failed log-ins within fifteen minutes."


@receiver(user_logged_in)
def session_begins(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    now = timezone.now()
    sessions.begin(request.session, now)
    sign_ins.begin(
        session=sessions.fingerprint(request.session),
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
        by=user,
        now=now,
    )


@receiver(user_logged_out)
def session_ends(sender: object, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        sign_ins.end(session=sessions.fingerprint(request.session), by=user, now=timezone.now())


@receiver(user_login_failed)
def login_failed(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    user = person_named(str(credentials.get("username") or ""))
    address = address_of(request) if request is not None else ""
    sign_ins.note_failure(user=user, step="password", address=address, by=LOGIN)


@receiver(user_locked_out)
def too_many_failures(sender: object, username: str, **_: Any) -> None:
    """Five failures within fifteen minutes lock the account until another person releases it (CJIS AC-7)."""
    user = person_named(username or "")
    if user is not None:
        with acting(LOGIN, through="log-in"):
            accounts.lock(user=user, reason=TOO_MANY_FAILURES, by=LOGIN, now=timezone.now())


def login_refused_to_locked(request: HttpRequest, user: User) -> None:
    """The password was right and the account is locked: a failed log-in, which Django does not call one."""
    sign_ins.note_failure(user=user, step="locked", address=address_of(request), by=LOGIN)


def address_of(request: HttpRequest) -> str:
    return getattr(request, "caller_address", "")
