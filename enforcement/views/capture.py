"""Typing a plate that no camera read, with a photo, and learning at once whether it is a hit."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.forms.capture import CaptureForm
from enforcement.selectors import capture as selectors
from enforcement.views.patrol import chosen_vehicle
from reads.actions.ready_reads import capture as keep
from reads.uploads import oversized_files
from reads.views.reads import found_read

TOO_LARGE = "This photo is too large for a frame. Take it again with a lower resolution."


@record_view("patrol.capture", permission=Permission.UPLOAD_FRAMES)
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        camera = selectors.camera_of(chosen_vehicle(request))
        return capture_page(request, CaptureForm(initial={"camera": camera.code if camera else ""}))
    form = CaptureForm(request.POST, request.FILES)
    if oversized_files(request):
        form.errors.pop("photo", None)
        form.add_error("photo", TOO_LARGE)
    if form.is_valid():
        said = form.cleaned_data
        done = keep(
            file=said["photo"],
            name=said["photo"].name or "",
            camera=said["camera"],
            plate=said["plate"],
            region=said["region"],
            by=request.user,
            now=timezone.now(),
        )
        if done.reads:
            # Matching begins when this is committed, so what it found is on the next page.
            return redirect("enforcement:captured", uid=done.reads[0].uid)
        form.add_error("photo", done.received.reason)
    return refusal(capture_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY), "capture_refused")


def capture_page(request: HttpRequest, form: CaptureForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render(request, "enforcement/patrol/capture.html", {"form": form}, status=status)


@record_view("patrol.captured", permission=Permission.UPLOAD_FRAMES)
@require_safe
def captured(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Whether there is a hit, and the way to it. Its reason is not here: it is confirmed blind first."""
    read = found_read(request, uid)
    return render(
        request,
        "enforcement/patrol/captured.html",
        {
            "read": read,
            "hits": selectors.hits_of(asks=request.user, read=read, now=timezone.now()),
            "is_matched": selectors.is_matched(read),
        },
    )
