"""Pages for auditors. Reading the ledger is itself an access: each of these leaves a record too."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.change_log import lines_under
from audit.change_words import tell
from audit.forms import LedgerForm, OlderForm, PlateForm
from audit.gate import refusal
from audit.marks import record_view
from audit.selectors import accesses as selectors

VIEW_LEDGER = "view_ledger"


@record_view("audit.records", permission=VIEW_LEDGER, ledger=True)
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """All accesses by person, purpose, door, time and result. Names are asked for by POST, so no address
    holds one."""
    form = LedgerForm(request.POST if request.method == "POST" else {})
    page = None
    if form.is_valid():
        page = selectors.list_accesses(
            asks=request.user, wanted=form.wanted, before=form.cleaned_data["before"]
        )
    alarms = selectors.count_unfinished(asks=request.user, now=timezone.now())
    return listing(request, "audit/records.html", form, page, unfinished=alarms)


@record_view("audit.plate", permission=VIEW_LEDGER, ledger=True, plate_fields=("plate",))
@require_http_methods(["GET", "HEAD", "POST"])
def plate(request: HttpRequest) -> HttpResponse:
    """Who has searched for this plate, and who was shown it."""
    form = PlateForm(request.POST if request.method == "POST" else None)
    page = None
    if form.is_valid():
        page = selectors.who_has_seen(
            asks=request.user,
            plate=form.cleaned_data["plate"],
            region=form.cleaned_data["region"],
            start=form.span[0],
            end=form.span[1],
            before=form.cleaned_data["before"],
        )
    return listing(request, "audit/plate.html", form, page)


@record_view("audit.shown", permission=VIEW_LEDGER, ledger=True)
@require_safe
def shown(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Everyone who was given one frame or one read."""
    name = f"{kind}:{uid}"
    older = OlderForm(request.GET)
    before = older.cleaned_data["before"] if older.is_valid() else None
    page = selectors.who_was_shown(asks=request.user, record=name, before=before)
    return render(
        request,
        "audit/shown.html",
        {
            "record_name": name,
            "kind": kind,
            "uid": uid,
            "records": page.records,
            "next_cursor": page.next_cursor,
            "here": before,
        },
    )


@record_view("audit.record", permission=VIEW_LEDGER, ledger=True)
@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = selectors.access_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such access record.")
    outcome = getattr(found, "outcome", None)
    return render(
        request,
        "audit/record.html",
        {
            "record": found,
            "outcome": outcome,
            "changes": tell(lines_under(asks=request.user, uid=uid)),
            "intent_bytes": bytes(found.payload).decode(),
            "intent_leaf": bytes(found.leaf).hex(),
            "outcome_bytes": bytes(outcome.payload).decode() if outcome else "",
            "outcome_leaf": bytes(outcome.leaf).hex() if outcome else "",
        },
    )


def listing(
    request: HttpRequest,
    template: str,
    form: LedgerForm | PlateForm,
    page: selectors.LedgerPage | None,
    **more: object,
) -> HttpResponse:
    """The list; 422 with the field named when the form is not right."""
    wrong = form.is_bound and page is None
    answer = render(
        request,
        template,
        {
            "form": form,
            "searched": page is not None,
            "records": page.records if page else [],
            "next_cursor": page.next_cursor if page else "",
            "copy": question_again(form) if page is not None else None,
            **more,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )
    return refusal(answer, "search_refused") if wrong else answer


def question_again(form: LedgerForm | PlateForm) -> LedgerForm | PlateForm:
    """The same question once more, for a copy of everything it finds and not of one page."""
    again = type(form)(form.data, auto_id=False)
    del again.fields["before"]
    return again
