"""One item: what was looked at, why it was drawn, what was decided."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from audit.models import AccessRecord
from audit.selectors.accesses import access_by_uid, looks_around
from reviews.models import Disposition, Finding, ReviewItem
from reviews.selectors.people import users_by_uid
from reviews.selectors.reviews import label_of

AROUND = timedelta(minutes=15)


@dataclass(frozen=True)
class ItemPage:
    """`access` is None only where the ledger was cut; `around` are looks of the same session."""

    item: ReviewItem
    subject: User | None
    access: AccessRecord | None
    around: list[AccessRecord]
    reasons: list[tuple[str, str]]
    dispositions: list[Disposition]
    findings: list[Finding]


def item_by_uid(*, asks: User, uid: UUID) -> ReviewItem | None:
    return ReviewItem.objects.select_related("review", "review__plan", "reviewer").filter(uid=uid).first()


def item_page(*, asks: User, item: ReviewItem) -> ItemPage:
    """Reads the ledger: the caller's access names every access record that is shown."""
    access = access_by_uid(asks=asks, uid=item.access)
    return ItemPage(
        item=item,
        subject=users_by_uid(asks=asks, uids=[item.subject]).get(item.subject),
        access=access,
        around=looks_around(asks=asks, access=access, within=AROUND) if access else [],
        reasons=[(label_of(reason.rule), reason.sentence) for reason in item.reasons.all()],
        dispositions=list(dispositions_of(item)),
        findings=list(item.findings.select_related("owner")),
    )


def dispositions_of(item: ReviewItem) -> QuerySet[Disposition]:
    return item.dispositions.select_related("by").order_by("-id")
