"""Files on their way into a list: sending one in, watching its dry run, deciding about it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from alpr_portal.lib.spreadsheets import csv_bytes
from audit.gate import refusal
from audit.marks import page, record_view
from enforcement.actions import imports as actions
from enforcement.forms.imports import ApplyForm, ImportForm, RowsForm
from enforcement.list_storage import FileRefused, too_large
from enforcement.models import HotlistImport, HotlistImportRow
from enforcement.presentation_lists import (
    DOWNLOAD_HEADER,
    counts_of,
    download_line,
    freshness,
    shown_rows,
)
from enforcement.selectors import lists as selectors
from enforcement.views.lists import found_list
from reads.images import safe_name
from reads.uploads import oversized_files


@record_view("enforcement.import_file", permission=Permission.MANAGE_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, code: str) -> HttpResponse:
    """The upload page; by POST, one file, whose dry run begins."""
    found = found_list(request, code)
    form = ImportForm(initial={"whole": "yes"})
    status = HTTPStatus.OK
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        made = received(request, form, found, HotlistImport.Way.UPLOAD)
        if made is not None:
            return redirect("enforcement:import", uid=made.uid)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render(
        request,
        "enforcement/lists/import_file.html",
        {"form": form, "hotlist": found, "freshness": freshness(found, timezone.now())},
        status=status,
    )
    return refusal(answer, "import_refused") if status != HTTPStatus.OK else answer


def received(request: HttpRequest, form: ImportForm, hotlist: object, way: str) -> HotlistImport | None:
    """The import of the file that was sent; None with the reason on the form."""
    if names := oversized_files(request):
        form.full_clean()
        form.errors.pop("file", None)
        form.add_error("file", too_large(safe_name(names[0])))
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return actions.receive(
            hotlist=hotlist,
            file=file,
            name=file.name or "",
            way=way,
            whole=form.cleaned_data["whole"],
            apply_by_itself=form.cleaned_data.get("apply_by_itself", False),
            by=request.user,
            now=timezone.now(),
        )
    except FileRefused as error:
        form.add_error("file", str(error))
        return None


@record_view("enforcement.import", permission=Permission.MANAGE_LISTS)
@require_safe
def one_import(request: HttpRequest, uid: UUID) -> HttpResponse:
    """An import: how far it has come, and what it would change, row by row."""
    return import_page(request, found_import(request, uid))


def import_page(
    request: HttpRequest, found: HotlistImport, status: HTTPStatus = HTTPStatus.OK, refused: str = ""
) -> HttpResponse:
    form = RowsForm(request.GET)
    rows = None
    show = ""
    if form.is_valid() and not found.is_pending:
        show = form.cleaned_data["show"] or first_to_look_at(found)
        rows = selectors.import_rows(
            asks=request.user, list_import=found, outcome=show, after=form.cleaned_data["after"] or 0
        )
    elif not form.is_valid():
        status = HTTPStatus.BAD_REQUEST
    now = timezone.now()
    return render(
        request,
        "enforcement/lists/import.html",
        {
            "list_import": found,
            "hotlist": found.hotlist,
            "freshness": freshness(found.hotlist, now),
            "form": form,
            "show": show,
            "counts": counts_of(found),
            "rows": shown_rows(rows.items) if rows else [],
            "next_cursor": rows.next_cursor if rows else "",
            "outdated": found.state == HotlistImport.State.READY
            and found.list_version != found.hotlist.version,
            "refused": refused,
        },
        status=status,
    )


def first_to_look_at(found: HotlistImport) -> str:
    """Refused rows first: they are what a person has to decide about."""
    order = ("refused", "gone", "changed", "added")
    return next((outcome for outcome in order if getattr(found, outcome)), "added")


@page("enforcement.import_progress", permission=Permission.MANAGE_LISTS, background=True)
@require_safe
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the page asks for every second: numbers alone. Once it is done the page is loaded anew."""
    found = found_import(request, uid)
    answer = render(request, "enforcement/lists/_progress.html", {"list_import": found})
    if not found.is_pending:
        answer.headers["HX-Refresh"] = "true"
    return answer


@record_view("enforcement.import_rows", permission=Permission.MANAGE_LISTS)
@require_safe
def rows_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The rows of one outcome as CSV, at most 20 000 a part."""
    found = found_import(request, uid)
    form = RowsForm(request.GET)
    if not form.is_valid() or found.is_pending:
        raise Http404("There are no such rows.")
    outcome = form.cleaned_data["show"] or HotlistImportRow.Outcome.REFUSED
    rows = selectors.import_rows(
        asks=request.user,
        list_import=found,
        outcome=outcome,
        after=form.cleaned_data["after"] or 0,
        most=selectors.DOWNLOAD,
    )
    answer = HttpResponse(
        csv_bytes(DOWNLOAD_HEADER, map(download_line, rows.items)), content_type="text/csv; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{found.hotlist.code}-{outcome}-{str(found.uid)[:8]}.csv"'
    )
    if rows.next_cursor:
        answer.headers["X-Next-After"] = rows.next_cursor
    return answer


@record_view("enforcement.import_apply", permission=Permission.MANAGE_LISTS)
@require_POST
def apply(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_import(request, uid)
    form = ApplyForm(request.POST)
    leave_out = form.is_valid() and form.cleaned_data["leave_out"]
    decision = actions.apply(
        list_import=found, leave_out_refused=leave_out, by=request.user, now=timezone.now()
    )
    if decision.code == "refused_rows":
        answer = import_page(request, found, HTTPStatus.UNPROCESSABLE_ENTITY, decision.reason)
        return refusal(answer, decision.code)
    if not decision.allowed:
        messages.error(request, decision.reason)
    return redirect("enforcement:import", uid=uid)


@record_view("enforcement.import_discard", permission=Permission.MANAGE_LISTS)
@require_POST
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_import(request, uid)
    decision = actions.discard(list_import=found, by=request.user, now=timezone.now())
    if decision.allowed:
        messages.success(request, "Nothing of this file is taken over.")
    else:
        messages.error(request, decision.reason)
    return redirect("enforcement:import", uid=uid)


@record_view("enforcement.import_again", permission=Permission.MANAGE_LISTS)
@require_POST
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Run the dry run once more against the list as it is now."""
    found = found_import(request, uid)
    if found.is_pending:
        messages.info(request, "This import is still being worked on.")
        return redirect("enforcement:import", uid=uid)
    made = actions.run_again(list_import=found, by=request.user)
    return redirect("enforcement:import", uid=made.uid)


def found_import(request: HttpRequest, uid: UUID) -> HotlistImport:
    found = selectors.import_by_uid(asks=request.user, uid=uid, now=timezone.now())
    if found is None:
        raise Http404("There is no such import.")
    return found
