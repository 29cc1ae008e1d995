"""Changing one's own password."""

from http import HTTPStatus

from django.contrib import auth, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import sessions
from accounts.actions import passwords
from accounts.forms import NewPasswordForm
from accounts.next_page import asked_for
from accounts.policy import PASSWORD_DOOR
from accounts.views.log_in import account_locked, taken_out_of_the_lockout
from accounts.views.session_key import new_key
from audit.marks import page


@page(PASSWORD_DOOR)
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """The present password, and the new one twice. All other sessions of this person end."""
    if request.method != "POST":
        return render(request, "accounts/password_change.html", {"form": NewPasswordForm(request)})
    form = NewPasswordForm(request, request.POST)
    if form.is_valid():
        with transaction.atomic():
            passwords.change(
                password=form.cleaned_data["new_password1"],
                session=sessions.fingerprint(request.session),
                by=request.user,
                now=timezone.now(),
            )
            with new_key(request):
                auth.update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Your other sessions have ended.")
        return redirect(asked_for(request) or "accounts:my-access")
    if taken_out_of_the_lockout(request):
        auth.logout(request)
        return account_locked(request)
    return render(
        request, "accounts/password_change.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )
