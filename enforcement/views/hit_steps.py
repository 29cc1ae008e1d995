"""The steps of a hit: confirm, reject, check, act, release, note, hand over. One form and one action each."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import checks, decisions, hit_notes, refusals, vehicle_actions
from enforcement.forms.hits import (
    ActionForm,
    CheckForm,
    ConfirmForm,
    HandOverForm,
    NoteForm,
    RejectForm,
    ReleaseForm,
)
from enforcement.models import Hit, HitStep
from enforcement.refused import HitRefused
from enforcement.views.hits import found_hit, hit_answer


@record_view("hits.confirm", permission=Permission.DECIDE_HITS)
@require_POST
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plate and state as the officer saw them in the picture."""
    return step(request, uid, "confirm", lambda hit: ConfirmForm(request.POST), decisions.confirm)


@record_view("hits.reject", permission=Permission.DECIDE_HITS)
@require_POST
def reject(request: HttpRequest, uid: UUID) -> HttpResponse:
    return step(request, uid, "reject", lambda hit: RejectForm(request.POST), decisions.reject)


@record_view("hits.check", permission=Permission.DECIDE_HITS)
@require_POST
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One answer of one source."""
    return step(request, uid, "check", lambda hit: CheckForm(request.POST, hit=hit), checks.record_answer)


@record_view("hits.rights", permission=Permission.DECIDE_HITS)
@require_POST
def rights(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask permits, paid sessions and exemptions."""
    return step(request, uid, "rights", lambda hit: forms.Form(request.POST), checks.look_up_rights)


@record_view("hits.act", permission=Permission.ACT_ON_HITS)
@require_POST
def act(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A boot, a tow, a citation, a warning, or the police told."""
    return step(request, uid, "action", lambda hit: ActionForm(request.POST), vehicle_actions.act)


@record_view("hits.release", permission=Permission.ACT_ON_HITS)
@require_POST
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    return step(request, uid, "release", lambda hit: ReleaseForm(request.POST), vehicle_actions.release)


@record_view("hits.note", permission=Permission.DECIDE_HITS)
@require_POST
def note(request: HttpRequest, uid: UUID) -> HttpResponse:
    def write(*, hit: Hit, text: str, by: User, now: datetime) -> HitStep:
        return hit_notes.write_note(hit=hit, text=text, by=by)

    return step(request, uid, "note", lambda hit: NoteForm(request.POST), write)


@record_view("hits.hand_over", permission=Permission.DECIDE_HITS)
@require_POST
def hand_over(request: HttpRequest, uid: UUID) -> HttpResponse:
    now = timezone.now()
    return step(
        request,
        uid,
        "hand_over",
        lambda hit: HandOverForm(request.POST, asks=request.user, hit=hit, now=now),
        hit_notes.hand_over,
    )


def step(
    request: HttpRequest,
    uid: UUID,
    name: str,
    form_of: Callable[[Hit], forms.Form],
    action: Callable[..., object],
) -> HttpResponse:
    """422 with the form as it was typed, 409 with the reason, or the hit as it is now."""
    hit = found_hit(request, uid)
    form = form_of(hit)
    if not form.is_valid():
        answer = hit_answer(request, hit, wrong={name: form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return refusal(answer, f"{name}_refused")
    try:
        action(hit=hit, by=request.user, now=timezone.now(), **form.cleaned_data)
    except HitRefused as refused:
        refusals.note_refusal(hit=found_hit(request, uid), refused=refused, by=request.user)
        answer = hit_answer(
            request, found_hit(request, uid), refused=str(refused), status=HTTPStatus.CONFLICT
        )
        return refusal(answer, refused.decision.code, kept=True)
    if request.htmx:
        return hit_answer(request, found_hit(request, uid))
    return redirect("enforcement:hit", uid=uid)
