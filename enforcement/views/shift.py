"""The shift summary: what an officer read, decided and leaves open."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.forms.shift import ShiftForm
from enforcement.selectors import shift as selectors


@record_view("patrol.shift", permission=Permission.PATROL)
@require_safe
def shift(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = ShiftForm(request.GET or {}, asks=request.user, now=now)
    found, status = None, HTTPStatus.OK
    if form.is_valid():
        said = form.cleaned_data
        found = selectors.shift(
            asks=request.user, officer=said["officer"], start=said["begin"], end=said["finish"], now=now
        )
    else:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render(
        request,
        "enforcement/patrol/shift.html",
        {
            "form": form,
            "shift": found,
            "may_choose": selectors.officers(asks=request.user, now=now).count() > 1,
            "today": timezone.localdate(now),
        },
        status=status,
    )
    return answer if found else refusal(answer, "shift_refused")
