"""Auditors' pages about changes of configuration. Reading them is an access like any other."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from audit import change_log
from audit.change_forms import ChangesForm
from audit.change_words import tell
from audit.changes import what_is_at
from audit.forms import OlderForm
from audit.gate import refusal
from audit.marks import record_view
from audit.views.accesses import VIEW_LEDGER


@record_view("audit.changes", permission=VIEW_LEDGER, ledger=True)
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """Changes by what, who and when. Names are asked for by POST, so no address holds one."""
    form = ChangesForm(request.POST if request.method == "POST" else {})
    page = None
    if form.is_valid():
        page = change_log.list_changes(
            asks=request.user, wanted=form.wanted, before=form.cleaned_data["before"]
        )
    answer = render(
        request,
        "audit/changes.html",
        {
            "form": form,
            "searched": page is not None,
            "lines": tell(page.lines) if page else [],
            "next_cursor": page.next_cursor if page else "",
        },
        status=HTTPStatus.OK if page is not None else HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    return answer if page is not None else refusal(answer, "search_refused")


@record_view("audit.changes_of", permission=VIEW_LEDGER, ledger=True)
@require_safe
def changes_of(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Everything that was changed about one person, camera, zone, …, newest first."""
    form = OlderForm(request.GET)
    before = form.cleaned_data["before"] if form.is_valid() else None
    wanted = change_log.ChangeFilter(target=f"{kind}:{key}")
    page = change_log.list_changes(asks=request.user, wanted=wanted, before=before)
    return render(
        request,
        "audit/changes_of.html",
        {
            "subject": what_is_at(kind, key),
            "lines": tell(page.lines),
            "next_cursor": page.next_cursor,
            "here": before,
        },
    )


@record_view("audit.change", permission=VIEW_LEDGER, ledger=True)
@require_safe
def change(request: HttpRequest, number: int) -> HttpResponse:
    """One change: who, when, why, and each row before and after."""
    line = change_log.line_of(asks=request.user, number=number)
    if line is None:
        raise Http404("There is no such change.")
    return render(request, "audit/change.html", {"change": tell([line])[0]})
