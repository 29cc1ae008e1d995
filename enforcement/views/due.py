"""Due soon: vehicles about to exceed their time, as a list and on a map."""

from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.forms.chalk import AheadForm
from enforcement.presentation_zones import tiles
from enforcement.selectors.due import due_soon


@record_view("enforcement.due_soon", permission=Permission.PATROL)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    return due_page(request, "enforcement/due/due.html")


@record_view("enforcement.due_list", permission=Permission.PATROL, background=True)
@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """The list alone; it asks for itself every half minute."""
    return due_page(request, "enforcement/due/_list.html")


def due_page(request: HttpRequest, template: str) -> HttpResponse:
    form = AheadForm(request.GET)
    now = timezone.now()
    if not form.is_valid():
        context = {"form": form, "due": [], "minutes": AheadForm.USUAL, **tiles()}
        answer = render(request, template, context, status=HTTPStatus.BAD_REQUEST)
        return refusal(answer, "minutes_refused")
    found = due_soon(asks=request.user, now=now, ahead=timedelta(minutes=form.ahead))
    shown = [{"due": one, "left": one.minutes_left(now), "late": -one.minutes_left(now)} for one in found]
    return render(
        request, template, {"form": form, "due": shown, "minutes": form.ahead, "now": now, **tiles()}
    )
