"""One access that is reviewed: what was looked at, why it was drawn, and the decision."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from audit.marks import record_view
from reviews.actions import decisions, findings
from reviews.forms.work import DecisionForm, FindingForm
from reviews.models import ReviewItem
from reviews.refusals import Refused
from reviews.selectors import items as selectors
from reviews.selectors.reviews import next_for
from reviews.views.common import NOT_RIGHT, done, shown


@record_view("reviews.item", permission=Permission.REVIEW_ACCESS, ledger=True)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_item(request, uid)
    if request.method != "POST":
        return item_page(request, found)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, decision=form, refused=NOT_RIGHT)
    try:
        decisions.decide(item=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return item_page(request, found, decision=form, refused=refused)
    if form.cleaned_data["verdict"] == "finding" and not found.findings.exists():
        return done(request, "Decided. Write the finding down now.", "reviews:item", found.uid)
    following = next_for(asks=request.user, review=found.review, after=found.position)
    if following is None:
        return done(request, "Decided. That was your last one.", "reviews:review", found.review.uid)
    return done(request, "Decided. Here is the next one.", "reviews:item", following.uid)


@record_view("reviews.make_finding", permission=Permission.REVIEW_ACCESS, ledger=True)
@require_POST
def make_finding(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_item(request, uid)
    form = FindingForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, finding=form, refused=NOT_RIGHT)
    try:
        findings.make(item=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return item_page(request, found, finding=form, refused=refused)
    return done(request, "The finding is written down.", "reviews:item", found.uid)


def item_page(
    request: HttpRequest,
    found: ReviewItem,
    *,
    decision: DecisionForm | None = None,
    finding: FindingForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    page = selectors.item_page(asks=request.user, item=found)
    newest = page.dispositions[0].verdict if page.dispositions else ""
    return shown(
        request,
        "reviews/item.html",
        {
            "page": page,
            "item": found,
            "review": found.review,
            "newest": newest,
            "decision": decision or DecisionForm(),
            "finding": finding or FindingForm(),
            "finding_open": finding is not None or (newest == "finding" and not page.findings),
            "is_reviewer": found.reviewer_id == request.user.pk and found.review.state == "open",
        },
        refused,
    )


def found_item(request: HttpRequest, uid: UUID) -> ReviewItem:
    found = selectors.item_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such item.")
    return found
