"""The register of designees and the hearings."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from audit.marks import page
from policy.actions import register as actions
from policy.forms.register import DayForm, DesigneeForm, HearingForm
from policy.selectors import register as selectors


@page("policy.register", permission=Permission.APPROVE_POLICY)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who oversees the operation, who did on any day, and where the public was heard."""
    return register_page(request, DesigneeForm(), HearingForm(), HTTPStatus.OK)


@page("policy.appoint", permission=Permission.APPROVE_POLICY)
@require_POST
def appoint(request: HttpRequest) -> HttpResponse:
    form = DesigneeForm(request.POST)
    if form.is_valid():
        try:
            actions.appoint(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{form.cleaned_data['name']} is in the register.")
            return redirect("policy:register")
    return register_page(request, form, HearingForm(), HTTPStatus.UNPROCESSABLE_ENTITY)


@page("policy.hearing", permission=Permission.APPROVE_POLICY)
@require_POST
def hearing(request: HttpRequest) -> HttpResponse:
    form = HearingForm(request.POST)
    if form.is_valid():
        try:
            actions.record_hearing(**form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The hearing is on record.")
            return redirect("policy:register")
    return register_page(request, DesigneeForm(), form, HTTPStatus.UNPROCESSABLE_ENTITY)


def register_page(request: HttpRequest, designee: Form, hearing: Form, status: int) -> HttpResponse:
    day_form = DayForm(request.GET if "on" in request.GET else None)
    asked = day_form.cleaned_data["on"] if day_form.is_bound and day_form.is_valid() else None
    if day_form.is_bound and asked is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "designee_form": designee,
        "hearing_form": hearing,
        "day_form": day_form,
        "asked": asked,
        "found": selectors.designee_on(asked) if asked else None,
        "now": selectors.designee_now(timezone.now()),
        "designees": selectors.designees(),
        "hearings": selectors.hearings(),
    }
    return render(request, "policy/register.html", context, status=status)
