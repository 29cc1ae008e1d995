"""The rules of a zone: a new one from a day on, and the last day of one."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.marks import page
from enforcement.actions import zone_rules as actions
from enforcement.actions.zone_rules import RuleRefused
from enforcement.forms.zone_rules import RuleEndForm, RuleForm
from enforcement.selectors import zones as selectors
from enforcement.selectors.permit_lists import permit_lists
from enforcement.views.zones import found_zone


@page("enforcement.zone_rule_new", permission=Permission.MANAGE_ZONES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.now()
    zone = found_zone(code)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        zone=zone,
        now=now,
        permit_lists=permit_lists(asks=request.user, now=now),
        replaceable=selectors.rules_to_replace(zone=zone, today=timezone.localdate(now)),
    )
    if form.is_bound and form.is_valid():
        rule = form.rule()
        rule.created_by = request.user
        try:
            actions.add(rule=rule, replaces=form.cleaned_data["replaces"], by=request.user, now=now)
        except RuleRefused as refused:
            form.add_error(refused.field, refused.sentence)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"The rule holds from {rule.first_day} on.")
            return redirect("enforcement:zone", code=code)
    return render(
        request,
        "enforcement/zones/rule_form.html",
        {"form": form, "zone": zone},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


@page("enforcement.zone_rule_end", permission=Permission.MANAGE_ZONES)
@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    zone = found_zone(code)
    rule = selectors.rule_of(zone=zone, pk=pk)
    if rule is None:
        raise Http404("There is no such rule.")
    form = RuleEndForm(request.POST)
    if form.is_valid():
        try:
            actions.end(
                rule=rule, last_day=form.cleaned_data["last_day"], by=request.user, now=timezone.now()
            )
        except RuleRefused as refused:
            form.add_error("last_day", refused.sentence)
        else:
            messages.success(request, f"The rule ends with {rule.last_day}.")
            return redirect("enforcement:zone", code=code)
    return render(
        request,
        "enforcement/zones/rule_end.html",
        {"form": form, "zone": zone, "rule": rule},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )
