"""Facts about a request that everything after it may rely on, and the headers every answer carries."""

import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from alpr_portal.lib.ip import caller_address

Next = Callable[[HttpRequest], HttpResponseBase]

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# The admin's bundled Alpine evaluates expressions and its widgets set styles; only the admin gets that
# (THREAT_MODEL.md).
ADMIN_POLICY = PAGE_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


def page_policy() -> str:
    """Pictures may come from the map's tile server, too, where one is configured: that origin alone."""
    if not settings.ALPR_TILE_URL:
        return PAGE_POLICY
    parts = urlsplit(settings.ALPR_TILE_URL)
    return PAGE_POLICY.replace(
        "img-src 'self' data:", f"img-src 'self' data: {parts.scheme}://{parts.netloc}"
    )


def address_of(request: HttpRequest) -> str:
    return request.caller_address  # type: ignore[attr-defined]


class RequestFacts:
    """Sets `request.caller_address` (trusted-proxy walk) and `request.request_id` (ours; a caller's is not
    believed)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.caller_address = caller_address(  # type: ignore[attr-defined]
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.ALPR_TRUSTED_PROXIES,
        )
        request.request_id = uuid.uuid4()  # type: ignore[attr-defined]
        answer = self.get_response(request)
        answer.headers["X-Request-Id"] = str(request.request_id)  # type: ignore[attr-defined]
        return answer


class PageSecurity:
    """Content security policy without inline script, no indexing, no features nobody uses."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        policy = ADMIN_POLICY if request.path.startswith("/admin/") else page_policy()
        answer.headers.setdefault("Content-Security-Policy", policy)
        answer.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        answer.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        return answer
