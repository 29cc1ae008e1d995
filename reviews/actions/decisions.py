"""Deciding about one access."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from audit.events import Event, record
from reviews.models import Disposition, ReviewItem
from reviews.policy.decisions import may_decide
from reviews.policy.people import may_review
from reviews.refusals import Refused, database_decides, require, unless
from reviews.selectors.people import person_of, subjects_of


@transaction.atomic
def decide(*, item: ReviewItem, verdict: str, note: str, by: User, now: datetime) -> Disposition:
    """Add a disposition; the newest counts. Raises Refused for one's own access, for somebody else's item,
    where the review has gone on, and where nothing is said about what a rule flagged.
    """
    require(by=by, needs=Permission.REVIEW_ACCESS, now=now)
    subject = subjects_of(asks=by, uids=[item.subject]).get(item.subject)
    unless(may_review(person_of(by), subject))
    flagged = item.drawn != ReviewItem.Drawn.SAMPLE
    unless(may_decide(verdict, note, flagged=flagged))
    if item.reviewer_id != by.pk:
        raise Refused("not_theirs", "Another person reviews this access.")
    with database_decides():
        made = Disposition.objects.create(item=item, verdict=verdict, note=note.strip(), by=by)
    record(Event.REVIEW_ITEM_DECIDED, target=item.ledger_name(), by=by, verdict=verdict)
    return made
