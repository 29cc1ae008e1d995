"""What every page says about the person it is shown to."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.facts import StatedPurpose
from accounts.purposes import PURPOSES

SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


def person_facts(request: HttpRequest) -> dict[str, object]:
    """`access_purpose` ({"label", "reference"} or None) and `person` (the User, or None before the log-
    in)."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"access_purpose": None, "person": None}
    stated = sessions.session_facts(request).purpose
    return {"access_purpose": purpose_shown(stated) if stated else None, "person": user}


def purpose_shown(stated: StatedPurpose) -> dict[str, str] | None:
    """The purpose as the top bar shows it; None once it has to be stated again."""
    purpose = PURPOSES.get(stated.code)
    hours = (timezone.now() - stated.chosen_at).total_seconds() / 3600
    if purpose is None or purpose.version != stated.version or hours >= settings.ALPR_SESSION_HOURS:
        return None
    return {"label": purpose.label, "reference": stated.reference}


def device_of(agent: str) -> str:
    """“Chrome on iPad”, as far as a browser's own words say it; '' where they do not."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " on ".join(part for part in (browser, system) if part)
