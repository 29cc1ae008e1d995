"""Exemptions: the list, a new one from where one stands, and the end of one."""

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
from enforcement.actions import exemptions as actions
from enforcement.actions.exemptions import ExemptionRefused
from enforcement.forms.exemptions import ExemptionFilterForm, ExemptionForm
from enforcement.selectors import exemptions as selectors


@record_view("enforcement.exemptions", permission=Permission.EXEMPT_VEHICLES)
@require_safe
def exemptions(request: HttpRequest) -> HttpResponse:
    form = ExemptionFilterForm(request.GET)
    found = None
    if form.is_valid():
        found = selectors.exemptions(
            asks=request.user,
            now=timezone.now(),
            standing=form.cleaned_data["show"] != "ended",
            before=form.cleaned_data["before"],
        )
    answer = render(
        request,
        "enforcement/exemptions/exemptions.html",
        {
            "form": form,
            "exemptions": found.items if found else [],
            "next_cursor": found.next_cursor if found else "",
            "standing": form.is_valid() and form.cleaned_data["show"] != "ended",
        },
        status=HTTPStatus.OK if found else HTTPStatus.BAD_REQUEST,
    )
    return answer if found else refusal(answer, "filter_refused")


@record_view("enforcement.exemption_add", permission=Permission.EXEMPT_VEHICLES, plate_fields=("plate",))
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form. Another page may post `prefill` with plate, region and zone: it is shown filled in."""
    if request.method != "POST":
        return form_page(request, ExemptionForm())
    if "prefill" in request.POST:
        said = {name: request.POST.get(name, "")[:40] for name in ("plate", "region", "zone")}
        return form_page(request, ExemptionForm(initial=said))
    form = ExemptionForm(request.POST)
    if form.is_valid():
        try:
            actions.exempt(**form.cleaned_data, by=request.user, now=timezone.now())
        except ExemptionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The vehicle is exempt.")
            return redirect("enforcement:exemptions")
    return refusal(form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY), "exemption_refused")


@record_view("enforcement.exemption_end", permission=Permission.EXEMPT_VEHICLES)
@require_POST
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    exemption = selectors.exemption_by_uid(asks=request.user, uid=uid)
    if exemption is None:
        raise Http404("There is no such exemption.")
    if actions.end(exemption=exemption, by=request.user, now=timezone.now()):
        messages.success(request, "The exemption has ended; it stays in the list of ended ones.")
    else:
        messages.info(request, "This exemption had ended before.")
    return redirect("enforcement:exemptions")


def form_page(request: HttpRequest, form: ExemptionForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return render(request, "enforcement/exemptions/add.html", {"form": form}, status=status)
