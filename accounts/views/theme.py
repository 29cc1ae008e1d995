"""Light, dark, or as the device says."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.next_page import asked_for
from audit.marks import public

COOKIE = "theme"
A_YEAR = 365 * 24 * 3600


@public("accounts.theme")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Anything but `light` and `dark` means: as the device says, and nothing is kept."""
    answer = redirect(asked_for(request) or "front")
    theme = request.POST.get("theme")
    if theme in ("light", "dark"):
        answer.set_cookie(
            COOKIE,
            theme,
            max_age=A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
