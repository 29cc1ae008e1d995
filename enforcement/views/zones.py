"""Zones: all of them on a map and in a table, one with its rules, new ones, changes, and files of them."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission
from audit.marks import page
from enforcement.actions import zones as actions
from enforcement.forms.zones import ZoneChangeForm, ZoneForm, ZoneImportForm
from enforcement.models import Zone, ZoneRule
from enforcement.policy.geojson import Problem, zones_of
from enforcement.presentation_zones import shown_rules, tiles
from enforcement.selectors import zones as selectors
from enforcement.selectors.scope import scope_of
from reads.uploads import oversized_files


@page("enforcement.zones")
@require_safe
def zones(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "enforcement/zones/zones.html",
        {
            "zones": [
                {"zone": zone, "rules": shown_rules(rules.now, scope_of(request.user, now))}
                for zone, rules in selectors.zones_with_rules(today=timezone.localdate(now))
            ],
            "may_manage": request.user.has_permission(Permission.MANAGE_ZONES, now),
            **tiles(),
        },
    )


@page("enforcement.zone_shapes")
@require_safe
def shapes(request: HttpRequest) -> JsonResponse:
    """The outlines of all zones in use, for maps."""
    return JsonResponse(selectors.features(list(selectors.zones(active_only=True))))


@page("enforcement.zone")
@require_safe
def zone(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.now()
    found = found_zone(code)
    rules = selectors.rules_of(zone=found, today=timezone.localdate(now))
    scope = scope_of(request.user, now)
    return render(
        request,
        "enforcement/zones/zone.html",
        {
            "zone": found,
            "rules_now": shown_rules(rules.now, scope),
            "rules_to_come": shown_rules(rules.to_come, scope),
            "rules_past": shown_rules(rules.past, scope),
            "rules_of_district": shown_rules(rules_of_district(found, now), scope),
            "may_manage": request.user.has_permission(Permission.MANAGE_ZONES, now),
            **tiles(),
        },
    )


@page("enforcement.zone_new", permission=Permission.MANAGE_ZONES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ZoneForm(request.POST if request.method == "POST" else None)
    return kept(request, form) or form_page(request, form, None)


@page("enforcement.zone_change", permission=Permission.MANAGE_ZONES)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    found = found_zone(code)
    form = ZoneChangeForm(request.POST if request.method == "POST" else None, found)
    return kept(request, form) or form_page(request, form, found)


def kept(request: HttpRequest, form: ZoneForm) -> HttpResponse | None:
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        saved = actions.save(zone=form.zone(), by=request.user)
    except ValidationError as error:
        form.add_error(None, [str(sentence) for sentence in error.messages])
        return None
    messages.success(request, f"{saved.name} is kept.")
    return redirect("enforcement:zone", code=saved.code)


def form_page(request: HttpRequest, form: ZoneForm, found: Zone | None) -> HttpResponse:
    return render(
        request,
        "enforcement/zones/zone_form.html",
        {"form": form, "zone": found, **tiles()},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )


@page("enforcement.zone_import", permission=Permission.MANAGE_ZONES)
@require_http_methods(["GET", "HEAD", "POST"])
def import_zones(request: HttpRequest) -> HttpResponse:
    """A file of zones: all of it, or nothing and what is wrong with which feature."""
    form = ZoneImportForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST":
        form = ZoneImportForm(request.POST, request.FILES)
        if oversized_files(request):
            form.add_error("file", "The file is far too large for zones; take out what is no zone.")
        elif form.is_valid():
            found, problems = zones_of(
                form.cleaned_data["file"], city=settings.ALPR_CITY_BOX, kinds=selectors.kinds_of_zones()
            )
            if not problems:
                added, changed = actions.take_over(zones=found, by=request.user)
                messages.success(request, f"{added} zones are new, {changed} were changed.")
                return redirect("enforcement:zones")
    return render(
        request,
        "enforcement/zones/import.html",
        {"form": form, "problems": problems[:200], "more": max(0, len(problems) - 200)},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK,
    )


def rules_of_district(found: Zone, now: datetime) -> list[ZoneRule]:
    if found.district is None:
        return []
    return selectors.rules_of(zone=found.district, today=timezone.localdate(now)).now


def found_zone(code: str) -> Zone:
    found = selectors.zone_by_code(code=code)
    if found is None:
        raise Http404("There is no such zone.")
    return found
