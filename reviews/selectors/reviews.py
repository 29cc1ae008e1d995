"""Reviews and how far they have come."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from audit.events import Actor
from reviews.models import Disposition, Finding, ItemReason, Review, ReviewItem, ReviewStep
from reviews.rules.catalogue import RULES
from reviews.selectors.people import users_by_uid

PAGE = 50


@dataclass(frozen=True)
class Progress:
    """How many items there are, are decided, wait for a reviewer of their own, and became findings."""

    items: int
    decided: int
    waiting: int
    findings: int

    @property
    def left(self) -> int:
        return self.items - self.decided


@dataclass(frozen=True)
class ReviewerProgress:
    reviewer: User | None
    items: int
    decided: int


@dataclass(frozen=True)
class RuleCount:
    label: str
    items: int


@dataclass(frozen=True)
class ItemLine:
    """One item as the list shows it. `verdict` is '' while nobody has decided."""

    item: ReviewItem
    subject: User | None
    labels: list[str]
    verdict: str


def reviews(*, asks: Actor) -> QuerySet[Review]:
    """All reviews, newest period first."""
    return Review.objects.select_related("submitted_by", "approved_by")


def review_by_uid(*, asks: Actor, uid: UUID) -> Review | None:
    return reviews(asks=asks).select_related("plan").filter(uid=uid).first()


def steps_of(*, asks: Actor, review: Review) -> QuerySet[ReviewStep]:
    return review.steps.select_related("by")


def decided() -> Exists:
    return Exists(Disposition.objects.filter(item=OuterRef("pk")))


def progress_of(*, asks: Actor, review: Review) -> Progress:
    counted = ReviewItem.objects.filter(review=review).aggregate(
        items=Count("pk"),
        decided=Count("pk", filter=Q(decided())),
        waiting=Count("pk", filter=Q(reviewer=None)),
    )
    findings = Finding.objects.filter(item__review=review).count()
    return Progress(findings=findings, **counted)


def progress_of_all(*, asks: Actor, among: list[Review]) -> dict[int, Progress]:
    return {review.pk: progress_of(asks=asks, review=review) for review in among}


def by_reviewer(*, asks: Actor, review: Review) -> list[ReviewerProgress]:
    """Reviewers with their share; None for what waits for somebody."""
    counted = (
        ReviewItem.objects.filter(review=review)
        .order_by()
        .values("reviewer")
        .annotate(items=Count("pk"), decided=Count("pk", filter=Q(decided())))
    )
    users = User.objects.in_bulk([row["reviewer"] for row in counted if row["reviewer"]])
    lines = [ReviewerProgress(users.get(row["reviewer"]), row["items"], row["decided"]) for row in counted]
    return sorted(lines, key=lambda line: (line.reviewer is None, str(line.reviewer)))


def by_rule(*, asks: Actor, review: Review) -> list[RuleCount]:
    counted = (
        ItemReason.objects.filter(item__review=review)
        .order_by()
        .values("rule")
        .annotate(items=Count("item", distinct=True))
    )
    return sorted(
        (RuleCount(label_of(row["rule"]), row["items"]) for row in counted), key=lambda line: line.label
    )


def items_of(
    *, asks: User, review: Review, mine: bool = False, left: bool = False, after: int = 0
) -> tuple[list[ItemLine], int]:
    """One page of items by their place, and the place after which the next page begins (0 at the end)."""
    found = (
        ReviewItem.objects.filter(review=review, position__gt=after)
        .select_related("reviewer")
        .annotate(newest=newest_verdict())
    )
    if mine:
        found = found.filter(reviewer=asks)
    if left:
        found = found.filter(newest=None)
    items = list(found.order_by("position")[:PAGE])
    rules: dict[int, list[str]] = {}
    for reason in ItemReason.objects.filter(item__in=items):
        rules.setdefault(reason.item_id, []).append(label_of(reason.rule))
    people = users_by_uid(asks=asks, uids=[item.subject for item in items])
    lines = [
        ItemLine(item, people.get(item.subject), rules.get(item.pk, []), item.newest or "") for item in items
    ]
    return lines, items[-1].position if len(items) == PAGE else 0


def newest_verdict() -> Subquery:
    return Subquery(Disposition.objects.filter(item=OuterRef("pk")).order_by("-id").values("verdict")[:1])


def label_of(rule: str) -> str:
    return RULES[rule].label if rule in RULES else rule


def next_for(*, asks: User, review: Review, after: int = 0) -> ReviewItem | None:
    """The reviewer's next undecided item, from the beginning again after the last."""
    mine = ReviewItem.objects.filter(~Q(decided()), review=review, reviewer=asks).order_by("position")
    return mine.filter(position__gt=after).first() or mine.first()


def unfinished_reviews(*, asks: Actor) -> QuerySet[Review]:
    return Review.objects.exclude(state=Review.State.APPROVED).order_by("due_on", "id")


def reviewers_in(*, asks: Actor, review: Review) -> list[User]:
    """Everybody who has an item of it or decided about one."""
    return list(
        User.objects.filter(
            Q(pk__in=ReviewItem.objects.filter(review=review).values("reviewer"))
            | Q(pk__in=Disposition.objects.filter(item__review=review).values("by"))
        )
    )


def latest_covered(*, asks: Actor) -> Review | None:
    """The periodic review that reaches furthest."""
    return Review.objects.filter(kind=Review.Kind.PERIODIC).order_by("-last_day").first()
