"""The source of paid sessions that this installation has, if any."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from enforcement.payments.base import PaidSessions
from enforcement.payments.file import FilePaidSessions


def paid_sessions() -> PaidSessions | None:
    """None where the city sells no sessions, or nobody has connected them."""
    if not settings.ALPR_PAID_SESSIONS_FILE:
        return None
    return from_file(settings.ALPR_PAID_SESSIONS_FILE, settings.ALPR_PAID_SESSIONS_MINUTES)


@lru_cache(maxsize=4)
def from_file(path: str, stale_minutes: int) -> FilePaidSessions:
    return FilePaidSessions(Path(path), timedelta(minutes=stale_minutes))
