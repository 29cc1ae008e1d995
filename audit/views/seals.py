"""The state of the seals, for auditors and the manager. No record's content is on it."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit import tasks
from audit.actions.verifications import UnderWay, ask_for_verification
from audit.alarms import alarms
from audit.marks import page
from audit.selectors import seals as selectors

VIEW_LEDGER = "view_ledger"


@page("audit.seals", permission=VIEW_LEDGER)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    return render(request, "audit/seals.html", facts(request))


@page("audit.verify", permission=VIEW_LEDGER)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole ledger verified now, by a worker."""
    try:
        tasks.queue_verification(ask_for_verification(by=request.user))
    except UnderWay as error:
        messages.info(request, str(error))
    return redirect("audit:seals")


def facts(request: HttpRequest) -> dict[str, object]:
    now = timezone.now()
    state = selectors.sealing_state(asks=request.user)
    standing = alarms(
        selectors.ledger_state(asks=request.user),
        unsealed_after=timedelta(seconds=settings.LEDGER_UNSEALED_SECONDS),
        now=now,
    )
    oldest = state.oldest_waiting
    return {
        "state": state,
        "alarms": standing,
        "waiting_seconds": max(0, int((now - oldest).total_seconds())) if oldest else 0,
        "verifications": selectors.past_verifications(asks=request.user),
    }
