"""Searching reads, opening one, and correcting it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from reads import selectors
from reads.actions import corrections
from reads.actions.corrections import NothingToCorrect
from reads.forms import CorrectionForm, SearchForm
from reads.models import Read


@record_view("reads.search", permission=Permission.SEARCH_READS, plate_fields=("plate",))
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The search form; by POST, its results. A plate is never part of an address, so paging posts the form
    again."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    page = None
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid():
            page = selectors.search_reads(
                asks=request.user, search=form.search, cursor=form.cleaned_data["cursor"]
            )
        else:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    # htmx asks for the results alone; a wrong form comes back whole, with its fields named.
    only_results = request.htmx and page is not None and not request.htmx.history_restore_request
    answer = render(
        request,
        "reads/_results.html" if only_results else "reads/search.html",
        {
            "form": form,
            "searched": page is not None,
            "reads": page.items if page else [],
            "next_cursor": page.next_cursor if page else "",
        },
        status=status,
    )
    return refusal(answer, "search_refused") if status != HTTPStatus.OK else answer


@record_view("reads.read", permission=Permission.VIEW_READS)
@require_safe
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    return read_page(request, found_read(request, uid), None)


@record_view("reads.correct", permission=Permission.CORRECT_READS)
@require_POST
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_read(request, uid)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        try:
            corrections.correct(read=found, by=request.user, **form.cleaned_data)
        except NothingToCorrect as error:
            form.add_error("plate", str(error))
        else:
            messages.success(request, "The correction is kept beside the observation.")
            return redirect("reads:read", uid=uid)
    return refusal(read_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY), "correction_refused")


@record_view("reads.undo_correction", permission=Permission.CORRECT_READS)
@require_POST
def undo_correction(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    found = found_read(request, uid)
    correction = selectors.correction_of(asks=request.user, read=found, pk=pk)
    if correction is None:
        raise Http404("There is no such correction.")
    if corrections.undo(correction=correction, by=request.user):
        messages.success(request, "The correction is undone; it stays in the history.")
    else:
        messages.info(request, "This correction had been undone before.")
    return redirect("reads:read", uid=uid)


def read_page(
    request: HttpRequest, found: Read, form: CorrectionForm | None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "reads/read.html",
        {
            "read": found,
            "frame": found.frame,
            "corrections": list(selectors.corrections_of(asks=request.user, read=found)),
            "form": form or CorrectionForm(initial={"plate": found.plate, "region": found.region}),
            "may_correct": request.user.has_permission(Permission.CORRECT_READS, now),
            "may_add_to_list": request.user.has_permission(Permission.ADD_TO_LISTS, now),
            "may_view_ledger": request.user.has_permission(Permission.VIEW_LEDGER, now),
        },
        status=status,
    )


def found_read(request: HttpRequest, uid: UUID) -> Read:
    found = selectors.read_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such read.")
    return found
