"""The plan, working hours and staff plates: for the manager. No ALPR data, so no access record; a typed plate
is kept nowhere.
"""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.marks import page
from reviews.actions import hours, plans, staff_plates
from reviews.forms.plan import HoursForm, PlanForm, StaffPlateForm
from reviews.models import PlanDuty
from reviews.refusals import Refused
from reviews.rules.catalogue import RULES
from reviews.selectors import plans as selectors
from reviews.views.common import NOT_RIGHT, done, shown

MANAGE = Permission.MANAGE_REVIEW_PLAN


@page("reviews.plan", permission=MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    refused = None
    current = selectors.plan_in_force(asks=request.user)
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=beginning(current))
    if request.method == "POST":
        if form.is_valid():
            try:
                plans.set_plan(
                    values=form.values,
                    reviewers=list(form.cleaned_data["reviewers"]),
                    approvers=list(form.cleaned_data["approvers"]),
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    now=timezone.now(),
                )
            except Refused as error:
                refused = error
            else:
                return done(request, "The plan is in force.", "reviews:plan")
        else:
            refused = NOT_RIGHT
    context = {
        "form": form,
        "plan": current,
        "versions": list(selectors.plans(asks=request.user)[:10]),
        "rules": list(RULES.values()),
    }
    return shown(request, "reviews/plan.html", context, refused)


def beginning(current: object) -> dict[str, object]:
    """What the form shows first: the plan in force, else every rule."""
    if current is None:
        return {"rules": list(RULES)}
    duties = list(current.duties.all())
    return {
        **{name: getattr(current, name) for name in PlanForm.Meta.fields if name != "reason"},
        "reviewers": [duty.user_id for duty in duties if duty.duty == PlanDuty.Duty.REVIEWER],
        "approvers": [duty.user_id for duty in duties if duty.duty == PlanDuty.Duty.APPROVER],
    }


@page("reviews.hours", permission=MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def working_hours(request: HttpRequest) -> HttpResponse:
    form = HoursForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST":
        refused = NOT_RIGHT
        if form.is_valid():
            try:
                hours.add(by=request.user, now=timezone.now(), **form.cleaned_data)
            except Refused as error:
                refused = error
            except ValidationError as error:
                refused = Refused("form", " ".join(error.messages))
            else:
                return done(request, "The hours are set.", "reviews:hours")
    listed = list(selectors.hours_in_force(asks=request.user))
    return shown(request, "reviews/hours.html", {"form": form, "hours": listed}, refused)


@page("reviews.hours_end", permission=MANAGE)
@require_POST
def end_hours(request: HttpRequest, pk: int) -> HttpResponse:
    found = selectors.hours_by_pk(asks=request.user, pk=pk)
    if found is None:
        raise Http404("There are no such hours.")
    try:
        hours.end(hours=found, by=request.user, now=timezone.now())
    except Refused as refused:
        context = {"form": HoursForm(), "hours": list(selectors.hours_in_force(asks=request.user))}
        return shown(request, "reviews/hours.html", context, refused)
    return done(request, "The hours are taken out.", "reviews:hours")


@page("reviews.staff_plates", permission=MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    form = StaffPlateForm(request.POST if request.method == "POST" else None)
    refused = None
    if request.method == "POST":
        refused = NOT_RIGHT
        if form.is_valid():
            try:
                staff_plates.add(by=request.user, now=timezone.now(), **form.cleaned_data)
            except Refused as error:
                refused = error
            else:
                return done(request, "The plate is in the register; only its hash is kept.", "reviews:staff")
    return staff_page(request, form, refused)


@page("reviews.staff_plate_end", permission=MANAGE)
@require_POST
def end_staff_plate(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = selectors.staff_plate_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such plate.")
    try:
        staff_plates.end(row=found, by=request.user, now=timezone.now())
    except Refused as refused:
        return staff_page(request, StaffPlateForm(), refused)
    return done(request, "The plate is out of the register.", "reviews:staff")


def staff_page(request: HttpRequest, form: StaffPlateForm, refused: Refused | None = None) -> HttpResponse:
    return shown(
        request,
        "reviews/staff_plates.html",
        {
            "form": form,
            "rows": list(selectors.staff_plates(asks=request.user)),
            "older": selectors.plates_under_an_older_key(asks=request.user),
        },
        refused,
    )
