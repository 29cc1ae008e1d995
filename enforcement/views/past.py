"""Looking through past reads for what is on a list, on demand."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from audit.gate import refusal
from audit.marks import record_view
from enforcement.actions import past_matching
from enforcement.forms.past import PastForm


@record_view("hits.past", permission=Permission.MATCH_PAST)
@require_http_methods(["GET", "HEAD", "POST"])
def past(request: HttpRequest) -> HttpResponse:
    """The form; `entry` in the address names an entry to begin with, by its id."""
    now = timezone.now()
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("entry", "hotlist") if name in request.GET}
        form = PastForm(asks=request.user, now=now, initial={"days": 7} | asked)
        return render(request, "enforcement/hits/past.html", {"form": form, "one": "entry" in asked})
    form = PastForm(request.POST, asks=request.user, now=now)
    if not form.is_valid():
        answer = render(
            request,
            "enforcement/hits/past.html",
            {"form": form, "one": bool(request.POST.get("entry"))},
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
        return refusal(answer, "past_refused")
    said = form.cleaned_data
    if said["entry"] is not None:
        since = now - timedelta(days=said["days"])
        found = past_matching.match_past(
            entry=said["entry"], since=since, reason=said["reason"], by=request.user, now=now
        )
        messages.success(request, f"Past reads that may be it: {found.reads}. Hits: {len(found.hits)}.")
    else:
        waiting = past_matching.match_past_of_list(
            hotlist=said["hotlist"], reason=said["reason"], by=request.user
        )
        messages.success(
            request, f"{waiting} entries are looked through for the last 7 days, some every minute."
        )
    return redirect(f"{reverse('enforcement:hits')}?from_past=on")
