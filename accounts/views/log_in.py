"""Logging in, coming back to a session that was left alone, and leaving."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import sessions
from accounts.actions import sign_ins
from accounts.entrance import limits
from accounts.forms import LoginForm, OwnPasswordForm
from accounts.next_page import asked_for, with_next
from accounts.policy import session_is_open
from accounts.views.session_key import renew
from audit.marks import page, public

# The system-use notification (CJIS AC-8): restricted, monitored, unauthorised use penalised, consent by use.
BANNER = """This is a restricted information system of the {division}, City of {city}.

Its use is monitored, recorded and subject to audit: every look at plate data is written down with your name.

Unauthorized use is prohibited and may have criminal and civil penalties.

By using this system you consent to monitoring and recording."""

WHY_IT_ENDED = {
    "expired": "Your session ended: it is time to log in again.",
}


@public("accounts.login")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    target = asked_for(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(target or settings.LOGIN_REDIRECT_URL)
        return login_page(request, LoginForm(request, initial={"next": target}), HTTPStatus.OK)
    form = LoginForm(request, data=request.POST)
    if form.is_valid():
        if request.user.is_authenticated:
            auth.logout(request)
        with transaction.atomic():
            auth.login(request, form.get_user())
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if taken_out_of_the_lockout(request):
        return account_locked(request)
    return login_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def login_page(request: HttpRequest, form: LoginForm, status: int) -> HttpResponse:
    context = {
        "form": form,
        "banner": BANNER.format(city=settings.ALPR_CITY, division=settings.ALPR_DIVISION),
        "second_factor_off": not settings.ALPR_SECOND_FACTOR,
        "ended": WHY_IT_ENDED.get(request.GET.get("ended", "")),
    }
    answer = render(request, "accounts/login.html", context, status=status)
    add_never_cache_headers(answer)
    return answer


def taken_out_of_the_lockout(request: HttpRequest) -> bool:
    """Whether this failure found too many before it; from here on the answer is ours and not the
    middleware's.
    """
    locked_out = bool(getattr(request, "axes_locked_out", False))
    request.axes_locked_out = False  # type: ignore[attr-defined]
    return locked_out


def account_locked(request: HttpRequest) -> HttpResponse:
    """The same for every user name, whether it exists or not."""
    answer = render(
        request,
        "accounts/locked.html",
        {"ask": {"name": settings.ALPR_CONTACT}},
        status=HTTPStatus.FORBIDDEN,
    )
    add_never_cache_headers(answer)
    return answer


@page("accounts.unlock", fresh=True)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The session was left alone: its owner types the password, and goes on where they were."""
    target = asked_for(request)
    now = timezone.now()
    decision = session_is_open(sessions.session_facts(request), now, limits())
    if decision.allowed:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if decision.code != "idle":
        auth.logout(request)
        return redirect(with_next("accounts:login", target, ended="expired"))
    if request.method != "POST":
        form = OwnPasswordForm(request, initial={"next": target})
        return unlock_page(request, form, decision.reason, HTTPStatus.OK)
    form = OwnPasswordForm(request, request.POST)
    if form.is_valid() and request.user.locked_at is None:
        sign_ins.unlock(by=request.user, now=now)
        sessions.unlock(request.session, now)
        renew(request)
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if taken_out_of_the_lockout(request) or request.user.locked_at is not None:
        auth.logout(request)
        return account_locked(request)
    return unlock_page(request, form, decision.reason, HTTPStatus.UNPROCESSABLE_ENTITY)


def unlock_page(request: HttpRequest, form: OwnPasswordForm, why: str, status: int) -> HttpResponse:
    return render(request, "accounts/unlock.html", {"form": form, "ended": why}, status=status)


@page("accounts.logout", fresh=True)
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    answer = redirect("accounts:login")
    # What this browser kept of the pages goes with the session (CJIS AC-12).
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
