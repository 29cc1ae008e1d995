"""An officer's chalk session: begin, end, say which zone it is, and see what has been marked."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import chalk_sessions as actions
from enforcement.actions.chalk_sessions import SessionRefused
from enforcement.forms.chalk import BeginForm, ZoneChoiceForm
from enforcement.selectors import chalk_sessions as selectors


@record_view("enforcement.chalk", permission=Permission.PATROL)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return overview_page(request, BeginForm())


@record_view("enforcement.chalk_session", permission=Permission.PATROL, background=True)
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """The small component that other screens bear; it asks for itself again."""
    return fragment(request)


@record_view("enforcement.chalk_begin", permission=Permission.PATROL)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST)
    if form.is_valid():
        try:
            actions.begin(
                vehicle=form.cleaned_data["vehicle"], zones=list(form.cleaned_data["zones"]), by=request.user
            )
        except SessionRefused as error:
            form.add_error(None, str(error))
        else:
            return answered(request, "The chalk session has begun.")
    return refusal(overview_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY), "chalk_begin_refused")


@record_view("enforcement.chalk_end", permission=Permission.PATROL)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    found = selectors.open_session(asks=request.user)
    if found is None or not actions.end(session=found, by=request.user, now=timezone.now()):
        return answered(request, "There is no chalk session under way.")
    return answered(request, "The chalk session has ended.")


@record_view("enforcement.chalk_zone", permission=Permission.PATROL)
@require_POST
def choose_zone(request: HttpRequest) -> HttpResponse:
    form = ZoneChoiceForm(request.POST)
    found = selectors.open_session(asks=request.user)
    if found is None:
        sentence = "There is no chalk session under way; begin one first."
    elif not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
    else:
        zone = form.cleaned_data["zone"]
        try:
            actions.choose_zone(session=found, zone=zone, by=request.user, now=timezone.now())
        except SessionRefused as error:
            sentence = str(error)
        else:
            return answered(request, f"You are in {zone.name}.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if request.htmx:
        answer = fragment(request, sentence, status)
    else:
        answer = overview_page(request, BeginForm(), status, sentence)
    return refusal(answer, "chalk_zone_refused")


def answered(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.htmx:
        return fragment(request, sentence)
    messages.success(request, sentence)
    return redirect("enforcement:chalk")


def fragment(request: HttpRequest, said: str = "", status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {"chalk": selectors.session_now(asks=request.user), "said": said}
    return render(request, "enforcement/chalk/_session.html", context, status=status)


def overview_page(
    request: HttpRequest, form: BeginForm, status: HTTPStatus = HTTPStatus.OK, said: str = ""
) -> HttpResponse:
    chalk = selectors.session_now(asks=request.user)
    marks = selectors.marks_of_session(asks=request.user, session=chalk.session) if chalk else []
    may_exempt = request.user.has_permission(Permission.EXEMPT_VEHICLES, timezone.now())
    context = {"chalk": chalk, "marks": marks, "form": form, "said": said, "may_exempt": may_exempt}
    return render(request, "enforcement/chalk/chalk.html", context, status=status)
