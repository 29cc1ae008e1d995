"""Putting one vehicle on a list by hand, and taking one off."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import entries as actions
from enforcement.forms.lists import EntryForm, EntrySearchForm, RemovalForm
from enforcement.selectors import lists as selectors
from enforcement.views.lists import found_list, list_page

PREFILLED = ("hotlist", "plate", "region", "reason", "reference")


@record_view("enforcement.entry_add", permission=Permission.VIEW_LISTS, plate_fields=("plate",))
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form for one vehicle. A hit or a read posts its plate here with `ask`, and gets the form filled in:
    so the plate stands in no address."""
    now = timezone.now()
    status = HTTPStatus.OK
    if request.method == "POST" and "ask" not in request.POST:
        form = EntryForm(request.POST, asks=request.user, now=now)
        if form.is_valid() and (answer := added(request, form)):
            return answer
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        source = request.POST if request.method == "POST" else request.GET
        taken = PREFILLED if request.method == "POST" else ("hotlist",)
        initial = {name: source[name][:200] for name in taken if name in source}
        form = EntryForm(initial=initial, asks=request.user, now=now)
    choices = selectors.lists_to_add_to(asks=request.user, now=now)
    answer = render(
        request,
        "enforcement/lists/entry_add.html",
        {"form": form, "choices": choices},
        status=status,
    )
    return refusal(answer, "entry_refused") if status != HTTPStatus.OK else answer


def added(request: HttpRequest, form: EntryForm) -> HttpResponse | None:
    """The way back to the list; None where the entry was refused, with the reason on the form."""
    hotlist = form.cleaned_data["hotlist"]
    try:
        actions.add(**form.cleaned_data, by=request.user, now=timezone.now())
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    except PermissionDenied as refused:
        form.add_error("hotlist", str(refused))
        return None
    messages.success(request, f"The vehicle is on the list “{hotlist.name}” now.")
    return redirect("enforcement:list", code=hotlist.code)


@record_view("enforcement.entry_remove", permission=Permission.VIEW_LISTS)
@require_POST
def remove(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    found = found_list(request, code)
    entry = selectors.entry_by_uid(asks=request.user, hotlist=found, uid=uid)
    if entry is None:
        raise Http404("There is no such entry.")
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            removed = actions.remove(
                entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
            )
        except (ValidationError, PermissionDenied) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        else:
            if removed:
                messages.success(request, "The vehicle is off the list. The entry stays in the history.")
            else:
                messages.info(request, "Somebody else had taken it off before.")
            return redirect("enforcement:list", code=code)
    return list_page(request, found, EntrySearchForm({}), (entry, form))
