"""Doors for the tests of who may pass: the portal's own routes and a few that do nothing but open."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import Permission
from alpr_portal.urls import urlpatterns as portal
from audit.marks import page, public, record_view


@record_view("tests.record", permission=Permission.VIEW_READS)
def record(request: HttpRequest) -> HttpResponse:
    return HttpResponse("opened")


@record_view("tests.poll", permission=Permission.VIEW_READS, background=True)
def poll(request: HttpRequest) -> HttpResponse:
    return HttpResponse("still there")


@record_view("tests.ledger", permission=Permission.VIEW_LEDGER, purpose=False)
def ledger(request: HttpRequest) -> HttpResponse:
    return HttpResponse("opened")


@page("tests.page")
def plain_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


@record_view("tests.api", permission=Permission.VIEW_READS)
class MarkedApi(APIView):
    def get(self, request: Request) -> Response:
        return Response({"who": request.user.username})

    def post(self, request: Request) -> Response:
        return Response({"who": request.user.username})


@record_view("tests.api_without_session", permission=Permission.VIEW_READS)
class ApiWithoutSession(APIView):
    authentication_classes = ()

    def get(self, request: Request) -> Response:
        return Response({"who": str(request.user)})


class UnmarkedApi(APIView):
    def get(self, request: Request) -> Response:
        return Response({"opened": True})


@public("tests.public_api")
class PublicApi(APIView):
    def get(self, request: Request) -> Response:
        return Response({"opened": True})


urlpatterns = [
    *portal,
    path("tests/record", record, name="tests-record"),
    path("tests/poll", poll),
    path("tests/ledger", ledger),
    path("tests/page", plain_page),
    path("tests/api", MarkedApi.as_view()),
    path("tests/api-without-session", ApiWithoutSession.as_view()),
    path("tests/unmarked", UnmarkedApi.as_view()),
    path("tests/public", PublicApi.as_view()),
]
