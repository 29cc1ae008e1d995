"""Where a person wanted to go before they were asked something, as far as it can be believed."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

LONGEST = 1000


def local(target: str) -> str:
    """`target` where it is a path on this site, '' otherwise: no other host, no scheme, no trick with
    slashes.
    """
    is_path = target.startswith("/") and len(target) <= LONGEST
    return target if is_path and url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


def asked_for(request: HttpRequest) -> str:
    """The `next` a form or an address brought along, where it is local; '' otherwise."""
    return local(request.POST.get("next") or request.GET.get("next") or "")


def page_to_return_to(request: HttpRequest) -> str:
    """The page a refused request belongs to: itself, or the page whose fragment or form it was."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return local(htmx.current_url_abs_path or "")
    if request.method in ("GET", "HEAD"):
        return local(request.get_full_path())
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    return local(f"{before.path}?{before.query}" if before.query else before.path)


def with_next(view_name: str, target: str, **more: str) -> str:
    """The address of one of our own pages, bearing where to go afterwards."""
    query = urlencode({name: value for name, value in {"next": target, **more}.items() if value})
    return f"{reverse(view_name)}?{query}" if query else reverse(view_name)
