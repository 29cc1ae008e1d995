"""Uploading frames, watching them being read, and opening one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from alpr_portal.problems import problem, wants_json
from audit.gate import refusal
from audit.marks import record_view
from reads import selectors
from reads.actions import frames as actions
from reads.actions.frames import Received
from reads.forms import FrameFilterForm, UploadForm
from reads.images import safe_name
from reads.models import Frame
from reads.uploads import oversized_files


@record_view("reads.upload", permission=Permission.UPLOAD_FRAMES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page; by POST, any number of files for one camera. One bad file does not stop the others."""
    form = UploadForm(request.POST if request.method == "POST" else None)
    received: list[Received] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            received = receive_files(request, form)
        if not received:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        if wants_json(request):
            return upload_answer(form, received)
    answer = render(
        request,
        "reads/upload.html",
        {
            "form": form,
            "received": received,
            "camera": form.cleaned_data.get("camera") if form.is_bound and form.is_valid() else None,
            **progress(request),
        },
        status=status,
    )
    return refusal(answer, "nothing_uploaded") if status != HTTPStatus.OK else answer


def receive_files(request: HttpRequest, form: UploadForm) -> list[Received]:
    now = timezone.now()
    taken = [
        actions.receive(
            file=file, name=file.name or "", camera=form.cleaned_data["camera"], by=request.user, now=now
        )
        for file in request.FILES.getlist("files")
    ]
    too_large = [
        Received(
            name=safe_name(name),
            state="refused",
            reason=f"“{safe_name(name)}” is too large for a frame. Upload a smaller JPEG of the same frame.",
            code="too_large",
        )
        for name in oversized_files(request)
    ]
    if not taken and not too_large:
        form.add_error(None, "Choose at least one image file.")
    return taken + too_large


def upload_answer(form: UploadForm, received: list[Received]) -> HttpResponse:
    """What the upload page's script is told, file by file."""
    if not received:
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing_uploaded", " ".join(sentences))
    return JsonResponse({"files": [described(one) for one in received]})


def described(one: Received) -> dict[str, str]:
    return {
        "name": one.name,
        "state": one.state,
        "reason": one.reason,
        "frame_url": reverse("reads:frame", args=[one.frame.uid]) if one.frame else "",
    }


def progress(request: HttpRequest) -> dict[str, object]:
    """Context of the live list of one's own uploads."""
    now = timezone.now()
    own = selectors.own_uploads(asks=request.user, now=now)
    return {
        "frames": own.frames,
        "read_count": own.read,
        "total_count": own.total,
        "pending": own.waiting > 0,
        "may_retry": request.user.has_permission(Permission.RETRY_FRAMES, now),
    }


@record_view("reads.upload_progress", permission=Permission.UPLOAD_FRAMES, background=True)
@require_safe
def upload_progress(request: HttpRequest) -> HttpResponse:
    return render(request, "reads/_frame_list.html", progress(request))


@record_view("reads.frames", permission=Permission.VIEW_FRAMES)
@require_safe
def frames(request: HttpRequest) -> HttpResponse:
    form = FrameFilterForm(request.GET)
    page = None
    if form.is_valid():
        page = selectors.frames(
            asks=request.user,
            state=form.cleaned_data["state"],
            camera=form.cleaned_data["camera"],
            before=form.cleaned_data["before"],
        )
    return render(
        request,
        "reads/frames.html",
        {
            "form": form,
            "frames": page.items if page else [],
            "next_cursor": page.next_cursor if page else "",
            "may_retry": request.user.has_permission(Permission.RETRY_FRAMES, timezone.now()),
        },
        status=HTTPStatus.OK if page else HTTPStatus.BAD_REQUEST,
    )


@record_view("reads.frame", permission=Permission.VIEW_FRAMES)
@require_safe
def frame(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_frame(request, uid)
    reads = list(selectors.reads_of_frame(asks=request.user, frame=found))
    may_retry = request.user.has_permission(Permission.RETRY_FRAMES, timezone.now())
    return render(
        request,
        "reads/frame.html",
        {"frame": found, "reads": reads, "may_retry": may_retry and found.state == Frame.State.FAILED},
    )


@record_view("reads.frame_retry", permission=Permission.RETRY_FRAMES)
@require_POST
def retry(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_frame(request, uid)
    if actions.try_again(frame=found, by=request.user):
        messages.success(request, "The frame is queued again.")
    else:
        messages.info(request, "This frame is not waiting for another try any more.")
    return redirect("reads:frame", uid=uid)


def found_frame(request: HttpRequest, uid: UUID) -> Frame:
    found = selectors.frame_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such frame.")
    return found
