"""The same doors for programs, with a browser's session for now: the same forms, selectors, actions and
marks."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import Permission
from alpr_portal.json_body import StrictJSONParser
from alpr_portal.problems import CONTENT_TYPE
from audit.marks import record_view
from reads import selectors
from reads.api.serializers import FrameAnswer, ReadAnswer
from reads.forms import SearchForm, UploadForm
from reads.views.frames import described, receive_files


@record_view("api.frames", permission=Permission.UPLOAD_FRAMES)
class Frames(APIView):
    """POST frames as multipart form data: `camera` (its code) and any number of `files`."""

    parser_classes = [MultiPartParser]

    def post(self, request: Request) -> Response:
        form = UploadForm(request.data)
        received = receive_files(request._request, form) if form.is_valid() else []
        if not received:
            return form_refused(form)
        return Response({"files": [described(one) for one in received]}, status=HTTPStatus.CREATED)


@record_view("api.frame", permission=Permission.VIEW_FRAMES)
class OneFrame(APIView):
    """GET one frame with its state and reads."""

    def get(self, request: Request, uid: UUID) -> Response:
        frame = selectors.frame_by_uid(asks=request.user, uid=uid)
        if frame is None:
            raise Http404
        return Response(FrameAnswer(frame).data)


@record_view("api.search", permission=Permission.SEARCH_READS, plate_fields=("plate",))
class Search(APIView):
    """POST {"plate", "region", "camera", "start", "end", "confidence", "cursor"}."""

    parser_classes = [StrictJSONParser]

    def post(self, request: Request) -> Response:
        form = SearchForm(request.data if isinstance(request.data, dict) else {})
        if not form.is_valid():
            return form_refused(form)
        page = selectors.search_reads(
            asks=request.user,
            search=form.search,
            cursor=form.cleaned_data["cursor"],
            with_frames=True,
        )
        return Response({"reads": ReadAnswer(page.items, many=True).data, "next_cursor": page.next_cursor})


@record_view("api.read", permission=Permission.VIEW_READS)
class OneRead(APIView):
    """GET one read."""

    def get(self, request: Request, uid: UUID) -> Response:
        read = selectors.read_by_uid(asks=request.user, uid=uid)
        if read is None:
            raise Http404
        return Response(ReadAnswer(read).data)


def form_refused(form: UploadForm | SearchForm) -> Response:
    """422 problem JSON with the fields named."""
    fields = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
    answer = Response(
        {
            "status": HTTPStatus.UNPROCESSABLE_ENTITY,
            "code": "fields",
            "detail": "Some fields are not right; see `fields`.",
            "fields": fields,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        content_type=CONTENT_TYPE,
    )
    answer.refusal_code = "fields"  # type: ignore[attr-defined]
    return answer
