"""Hits: the list, and one hit as a page or as the part of one."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.forms.hits import HitFilterForm
from enforcement.models import Hit
from enforcement.presentation_hits import hit_context
from enforcement.selectors import accuracy as figures
from enforcement.selectors import hits as selectors


@record_view("hits.hits", permission=Permission.VIEW_HITS)
@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = HitFilterForm(request.GET, asks=request.user, now=now)
    page = None
    if form.is_valid():
        page = selectors.hits(
            asks=request.user, wanted=form.wanted, now=now, cursor=form.cleaned_data["before"]
        )
    answer = render(
        request,
        "enforcement/hits/hits.html",
        {
            "form": form,
            "hits": page.hits if page else [],
            "next_cursor": page.next_cursor if page else "",
            "may_see_accuracy": request.user.has_permission(Permission.VIEW_ACCURACY, now),
        },
        status=HTTPStatus.OK if page else HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    return answer if page else refusal(answer, "filter_refused")


@record_view("hits.hit", permission=Permission.VIEW_HITS)
@require_safe
def hit(request: HttpRequest, uid: UUID) -> HttpResponse:
    return hit_answer(request, found_hit(request, uid))


@record_view("hits.accuracy", permission=Permission.VIEW_ACCURACY)
@require_safe
def accuracy(request: HttpRequest) -> HttpResponse:
    """How often hits were right: by list, camera and engine version."""
    now = timezone.now()
    return render(
        request, "enforcement/hits/accuracy.html", {"tables": figures.tables(asks=request.user, now=now)}
    )


def hit_answer(
    request: HttpRequest,
    shown: Hit,
    *,
    wrong: dict[str, forms.Form] | None = None,
    refused: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The whole page; for htmx the hit alone, so that it opens beside the reel."""
    only_hit = request.htmx and not request.htmx.history_restore_request
    return render(
        request,
        "enforcement/hits/_hit.html" if only_hit else "enforcement/hits/hit.html",
        hit_context(asks=request.user, hit=shown, now=timezone.now(), wrong=wrong, refused=refused),
        status=status,
    )


def found_hit(request: HttpRequest, uid: UUID) -> Hit:
    found = selectors.hit_by_uid(asks=request.user, uid=uid, now=timezone.now())
    if found is None:
        raise Http404("There is no such hit.")
    return found
