"""Start-up checks of the gate's own settings."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

GATE = "audit.gate.AccessGate"


@register
def gate_stands_last(**_: object) -> list[CheckMessage]:
    """Whatever stands after the gate could answer without it."""
    if not settings.MIDDLEWARE or settings.MIDDLEWARE[-1] != GATE:
        return [Error(f"{GATE} must be the last entry of MIDDLEWARE.", id="audit.E001")]
    return []
