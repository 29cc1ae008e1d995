"""Copies of the ledger to take along: what was looked for as CSV or JSON lines, or the whole of it."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from audit.actions.exports import export_lines
from audit.actions.verifications import auditors_connection
from audit.forms import CopyForm, DaysForm, LedgerForm, PlateForm
from audit.gate import refusal
from audit.marks import record_view
from audit.models import AccessRecord
from audit.sealing.export import whole_ledger
from audit.selectors import accesses, exports
from audit.views.accesses import VIEW_LEDGER

TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


@record_view("audit.copy_accesses", permission=VIEW_LEDGER, ledger=True)
@require_POST
def copy_accesses(request: HttpRequest) -> HttpResponseBase:
    """All accesses that a filter finds, not only one page of them."""
    form, copy = LedgerForm(request.POST), CopyForm(request.POST)
    if not (form.is_valid() and copy.is_valid()):
        return refused(request, form, copy)
    return selected(request, copy, accesses.matching(form.wanted), said(form, *form.fields), "accesses")


@record_view("audit.copy_plate", permission=VIEW_LEDGER, ledger=True, plate_fields=("plate",))
@require_POST
def copy_plate(request: HttpRequest) -> HttpResponseBase:
    """Every search for a plate and every showing of it, for a court or a request for records."""
    form, copy = PlateForm(request.POST), CopyForm(request.POST)
    if not (form.is_valid() and copy.is_valid()):
        return refused(request, form, copy)
    cleaned = form.cleaned_data
    found = accesses.about_plate(cleaned["plate"], cleaned["region"], *form.span)
    return selected(request, copy, found, said(form, "plate", "region", "start", "end"), "plate")


@record_view("audit.copy_shown", permission=VIEW_LEDGER, ledger=True)
@require_POST
def copy_shown(request: HttpRequest, kind: str, uid: UUID) -> HttpResponseBase:
    copy = CopyForm(request.POST)
    if not copy.is_valid():
        return refused(request, copy)
    name = f"{kind}:{uid}"
    return selected(request, copy, accesses.about_record(name), {"record": name}, kind)


@record_view("audit.copy_person", permission=VIEW_LEDGER, ledger=True)
@require_POST
def copy_person(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    form, copy = DaysForm(request.POST), CopyForm(request.POST)
    if not (form.is_valid() and copy.is_valid()):
        return refused(request, form, copy)
    selection = {"person": str(uid), **said(form, "start", "end")}
    return selected(request, copy, accesses.by_person(str(uid), *form.span), selection, "person")


@record_view("audit.copy_whole", permission=VIEW_LEDGER, ledger=True)
@require_POST
def copy_whole(request: HttpRequest) -> HttpResponseBase:
    """The whole ledger with its seals, as `verify_ledger.py` takes it."""
    lines = whole_ledger(auditors_connection(), made_at=timezone.now().isoformat())
    return sent(request, lines, "whole", "jsonl")


def said(form: LedgerForm | PlateForm | DaysForm, *names: str) -> dict[str, str]:
    """What was selected, as the file's first line tells it."""
    return {name: str(form.cleaned_data[name]) for name in names if form.cleaned_data.get(name)}


def selected(
    request: HttpRequest,
    copy: CopyForm,
    found: QuerySet[AccessRecord],
    selection: Mapping[str, object],
    what: str,
) -> HttpResponseBase:
    form = copy.cleaned_data["form"]
    if form == "csv":
        lines = exports.as_csv(asks=request.user, found=found)
    else:
        lines = exports.as_json_lines(
            asks=request.user, found=found, selection=selection, made_at=timezone.now().isoformat()
        )
    return sent(request, lines, what, form)


def sent(request: HttpRequest, lines: Iterable[bytes], what: str, form: str) -> HttpResponseBase:
    file, made = export_lines(lines=lines, what=what, form=form, by=request.user)
    name = f"ledger-{what}-{timezone.localtime():%Y%m%d-%H%M%S}.{form}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])
    answer["X-Content-SHA256"] = made.sha256
    request.access.give_out(f"copy:{made.sha256[:32]}")  # type: ignore[attr-defined]
    return answer


def refused(request: HttpRequest, *forms: object) -> HttpResponse:
    answer = render(
        request, "audit/copy_refused.html", {"forms": forms}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return refusal(answer, "copy_refused")
