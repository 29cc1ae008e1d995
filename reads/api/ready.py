"""The door for cameras that read plates themselves."""

from http import HTTPStatus

from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import Permission
from audit.marks import record_view
from reads.actions.ready_reads import ReadsReceived, receive_reads
from reads.api.serializers import ReadAnswer
from reads.api.views import form_refused
from reads.forms import ReadyReadsForm
from reads.ready import BadReads
from reads.uploads import oversized_files


@record_view("api.ready_reads", permission=Permission.UPLOAD_FRAMES)
class ReadyReads(APIView):
    """POST one image with its reads as multipart form data.

    `camera` (its code), `image` (JPEG or PNG), `reads` (JSON: [{"plate", "region", "confidence", "box",
    "observed", "characters"}]), and if known `engine_version`, `camera_time` (ISO 8601), `latitude`,
    `longitude`. 201, or 200 for an image that was received before.
    """

    parser_classes = [MultiPartParser]

    def post(self, request: Request) -> Response:
        form = ReadyReadsForm(request.data)
        valid = form.is_valid()
        files = request._request.FILES.getlist("image")
        if len(files) != 1:
            too_large = bool(oversized_files(request._request))
            form.add_error(
                None,
                "image: this one is too large for a frame; send a smaller JPEG of it."
                if too_large
                else "image: send exactly one JPEG or PNG.",
            )
        if not valid or form.errors:
            return form_refused(form)
        now = timezone.now()
        try:
            done = receive_reads(
                file=files[0],
                name=files[0].name or "",
                camera=form.cleaned_data["camera"],
                plates=form.cleaned_data["reads"],
                engine_version=form.cleaned_data["engine_version"],
                beside=form.beside(now),
                by=request.user,
                now=now,
            )
        except BadReads as error:
            form.add_error("reads", f"{error.field}: {error.sentence}")
            return form_refused(form)
        if done.received.frame is None:
            form.add_error(None, f"image: {done.received.reason}")
            return form_refused(form)
        return Response(described(done), status=created_or_known(done))


def created_or_known(done: ReadsReceived) -> HTTPStatus:
    return HTTPStatus.CREATED if done.received.state == "accepted" else HTTPStatus.OK


def described(done: ReadsReceived) -> dict[str, object]:
    frame = done.received.frame
    return {
        "state": done.received.state,
        "reason": done.received.reason,
        "frame": str(frame.uid) if frame else "",
        "notes": frame.notes if frame else [],
        "reads": ReadAnswer(done.reads, many=True).data,
    }
