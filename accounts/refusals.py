"""The answer to a person who may not pass: a page that says what is missing and what to do, or the same for
programs.
"""

from http import HTTPStatus

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.next_page import page_to_return_to, with_next
from accounts.selectors import whom_to_ask
from alpr_portal.lib.decision import Decision
from alpr_portal.problems import problem, wants_json

# Where each refusal leads a person who can do something about it at once.
WAY_ON = {
    "login": "accounts:login",
    "expired": "accounts:login",
    "idle": "accounts:unlock",
    "second_factor": "accounts:second-factor",
    "second_factor_setup": "accounts:second-factor-setup",
    "password_change": "accounts:password-change",
    "acknowledgement": "policy:acknowledge",
    "purpose": "accounts:purpose",
}
NOT_KNOWN = frozenset({"login", "expired", "idle"})
NEEDS_TRAINING = frozenset({"training", "designation"})
NOT_NOW = "The access ledger cannot be written at the moment, so nothing is shown. Try again in a minute."


def answer(request: HttpRequest, decision: Decision) -> HttpResponse:
    """For a browser a redirect or a page, for htmx a redirect of the whole page, for programs problem
    JSON."""
    target = page_to_return_to(request)
    if decision.code in ("login", "expired") and request.user.is_authenticated:
        logout(request)
    way_on = WAY_ON.get(decision.code, "")
    ended = "expired" if decision.code == "expired" else ""
    status = HTTPStatus.UNAUTHORIZED if decision.code in NOT_KNOWN else HTTPStatus.FORBIDDEN
    if getattr(request, "htmx", None):
        reply = problem(status, decision.code, decision.reason)
        if decision.code in NEEDS_TRAINING:
            way_on = "accounts:training-required"
        if way_on:
            reply.headers["HX-Redirect"] = with_next(way_on, target, ended=ended)
    elif wants_json(request):
        reply = problem(status, decision.code, decision.reason)
    elif way_on:
        return redirect(with_next(way_on, target, ended=ended))
    elif decision.code in NEEDS_TRAINING:
        return training_required(request, [decision.reason])
    else:
        return render(request, "403.html", {"reason": decision.reason}, status=HTTPStatus.FORBIDDEN)
    if status == HTTPStatus.UNAUTHORIZED:
        reply.headers["WWW-Authenticate"] = 'Session realm="ALPR portal"'
    return reply


def training_required(
    request: HttpRequest, missing: list[str], *, status: int = HTTPStatus.FORBIDDEN
) -> HttpResponse:
    context = {"missing": missing, "ask": whom_to_ask(request.user, timezone.now())}
    return render(request, "accounts/training_required.html", context, status=status)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503. Nothing here asks the database: it may be what is missing."""
    if wants_json(request) or getattr(request, "htmx", None):
        reply: HttpResponse = problem(HTTPStatus.SERVICE_UNAVAILABLE, "ledger_unavailable", NOT_NOW)
    else:
        reply = HttpResponse(
            render_to_string("503.html", {"reason": NOT_NOW}), status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    reply.headers["Retry-After"] = "60"
    return reply
