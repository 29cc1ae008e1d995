"""What every page shows: where one can go, for which purpose one looks, and who one is."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.presentation import person_facts

NAVIGATION = (
    ("Patrol", "enforcement:patrol", Permission.PATROL),
    ("Upload", "reads:upload", Permission.UPLOAD_FRAMES),
    ("Frames", "reads:frames", Permission.VIEW_FRAMES),
    ("Hits", "enforcement:hits", Permission.VIEW_HITS),
    ("Search", "reads:search", Permission.SEARCH_READS),
    ("Chalking", "enforcement:chalk", Permission.PATROL),
    ("Zones", "enforcement:zones", Permission.VIEW_HITS),
    ("Lists", "enforcement:lists", Permission.VIEW_LISTS),
    ("Ledger", "audit:records", Permission.VIEW_LEDGER),
    ("Who has seen", "audit:plate", Permission.VIEW_LEDGER),
    ("Reviews", "reviews:reviews", Permission.REVIEW_ACCESS),
    ("Compliance", "policy:compliance", Permission.VIEW_COMPLIANCE),
    ("Administration", "admin:index", Permission.USE_ADMIN),
)

# What a stranger may open.
PUBLIC_NAVIGATION = (
    ("Policy", "policy:current"),
    ("Figures", "policy:figures"),
    ("Log in", "accounts:login"),
)


def portal(request: HttpRequest) -> dict[str, object]:
    return {
        "city": settings.ALPR_CITY,
        "division": settings.ALPR_DIVISION,
        "nav": navigation(request),
        "policy_url": reverse("policy:current"),
        **person_facts(request),
    }


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The pages this person has a right to; the gate decides again when one is opened."""
    if not request.user.is_authenticated:
        return [entry(request, label, name) for label, name in PUBLIC_NAVIGATION]
    now = timezone.now()
    return [
        entry(request, label, name)
        for label, name, permission in NAVIGATION
        if request.user.has_permission(permission, now)
    ]


def entry(request: HttpRequest, label: str, name: str) -> dict[str, object]:
    url = reverse(name)
    return {"label": label, "url": url, "current": request.path == url}
