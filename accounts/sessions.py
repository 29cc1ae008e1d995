"""What the portal keeps in a person's session, on the server: when they logged in, when they were last seen,
and why they look.

Times are whole seconds since 1970, because a session is JSON.
"""

import hashlib
from datetime import UTC, datetime

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.facts import SessionFacts, StatedPurpose
from accounts.purposes import Purpose

AUTHENTICATED_AT = "authenticated_at"
SEEN_AT = "seen_at"
PURPOSE = "purpose"
SECONDS_BETWEEN_WRITES = 60


def begin(session: SessionBase, now: datetime) -> None:
    """A person has just logged in. A purpose stated in an earlier session is not taken over."""
    session[AUTHENTICATED_AT] = session[SEEN_AT] = int(now.timestamp())
    session.pop(PURPOSE, None)


def unlock(session: SessionBase, now: datetime) -> None:
    """The person is back. The twelve hours run on from the full log-in."""
    session[SEEN_AT] = int(now.timestamp())


def touch(session: SessionBase, now: datetime) -> bool:
    """Note a sign of the person, at most once a minute: a session that is not written is one query less."""
    seconds = int(now.timestamp())
    if seconds - session.get(SEEN_AT, 0) < SECONDS_BETWEEN_WRITES:
        return False
    session[SEEN_AT] = seconds
    return True


def state_purpose(session: SessionBase, purpose: Purpose, reference: str, now: datetime) -> None:
    session[PURPOSE] = {
        "code": purpose.code,
        "version": purpose.version,
        "reference": reference,
        "chosen_at": int(now.timestamp()),
    }


def session_facts(request: HttpRequest) -> SessionFacts:
    kept = request.session.get(PURPOSE)
    return SessionFacts(
        authenticated_at=moment(request.session.get(AUTHENTICATED_AT)),
        seen_at=moment(request.session.get(SEEN_AT)),
        second_factor_passed=getattr(request.user, "otp_device", None) is not None,
        purpose=StatedPurpose(
            kept["code"], kept["version"], kept["reference"], datetime.fromtimestamp(kept["chosen_at"], UTC)
        )
        if kept
        else None,
    )


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def fingerprint(session: SessionBase) -> str:
    """SHA-256 of the session's key: names the session in the ledger without opening it. '' where there is
    none.
    """
    key = session.session_key or ""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""
