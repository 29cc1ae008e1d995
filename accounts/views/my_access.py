"""What a person may see about their own access, and what they may end."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from accounts.actions import sign_ins
from accounts.models import TrainingRecord
from accounts.policy import training_missing
from accounts.presentation import device_of
from accounts.refusals import training_required
from accounts.roles import ROLES
from accounts.selectors import open_sign_ins, trainings_of
from audit.marks import page

SOON = timedelta(days=30)


@page("accounts.my_access")
@require_safe
def my_access(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    here = sessions.fingerprint(request.session)
    since = now - timedelta(hours=settings.ALPR_SESSION_HOURS)
    stated = sessions.session_facts(request).purpose
    context = {
        "person": request.user,
        "roles": [
            {"label": ROLES[slug].name, "description": ROLES[slug].description}
            for slug in request.person.roles
        ],
        "trainings": [training_row(training) for training in trainings_of(request.user)],
        "sessions": [
            {
                "uid": one.uid,
                "started_at": one.started_at,
                "last_seen_at": one.last_seen_at,
                "address": one.address,
                "device": device_of(one.agent),
                "current": one.session == here,
            }
            for one in open_sign_ins(request.user, since)
        ],
        "second_factor": request.person.has_second_factor,
        "purpose_until": stated.chosen_at + timedelta(hours=settings.ALPR_SESSION_HOURS) if stated else None,
        "may_end_sessions": True,
    }
    return render(request, "accounts/my_access.html", context)


def training_row(training: TrainingRecord) -> dict[str, object]:
    today = timezone.localdate()
    state = "valid"
    if training.expires_on < today:
        state = "expired"
    elif training.expires_on - today <= SOON:
        state = "expiring"
    return {
        "course": training.get_course_display(),
        "completed_on": training.completed_on,
        "expires_on": training.expires_on,
        "approved_by": training.approved_by.full_name,
        "state": state,
    }


@page("accounts.session_end")
@require_POST
def end_session(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End one of one's own sessions, wherever it is. Another person's answers as one that is not there."""
    try:
        sign_ins.end_one(uid=uid, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "That session has ended.")
    return redirect("accounts:my-access")


@page("accounts.training_required")
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What is missing before this person opens records, and whom to ask."""
    missing = [training_missing(request.person.trained_through, timezone.localdate())]
    if not request.person.designation:
        missing.append("Your account has no designation yet.")
    missing = [sentence for sentence in missing if sentence]
    return training_required(request, missing, status=200) if missing else redirect("accounts:my-access")
