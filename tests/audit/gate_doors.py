"""Doors for the tests of the gate: views that do what views must not, beside the portal's own."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from unfold.admin import ModelAdmin

from accounts.permissions import Permission
from alpr_portal.admin_site import PortalAdminSite
from alpr_portal.urls import urlpatterns as portal
from audit.gate import refusal
from audit.marks import page, public, record_view
from reads.models import Camera, Read


def meanwhile(request: HttpRequest) -> None:
    """Replaced by a test that wants something to happen while a view runs."""


def plates() -> str:
    return " ".join(read.plate for read in Read.objects.order_by("id"))


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(plates())


@record_view("tests.look", permission=Permission.VIEW_READS, plate_fields=("plate",))
def look(request: HttpRequest, **chosen: object) -> HttpResponse:
    meanwhile(request)
    return HttpResponse(plates())


@record_view("tests.write", permission=Permission.VIEW_READS)
def write(request: HttpRequest, ending: str) -> HttpResponse:
    """Writes a camera, reads plates, and ends in one way or another."""
    Camera.objects.create(code=f"written-{ending}", name="Written")
    shown = plates()
    if ending == "raises":
        raise RuntimeError(shown)
    if ending == "404":
        raise Http404(shown)
    if ending == "denied":
        raise PermissionDenied(shown)
    if ending == "422":
        return refusal(HttpResponse("not like this", status=422), "odd_form")
    if ending == "503":
        return HttpResponse("later", status=503)
    return HttpResponse(shown)


@record_view("tests.lazy", permission=Permission.VIEW_READS)
def lazy(request: HttpRequest) -> HttpResponse:
    """A template that asks the database when it is rendered, after the view has returned."""
    template = engines["django"].from_string("{% for read in reads %}{{ read.plate }}{% endfor %}")
    return TemplateResponse(request, template, {"reads": Read.objects.all()})


@record_view("tests.stream", permission=Permission.VIEW_READS)
def stream(request: HttpRequest) -> StreamingHttpResponse:
    found = plates().encode()
    return StreamingHttpResponse(found[start : start + 3] for start in range(0, len(found), 3))


@record_view("tests.late_stream", permission=Permission.VIEW_READS)
def late_stream(request: HttpRequest) -> StreamingHttpResponse:
    """A stream that asks the database only when it is sent."""

    def late() -> Iterator[bytes]:
        yield b"begun "
        yield plates().encode()

    return StreamingHttpResponse(late())


@page("tests.page")
def page_without_records(request: HttpRequest) -> HttpResponse:
    return HttpResponse(plates())


@public("tests.public")
def public_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(plates())


@record_view("tests.api", permission=Permission.VIEW_READS, plate_fields=("plate",))
class Api(APIView):
    parser_classes = [JSONParser]

    def post(self, request: Request) -> Response:
        return Response({"asked": request.data, "plates": plates()})


class UnmarkedApi(APIView):
    permission_classes = ()

    def get(self, request: Request) -> JsonResponse:
        return JsonResponse({"plates": plates()})


class ReadAdmin(ModelAdmin):
    """What nobody should write: ALPR data in the administration pages."""

    list_display = ("plate",)


other_site = page("tests.admin", permission=Permission.USE_ADMIN)(PortalAdminSite(name="other"))
other_site.register(Read, ReadAdmin)

urlpatterns = [
    *portal,
    path("tests/unmarked", unmarked),
    path("tests/look", look),
    path("tests/look/<slug:uid>", look),
    path("tests/write/<slug:ending>", write),
    path("tests/lazy", lazy),
    path("tests/stream", stream),
    path("tests/late-stream", late_stream),
    path("tests/page", page_without_records),
    path("tests/public", public_page),
    path("tests/api", Api.as_view()),
    path("tests/unmarked-api", UnmarkedApi.as_view()),
    path("tests/admin/", other_site.urls),
]
