"""Holidays: the days on which time limits do not count."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.marks import page
from enforcement.actions import holidays as actions
from enforcement.actions.holidays import HolidayRefused
from enforcement.forms.zones import HolidayForm
from enforcement.selectors import zones as selectors


@page("enforcement.holidays", permission=Permission.MANAGE_ZONES)
@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            added = actions.add(**form.cleaned_data, by=request.user, now=now)
        except HolidayRefused as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, f"{added.name} is a holiday.")
            return redirect("enforcement:holidays")
    today = timezone.localdate(now)
    return render(
        request,
        "enforcement/zones/holidays.html",
        {
            "form": form,
            "holidays": list(selectors.holidays(today=today)),
            "today": today,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


@page("enforcement.holiday_remove", permission=Permission.MANAGE_ZONES)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = selectors.holiday_by_pk(pk=pk)
    if holiday is None:
        raise Http404("There is no such holiday.")
    try:
        actions.remove(holiday=holiday, by=request.user, now=timezone.now())
    except HolidayRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{holiday.name} is no holiday any more.")
    return redirect("enforcement:holidays")
