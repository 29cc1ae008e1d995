"""What waits for a person, in lines that say what to do: for the start page, the administration and mail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from reviews.models import LogReview, Review, ReviewPlan
from reviews.selectors import findings, log_reviews, plans
from reviews.selectors.people import able
from reviews.selectors.reviews import unfinished_reviews


@dataclass(frozen=True)
class Line:
    """`text` holds no plate and no name of anybody looked at. `path` leads there."""

    text: str
    path: str
    overdue: bool = False


def open_lines(*, asks: User, now: datetime) -> list[Line]:
    """Reviews and weekly log reviews: what can be told outside of an access record too."""
    today = timezone.localdate(now)
    manages = asks.has_permission(Permission.MANAGE_REVIEW_PLAN, now)
    reviewing = asks.has_permission(Permission.REVIEW_ACCESS, now)
    approving = asks.has_permission(Permission.APPROVE_REVIEWS, now)
    lines: list[Line] = []
    plan = plans.plan_in_force(asks=asks)
    if manages and plan is None:
        lines.append(
            Line("There is no review plan yet, so no access is reviewed", reverse("reviews:plan"), True)
        )
    if manages and plan is not None:
        lines += plan_lines(asks, plan, now)
    for review in unfinished_reviews(asks=asks) if reviewing or approving or manages else ():
        if review.state == Review.State.OPEN or approving or manages:
            lines.append(review_line(review, today))
    if reviewing or manages:
        lines += [log_line(week, today) for week in log_reviews.unsigned(asks=asks)]
    return sorted(lines, key=lambda line: not line.overdue)


def plan_lines(asks: User, plan: ReviewPlan, now: datetime) -> list[Line]:
    missing = [
        words
        for duty, words in (("reviewer", "review"), ("approver", "approve"))
        if not able(asks=asks, plan=plan, duty=duty, now=now)
    ]
    return [
        Line(f"Nobody of the review plan can {words} any more", reverse("reviews:plan"), True)
        for words in missing
    ]


def all_lines(*, asks: User, now: datetime) -> list[Line]:
    """The same with findings, which only an access record opens."""
    lines = open_lines(asks=asks, now=now)
    today = timezone.localdate(now)
    path = reverse("reviews:findings")
    late = findings.overdue_of(asks=asks, user=asks, today=today)
    mine = findings.open_of(asks=asks, user=asks) - late
    if late:
        lines.insert(0, Line(f"{counted(late, 'finding')} of yours {verb(late)} overdue", path, True))
    if mine:
        lines.append(Line(f"{counted(mine, 'finding')} {verb(mine)} yours to resolve", path))
    approves = asks.has_permission(Permission.APPROVE_REVIEWS, now)
    if approves and (waiting := findings.waiting_for_approval(asks=asks)):
        lines.append(Line(f"{counted(waiting, 'finding')} {verb(waiting)} resolved and not approved", path))
    manages = asks.has_permission(Permission.MANAGE_REVIEW_PLAN, now)
    if manages and (others := findings.all_overdue(asks=asks, today=today) - late):
        lines.append(Line(f"{counted(others, 'finding')} of others {verb(others)} overdue", path, True))
    return lines


def review_line(review: Review, today: date) -> Line:
    late = review.is_overdue(today)
    state = "waits for approval" if review.state == Review.State.SUBMITTED else "is under way"
    when = f"was due on {day(review.due_on)}" if late else f"is due on {day(review.due_on)}"
    return Line(
        f"The review of {span(review.first_day, review.last_day)} {state} and {when}",
        reverse("reviews:review", args=[review.uid]),
        late,
    )


def log_line(week: LogReview, today: date) -> Line:
    late = week.is_overdue(today)
    when = f"was due on {day(week.due_on)}" if late else f"is due on {day(week.due_on)}"
    return Line(
        f"The log review of {span(week.first_day, week.last_day)} is not signed and {when}",
        reverse("reviews:log-review", args=[week.uid]),
        late,
    )


def day(value: date) -> str:
    return f"{value:%B} {value.day}"


def span(first: date, last: date) -> str:
    return f"{day(first)} to {day(last)}, {last.year}"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def verb(number: int) -> str:
    return "is" if number == 1 else "are"
