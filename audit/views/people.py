"""What one person looked at and changed, in the order of time."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.forms import MomentForm
from audit.gate import refusal
from audit.marks import record_view
from audit.selectors.timeline import timeline
from audit.views.accesses import VIEW_LEDGER


@record_view("audit.person", permission=VIEW_LEDGER, ledger=True)
@require_safe
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = MomentForm(request.GET)
    page = None
    if form.is_valid():
        start, end = form.span
        page = timeline(
            asks=request.user, person=str(uid), start=start, end=end, before=form.cleaned_data["before"]
        )
    status = HTTPStatus.OK if page else HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render(request, "audit/person.html", {"form": form, "uid": uid, "timeline": page}, status=status)
    return answer if page else refusal(answer, "search_refused")
