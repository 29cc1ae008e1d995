"""Stating why one looks."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.actions import purposes as choices
from accounts.forms import PurposeForm
from accounts.next_page import asked_for
from accounts.purposes import PURPOSES
from accounts.sessions import PURPOSE
from audit.marks import page


@page("accounts.purpose")
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest) -> HttpResponse:
    """A purpose from the list that this person's roles look for, with a reference where it asks for one."""
    open_to_them = [one for one in PURPOSES.values() if one.active and one.code in request.person.purposes]
    if not open_to_them:
        reason = "Your account has no role that looks at records, so there is no purpose to choose."
        return render(request, "403.html", {"reason": reason}, status=HTTPStatus.FORBIDDEN)
    target = asked_for(request)
    if request.method == "POST":
        form = PurposeForm(request.POST)
        if form.is_valid() and chosen(request, form):
            return redirect(target or settings.LOGIN_REDIRECT_URL)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        stated = request.session.get(PURPOSE) or {}
        form = PurposeForm(
            initial={"purpose": stated.get("code"), "reference": stated.get("reference"), "next": target}
        )
        status = HTTPStatus.OK
    context = {"form": form, "purposes": open_to_them, "keeps_hours": settings.ALPR_SESSION_HOURS}
    return render(request, "accounts/purpose.html", context, status=status)


def chosen(request: HttpRequest, form: PurposeForm) -> bool:
    try:
        choices.choose(
            code=form.cleaned_data["purpose"],
            reference=form.cleaned_data["reference"],
            session=request.session,
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
