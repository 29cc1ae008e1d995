"""The weekly log review: alarms of the week, and the signature."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from audit.marks import record_view
from reviews.actions import log_reviews as actions
from reviews.forms.work import ReasonForm
from reviews.models import LogReview
from reviews.refusals import Refused
from reviews.selectors import log_reviews as selectors
from reviews.selectors.people import users_by_uid
from reviews.views.common import NOT_RIGHT, done, shown


@record_view("reviews.log_review", permission=Permission.REVIEW_ACCESS, ledger=True)
@require_http_methods(["GET", "HEAD", "POST"])
def log_review(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = selectors.log_review_by_uid(asks=request.user, uid=uid)
    if found is None:
        raise Http404("There is no such log review.")
    week = selectors.week_of(asks=request.user, review=found)
    form = ReasonForm(request.POST if request.method == "POST" else None, label="Note", optional=True)
    refused = None
    if request.method == "POST":
        refused = signed(request, found, form, week)
        if refused is None:
            return done(request, "Signed.", "reviews:log-review", found.uid)
    targets = [*(one.target for one in (*week.alarming, *week.changes)), *(one.who for one in week.failures)]
    people = users_by_uid(asks=request.user, uids=[target.removeprefix("user:") for target in targets])
    today = timezone.localdate()
    return shown(
        request,
        "reviews/log_review.html",
        {
            "week_review": found,
            "week": week,
            "form": form,
            "people": {f"user:{uid}": user.full_name for uid, user in people.items()},
            "overdue": found.is_overdue(today),
            "is_over": found.last_day < today,
        },
        refused,
    )


def signed(request: HttpRequest, found: LogReview, form: ReasonForm, week: object) -> Refused | None:
    """None where it is signed now."""
    if not form.is_valid():
        return NOT_RIGHT
    try:
        actions.sign(
            review=found, week=week, note=form.cleaned_data["text"], by=request.user, now=timezone.now()
        )
    except Refused as refused:
        return refused
    return None
