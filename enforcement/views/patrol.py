"""The patrol screen: a vehicle's hits and reads, as they come."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.forms.patrol import VehicleForm, uids
from enforcement.live import newest_id
from enforcement.presentation_zones import tiles
from enforcement.selectors import chalk_sessions
from enforcement.selectors import patrol as selectors
from reads.delivery import picture_answer
from reads.views.pictures import crop_file
from reads.views.reads import found_read

VEHICLE = "patrol_vehicle"
"""The session's key for the vehicle of a person who is in no chalk session."""


def chosen_vehicle(request: HttpRequest) -> str:
    session = chalk_sessions.open_session(asks=request.user)
    return session.vehicle if session else request.session.get(VEHICLE, "")


@record_view("patrol.screen", permission=Permission.PATROL)
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    return screen_page(request, None)


def screen_page(
    request: HttpRequest, form: VehicleForm | None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    chalk = chalk_sessions.session_now(asks=request.user)
    vehicle = chalk.session.vehicle if chalk else request.session.get(VEHICLE, "")
    now = timezone.now()
    # Asked before the lists are read: what is published in between is told twice rather than never.
    after = newest_id()
    return render(
        request,
        "enforcement/patrol/patrol.html",
        {
            "form": form or VehicleForm(initial={"vehicle": vehicle}),
            "chalk": chalk,
            "vehicle": vehicle,
            "after": after,
            "lists": selectors.lists_now(asks=request.user, now=now),
            "reel": selectors.reel(asks=request.user, vehicle=vehicle, now=now),
            **tiles(),
        },
        status=status,
    )


@record_view("patrol.vehicle", permission=Permission.PATROL)
@require_POST
def choose_vehicle(request: HttpRequest) -> HttpResponse:
    form = VehicleForm(request.POST)
    if not form.is_valid():
        answer = screen_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        return refusal(answer, "no_such_vehicle")
    request.session[VEHICLE] = form.cleaned_data["vehicle"]
    return redirect("enforcement:patrol")


@record_view("patrol.reel", permission=Permission.PATROL, background=True)
@require_safe
def reel(request: HttpRequest) -> HttpResponse:
    """Both lists anew, for a screen that missed something."""
    vehicle = chosen_vehicle(request)
    found = selectors.reel(asks=request.user, vehicle=vehicle, now=timezone.now())
    return render(request, "enforcement/patrol/_reel.html", {"reel": found, "vehicle": vehicle})


@record_view("patrol.lists", permission=Permission.PATROL, background=True)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """How fresh the lists are; the screen asks again each minute."""
    found = selectors.lists_now(asks=request.user, now=timezone.now())
    return render(request, "enforcement/patrol/_lists.html", {"lists": found})


@record_view("patrol.cards", permission=Permission.PATROL, background=True)
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """What the stream pushes: the cards of the hits and reads that are named by their ids."""
    found = selectors.cards(
        asks=request.user,
        reads=uids(request.GET.getlist("read")),
        hits=uids(request.GET.getlist("hit")),
        now=timezone.now(),
    )
    return render(request, "enforcement/patrol/_cards.html", {"reel": found})


@record_view("patrol.live", permission=Permission.PATROL, background=True)
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Whether this person may listen. The stream itself is `enforcement.sse`, which asks here first."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@record_view("patrol.crop", permission=Permission.VIEW_READS, background=True)
@require_safe
def crop(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The picture of a plate for a card that came by itself: no sign that the person is there."""
    return picture_answer(request, crop_file(found_read(request, uid)))
