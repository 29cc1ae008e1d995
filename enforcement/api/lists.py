"""Lists for programs: which there are, a file for one, and what became of it."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import Permission
from audit.marks import record_view
from enforcement.forms.imports import ProgramImportForm
from enforcement.models import Hotlist, HotlistImport
from enforcement.policy.lists import is_stale
from enforcement.selectors import lists as selectors
from enforcement.views.imports import received
from reads.api.views import form_refused


def list_answer(hotlist: Hotlist) -> dict[str, object]:
    return {
        "code": hotlist.code,
        "name": hotlist.name,
        "kind": hotlist.kind,
        "audience": hotlist.audience,
        "is_active": hotlist.is_active,
        "entries": hotlist.standing,
        "version": hotlist.version,
        "refreshed_at": hotlist.refreshed_at,
        "freshness_hours": hotlist.freshness_hours,
        "stale": is_stale(hotlist.refreshed_at, hotlist.freshness_hours, timezone.now()),
    }


def import_answer(one: HotlistImport) -> dict[str, object]:
    return {
        "id": one.uid,
        "list": one.hotlist.code,
        "state": one.state,
        "problem": one.problem,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "size": one.size,
        "whole": one.whole,
        "apply_by_itself": one.apply_by_itself,
        "received_at": one.received_at,
        "rows_total": one.rows_total,
        "rows_done": one.rows_done,
        "added": one.added,
        "changed": one.changed,
        "same": one.same,
        "gone": one.gone,
        "refused": one.refused,
        "notes": one.notes,
        "url": reverse("enforcement:import", args=[one.uid]),
    }


@record_view("api.lists", permission=Permission.VIEW_LISTS)
class Lists(APIView):
    """GET the lists that this person may know of."""

    def get(self, request: Request) -> Response:
        found = selectors.hotlists(asks=request.user, now=timezone.now())
        return Response({"lists": [list_answer(hotlist) for hotlist in found]})


@record_view("api.list_imports", permission=Permission.MANAGE_LISTS)
class Imports(APIView):
    """POST a file as multipart form data: `file`, `whole` and `apply_by_itself` (yes or no)."""

    parser_classes = [MultiPartParser]

    def post(self, request: Request, code: str) -> Response:
        hotlist = selectors.hotlist_by_code(asks=request.user, code=code, now=timezone.now())
        if hotlist is None:
            raise Http404
        form = ProgramImportForm(request.data, request.FILES)
        made = received(request._request, form, hotlist, HotlistImport.Way.API)
        if made is None:
            return form_refused(form)
        return Response(import_answer(made), status=HTTPStatus.ACCEPTED)


@record_view("api.import", permission=Permission.MANAGE_LISTS)
class OneImport(APIView):
    """GET an import's state and counts."""

    def get(self, request: Request, uid: UUID) -> Response:
        found = selectors.import_by_uid(asks=request.user, uid=uid, now=timezone.now())
        if found is None:
            raise Http404
        return Response(import_answer(found))
