"""Start-up checks of what the settings say about people."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

MOST_FAILURES = 5
SHORTEST_WINDOW_HOURS = 0.25
LONGEST_IDLE_MINUTES = 30
LONGEST_SESSION_HOURS = 12


@register(Tags.security)
def failures_lock_the_account(**_: object) -> list[CheckMessage]:
    """CJIS AC-7: five failures within fifteen minutes, counted by account."""
    if (
        settings.AXES_FAILURE_LIMIT > MOST_FAILURES
        or settings.AXES_COOLOFF_TIME < SHORTEST_WINDOW_HOURS
        or "username" not in settings.AXES_LOCKOUT_PARAMETERS
        or settings.AUTHENTICATION_BACKENDS[0] != "axes.backends.AxesStandaloneBackend"
    ):
        return [
            Error(
                "Five failed log-ins within fifteen minutes would not lock an account.",
                hint="Set AXES_FAILURE_LIMIT to 5, AXES_COOLOFF_TIME to 0.25, and count by username.",
                id="accounts.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def sessions_end_in_time(**_: object) -> list[CheckMessage]:
    """CJIS AC-11: locked after thirty minutes at most; twelve hours to the next full log-in."""
    if (
        settings.ALPR_IDLE_MINUTES <= LONGEST_IDLE_MINUTES
        and settings.ALPR_SESSION_HOURS <= LONGEST_SESSION_HOURS
    ):
        return []
    return [
        Warning(
            f"Sessions lock after {settings.ALPR_IDLE_MINUTES} minutes"
            f" and end after {settings.ALPR_SESSION_HOURS} hours.",
            hint="Set ALPR_IDLE_MINUTES to 30 and ALPR_SESSION_HOURS to 12, or less.",
            id="accounts.W001",
        )
    ]
