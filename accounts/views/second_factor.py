"""The second factor: typing a code, and setting up the app that shows them."""

from http import HTTPStatus

import django_otp
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import second_factor as factor
from accounts import sessions
from accounts.actions import second_factor as changes
from accounts.actions import sign_ins
from accounts.forms import CodeForm
from accounts.next_page import asked_for, with_next
from accounts.selectors import second_factor_of
from accounts.views.session_key import renew
from audit.marks import page

WRONG = "This code is not right, or was used already. Wait for the next one and type it."


@page("accounts.second_factor", fresh=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The code that the person's app shows: throttled, and never accepted twice."""
    target = asked_for(request)
    if request.user.otp_device is not None:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    if second_factor_of(request.user) is None:
        return redirect(with_next("accounts:second-factor-setup", target))
    if request.method != "POST":
        return render(request, "accounts/second_factor.html", {"form": CodeForm(initial={"next": target})})
    form = CodeForm(request.POST)
    if form.is_valid():
        device = factor.proven(request.user, form.cleaned_data["code"])
        if device is not None:
            django_otp.login(request, device)
            renew(request)
            return redirect(target or settings.LOGIN_REDIRECT_URL)
        note_wrong_code(request, form, factor.wait_seconds(request.user))
    return render(
        request, "accounts/second_factor.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


@page("accounts.second_factor_setup", fresh=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """A first authenticator app, or another one: whoever has one must have shown its code in this session."""
    target = asked_for(request)
    already_set = second_factor_of(request.user) is not None
    if already_set and request.user.otp_device is None:
        return redirect(with_next("accounts:second-factor", target))
    status = HTTPStatus.OK
    form = CodeForm(initial={"next": target})
    if request.method == "POST":
        form = CodeForm(request.POST)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            device = factor.proven_pending(request.user, form.cleaned_data["code"])
            if device is not None:
                with transaction.atomic():
                    changes.add(
                        device=device,
                        session=sessions.fingerprint(request.session),
                        by=request.user,
                        now=timezone.now(),
                    )
                    django_otp.login(request, device)
                    renew(request)
                messages.success(request, "The second factor is on. You need the app at every log-in.")
                return redirect(target or settings.LOGIN_REDIRECT_URL)
            note_wrong_code(request, form, factor.wait_seconds(request.user, pending=True))
    device = factor.pending_device(request.user)
    context = {
        "form": form,
        "qr_svg_data_uri": factor.picture_of(device),
        "secret": factor.key_of(device),
        "already_set": already_set,
    }
    return render(request, "accounts/second_factor_setup.html", context, status=status)


def note_wrong_code(request: HttpRequest, form: CodeForm, wait: int) -> None:
    sign_ins.note_failure(
        user=request.user, step="second_factor", address=request.caller_address, by=request.user
    )
    form.add_error("code", f"{WRONG} Try again in {wait} seconds." if wait > 1 else WRONG)
