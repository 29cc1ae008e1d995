"""The list of reviews, one review, and what becomes of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from audit.marks import record_view
from reviews.actions import opening, sharing_out, submissions
from reviews.forms.work import ListForm, ReasonForm, SpecialForm
from reviews.models import Review
from reviews.refusals import Refused
from reviews.selectors import log_reviews, plans
from reviews.selectors import reviews as selectors
from reviews.views.common import NOT_RIGHT, done, shown

MOST_LISTED = 24


@record_view("reviews.reviews", permission=Permission.REVIEW_ACCESS)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    return list_page(request, SpecialForm())


@record_view("reviews.open_special", permission=Permission.MANAGE_REVIEW_PLAN, ledger=True)
@require_POST
def open_special(request: HttpRequest) -> HttpResponse:
    form = SpecialForm(request.POST)
    if not form.is_valid():
        return list_page(request, form, NOT_RIGHT)
    try:
        review = opening.open_special(by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return list_page(request, form, refused)
    return done(request, "The review is open.", "reviews:review", review.uid)


def list_page(request: HttpRequest, form: SpecialForm, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    found = list(selectors.reviews(asks=request.user)[:MOST_LISTED])
    progress = selectors.progress_of_all(asks=request.user, among=found)
    today = timezone.localdate(now)
    return shown(
        request,
        "reviews/reviews.html",
        {
            "reviews": [(review, progress[review.pk], review.is_overdue(today)) for review in found],
            "weeks": [
                (week, week.is_overdue(today))
                for week in log_reviews.log_reviews(asks=request.user)[:MOST_LISTED]
            ],
            "plan": plans.plan_in_force(asks=request.user),
            "form": form,
            "may_manage": request.user.has_permission(Permission.MANAGE_REVIEW_PLAN, now),
        },
        refused,
    )


@record_view("reviews.review", permission=Permission.REVIEW_ACCESS)
@require_safe
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    return review_page(request, found_review(request, uid))


@record_view("reviews.next", permission=Permission.REVIEW_ACCESS)
@require_safe
def next_item(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the next access that waits for this reviewer."""
    found = found_review(request, uid)
    after = int(ListForm(request.GET).value("after", 0))
    item = selectors.next_for(asks=request.user, review=found, after=after)
    if item is None:
        return redirect("reviews:review", found.uid)
    return redirect("reviews:item", item.uid)


@record_view("reviews.share_out", permission=Permission.MANAGE_REVIEW_PLAN)
@require_POST
def share_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_review(request, uid)
    moved = sharing_out.share_out(review=found, by=request.user, now=timezone.now())
    return done(request, f"{moved} given to reviewers who are there.", "reviews:review", found.uid)


@record_view("reviews.submit", permission=Permission.REVIEW_ACCESS)
@require_POST
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = found_review(request, uid)
    try:
        submissions.submit(review=found, by=request.user, now=timezone.now())
    except Refused as refused:
        return review_page(request, found, refused=refused)
    return done(request, "Submitted. Another person approves it now.", "reviews:review", found.uid)


@record_view("reviews.approve", permission=Permission.APPROVE_REVIEWS)
@require_http_methods(["POST"])
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Approve, or send back with what is missing: the button says which."""
    found = found_review(request, uid)
    back = "send_back" in request.POST
    form = approval_form(request.POST)
    if not form.is_valid():
        return review_page(request, found, form=form, refused=NOT_RIGHT)
    text, now = form.cleaned_data["text"], timezone.now()
    try:
        if back:
            submissions.send_back(review=found, reason=text, by=request.user, now=now)
        else:
            submissions.approve(review=found, note=text, by=request.user, now=now)
    except Refused as refused:
        return review_page(request, found, form=form, refused=refused)
    said = "Sent back to the reviewers." if back else "Approved."
    return done(request, said, "reviews:review", found.uid)


def approval_form(sent: object = None) -> ReasonForm:
    return ReasonForm(sent, label="Note", optional=True)


def review_page(
    request: HttpRequest,
    found: Review,
    *,
    form: ReasonForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    asks, now = request.user, timezone.now()
    chosen = ListForm(request.GET)
    mine, left = bool(chosen.value("mine", False)), bool(chosen.value("left", False))
    lines, after = selectors.items_of(
        asks=asks, review=found, mine=mine, left=left, after=int(chosen.value("after", 0))
    )
    return shown(
        request,
        "reviews/review.html",
        {
            "review": found,
            "progress": selectors.progress_of(asks=asks, review=found),
            "reviewers": selectors.by_reviewer(asks=asks, review=found),
            "rules": selectors.by_rule(asks=asks, review=found),
            "steps": list(selectors.steps_of(asks=asks, review=found)),
            "lines": lines,
            "after": after,
            "mine": mine,
            "left": left,
            "overdue": found.is_overdue(timezone.localdate(now)),
            "next": selectors.next_for(asks=asks, review=found) if found.state == "open" else None,
            "may_approve": asks.has_permission(Permission.APPROVE_REVIEWS, now),
            "may_manage": asks.has_permission(Permission.MANAGE_REVIEW_PLAN, now),
            "form": form or approval_form(),
        },
        refused,
    )


def found_review(request: HttpRequest, uid: UUID) -> Review:
    found = selectors.review_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such review.")
    return found
