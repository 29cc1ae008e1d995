"""Lists: all of them, one with its entries, its settings, and that it is up to date."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import hotlists as actions
from enforcement.forms.lists import EntrySearchForm, HotlistForm, RemovalForm
from enforcement.models import Hotlist
from enforcement.policy.list_keeping import may_add_by_hand, may_confirm_fresh
from enforcement.presentation_lists import freshness, shown_lists
from enforcement.selectors import lists as selectors


@record_view("enforcement.lists", permission=Permission.VIEW_LISTS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Every list this person may know of, with its freshness. No plate is here."""
    now = timezone.now()
    rights = selectors.rights_of(request.user, now)
    return render(
        request,
        "enforcement/lists/lists.html",
        {
            "lists": shown_lists(selectors.hotlists(asks=request.user, now=now), now),
            "may_manage": Permission.MANAGE_LISTS in rights,
            "may_add": bool(selectors.lists_to_add_to(asks=request.user, now=now)),
        },
    )


@record_view("enforcement.list", permission=Permission.VIEW_LISTS, plate_fields=("plate",))
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """A list with its newest entries; by POST, those whose plate fits. A plate is never in an address."""
    found = found_list(request, code)
    form = EntrySearchForm(request.POST if request.method == "POST" else {})
    return list_page(request, found, form)


def list_page(
    request: HttpRequest,
    found: Hotlist,
    form: EntrySearchForm,
    removal: tuple[object, RemovalForm] | None = None,
) -> HttpResponse:
    """`removal`: the entry that was to be removed, and the form that was refused."""
    now = timezone.now()
    person = request.user
    entries = None
    if form.is_valid():
        said = form.cleaned_data
        entries = selectors.entries(asks=person, hotlist=found, pattern=said["plate"], before=said["before"])
    status = HTTPStatus.OK if entries and not removal else HTTPStatus.UNPROCESSABLE_ENTITY
    rights = selectors.rights_of(person, now)
    fed = selectors.is_fed(asks=person, hotlist=found)
    only_entries = request.htmx and entries is not None and not removal
    answer = render(
        request,
        "enforcement/lists/_entries.html" if only_entries else "enforcement/lists/list.html",
        {
            "hotlist": found,
            "freshness": freshness(found, now),
            "form": form,
            "searched": bool(form.is_bound and form["plate"].value()),
            "entries": entries.items if entries else [],
            "next_cursor": entries.next_cursor if entries else "",
            "removal_of": removal[0] if removal else None,
            "removal": removal[1] if removal else RemovalForm(),
            "imports": selectors.imports(asks=person, hotlist=found, most=8),
            "fed": fed,
            "may_manage": Permission.MANAGE_LISTS in rights,
            "may_add": may_add_by_hand(rights, kind=found.kind, is_active=found.is_active).allowed,
            "may_confirm": may_confirm_fresh(
                rights, kind=found.kind, fed=fed, is_owner=found.owner_id == person.pk
            ).allowed,
        },
        status=status,
    )
    return refusal(answer, "list_refused") if status != HTTPStatus.OK else answer


@record_view("enforcement.list_add", permission=Permission.MANAGE_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return settings_page(request, Hotlist(owner=request.user))


@record_view("enforcement.list_change", permission=Permission.MANAGE_LISTS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    return settings_page(request, found_list(request, code))


def settings_page(request: HttpRequest, hotlist: Hotlist) -> HttpResponse:
    now = timezone.now()
    said = request.POST if request.method == "POST" else None
    form = HotlistForm(said, instance=hotlist, asks=request.user, now=now)
    status = HTTPStatus.OK
    if said is not None:
        if form.is_valid():
            try:
                actions.save(hotlist=form.instance, by=request.user, now=now)
            except (ValidationError, PermissionDenied) as refused:
                form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
            else:
                messages.success(request, "The list is kept as you set it.")
                return redirect("enforcement:list", code=hotlist.code)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render(
        request,
        "enforcement/lists/settings.html",
        {"form": form, "hotlist": hotlist, "new": hotlist.pk is None},
        status=status,
    )
    return refusal(answer, "list_refused") if status != HTTPStatus.OK else answer


@record_view("enforcement.list_confirm", permission=Permission.VIEW_LISTS)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The owner of a list that is kept by hand says that it is right today."""
    found = found_list(request, code)
    try:
        actions.confirm_fresh(hotlist=found, by=request.user, now=timezone.now())
    except PermissionDenied as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The list counts as up to date from now on.")
    return redirect("enforcement:list", code=code)


def found_list(request: HttpRequest, code: str) -> Hotlist:
    found = selectors.hotlist_by_code(asks=request.user, code=code, now=timezone.now())
    if found is None:
        raise Http404("There is no such list.")
    return found
