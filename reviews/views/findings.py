"""Findings: the list, and one with what becomes of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from audit.marks import record_view
from reviews.actions import findings as actions
from reviews.forms.work import ListForm, ReasonForm
from reviews.models import Finding
from reviews.refusals import Refused
from reviews.selectors import findings as selectors
from reviews.selectors.people import users_by_uid
from reviews.views.common import NOT_RIGHT, done, shown


@record_view("reviews.findings", permission=Permission.REVIEW_ACCESS)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.GET)
    state = str(form.value("state", ""))
    found = list(selectors.findings(asks=request.user, state=state))
    people = users_by_uid(asks=request.user, uids=[finding.item.subject for finding in found])
    today = timezone.localdate()
    return shown(
        request,
        "reviews/findings.html",
        {
            "findings": [(one, people.get(one.item.subject), one.is_overdue(today)) for one in found],
            "state": state,
            "states": form.fields["state"].choices,
        },
    )


@record_view("reviews.finding", permission=Permission.REVIEW_ACCESS)
@require_safe
def finding(request: HttpRequest, uid: UUID) -> HttpResponse:
    return finding_page(request, found_finding(request, uid))


@record_view("reviews.resolve_finding", permission=Permission.REVIEW_ACCESS)
@require_POST
def resolve(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_finding(request, uid)
    form = ReasonForm(request.POST, label="What was done")
    if not form.is_valid():
        return finding_page(request, found, form=form, refused=NOT_RIGHT)
    try:
        actions.resolve(
            finding=found, resolution=form.cleaned_data["text"], by=request.user, now=timezone.now()
        )
    except Refused as refused:
        return finding_page(request, found, form=form, refused=refused)
    return done(request, "Resolved. Another person approves it now.", "reviews:finding", found.uid)


@record_view("reviews.close_finding", permission=Permission.APPROVE_REVIEWS)
@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Approve what was done, or send it back to the owner: the button says which."""
    found = found_finding(request, uid)
    form = ReasonForm(request.POST, label="Note", optional=True)
    if not form.is_valid():
        return finding_page(request, found, form=form, refused=NOT_RIGHT)
    now, back = timezone.now(), "reopen" in request.POST
    try:
        if back:
            actions.reopen(finding=found, reason=form.cleaned_data["text"], by=request.user, now=now)
        else:
            actions.close(finding=found, by=request.user, now=now)
    except Refused as refused:
        return finding_page(request, found, form=form, refused=refused)
    return done(request, "Sent back to its owner." if back else "Closed.", "reviews:finding", found.uid)


def finding_page(
    request: HttpRequest,
    found: Finding,
    *,
    form: ReasonForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    asks = request.user
    subject = users_by_uid(asks=asks, uids=[found.item.subject]).get(found.item.subject)
    is_owner = found.owner_id == asks.pk and found.state == Finding.State.OPEN
    label = "What was done" if is_owner else "Note"
    return shown(
        request,
        "reviews/finding.html",
        {
            "finding": found,
            "subject": subject,
            "overdue": found.is_overdue(timezone.localdate()),
            "is_owner": is_owner,
            "may_close": asks.has_permission(Permission.APPROVE_REVIEWS, timezone.now())
            and found.state == Finding.State.RESOLVED,
            "form": form or ReasonForm(label=label, optional=not is_owner),
        },
        refused,
    )


def found_finding(request: HttpRequest, uid: UUID) -> Finding:
    found = selectors.finding_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such finding.")
    return found
