"""Hits for programs: the same forms, rules and actions as the pages."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import Permission
from alpr_portal.problems import problem
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import checks, decisions, refusals, vehicle_actions
from enforcement.forms.hits import ActionForm, CheckForm, ConfirmForm, HitFilterForm, RejectForm, ReleaseForm
from enforcement.models import Hit
from enforcement.presentation_hits import described, described_whole
from enforcement.refused import HitRefused
from enforcement.selectors import hits as selectors
from reads.api.views import form_refused


@record_view("api.hits", permission=Permission.VIEW_HITS)
class Hits(APIView):
    """GET the open hits by priority; `state`, `kind`, `hotlist`, `mine`, `from_past`, `before` narrow it."""

    def get(self, request: Request) -> Response:
        now = timezone.now()
        form = HitFilterForm(request.query_params, asks=request.user, now=now)
        if not form.is_valid():
            return form_refused(form)
        page = selectors.hits(
            asks=request.user, wanted=form.wanted, now=now, cursor=form.cleaned_data["before"]
        )
        return Response({"hits": [described(hit, now) for hit in page.hits], "next": page.next_cursor})


@record_view("api.hit", permission=Permission.VIEW_HITS)
class OneHit(APIView):
    """GET one hit. While it is new it says what its page shows, and not why the vehicle is sought."""

    def get(self, request: Request, uid: UUID) -> Response:
        return Response(described_whole(found_hit(request, uid), timezone.now()))


@record_view("api.hit_confirm", permission=Permission.DECIDE_HITS)
class Confirm(APIView):
    """POST {"plate", "region"} as the picture shows them."""

    def post(self, request: Request, uid: UUID) -> Response:
        return step(request, uid, lambda said, hit: ConfirmForm(said), decisions.confirm)


@record_view("api.hit_reject", permission=Permission.DECIDE_HITS)
class Reject(APIView):
    """POST {"reason", "note"}."""

    def post(self, request: Request, uid: UUID) -> Response:
        return step(request, uid, lambda said, hit: RejectForm(said), decisions.reject)


@record_view("api.hit_checks", permission=Permission.DECIDE_HITS)
class Checks(APIView):
    """POST {"kind", "result", "source", "answer", "notices", "amount_due"}."""

    def post(self, request: Request, uid: UUID) -> Response:
        return step(request, uid, lambda said, hit: CheckForm(said, hit=hit), checks.record_answer)


@record_view("api.hit_actions", permission=Permission.ACT_ON_HITS)
class Actions(APIView):
    """POST {"kind", "reference", "note"}: boot, tow, citation, warning or police_told."""

    def post(self, request: Request, uid: UUID) -> Response:
        return step(request, uid, lambda said, hit: ActionForm(said), vehicle_actions.act)


@record_view("api.hit_release", permission=Permission.ACT_ON_HITS)
class Release(APIView):
    """POST {"reason"}."""

    def post(self, request: Request, uid: UUID) -> Response:
        return step(request, uid, lambda said, hit: ReleaseForm(said), vehicle_actions.release)


def step(
    request: Request,
    uid: UUID,
    form_of: Callable[[dict[str, object], Hit], forms.Form],
    action: Callable[..., object],
) -> Response:
    """The hit as it is now, 422 with the fields named, or 409 with the reason, which is kept."""
    hit = found_hit(request, uid)
    form = form_of(request.data if isinstance(request.data, dict) else {}, hit)
    if not form.is_valid():
        return form_refused(form)
    try:
        action(hit=hit, by=request.user, now=timezone.now(), **form.cleaned_data)
    except HitRefused as refused:
        refusals.note_refusal(hit=found_hit(request, uid), refused=refused, by=request.user)
        answer = problem(HTTPStatus.CONFLICT, refused.decision.code, str(refused))
        return refusal(answer, refused.decision.code, kept=True)  # type: ignore[return-value]
    return Response(described_whole(found_hit(request, uid), timezone.now()))


def found_hit(request: Request, uid: UUID) -> Hit:
    found = selectors.hit_by_uid(asks=request.user, uid=uid, now=timezone.now())
    if found is None:
        raise Http404
    return found
