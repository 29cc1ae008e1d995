"""What the logs of a week hold for whoever looks through them (CJIS AU-6): alarms, and changes of rights."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from audit.events import Event
from audit.models import AccessOutcome, AccessRecord, ChangeEvent
from audit.review_facts import Span
from audit.selectors.accesses import AUDITOR, Asker, unfinished

FAILURES_OF_ONE = 5
"""Failed log-ins of one account in a week from which on they are an alarm."""
REFUSALS_OF_ONE = 10
MOST_LISTED = 50

ALARMING = (Event.ACCOUNT_LOCKED, Event.SECOND_FACTOR_RESET)
TO_BE_READ = (
    Event.ACCOUNT_CREATED,
    Event.ACCOUNT_ENABLED,
    Event.ACCOUNT_DISABLED,
    Event.ACCOUNT_RELEASED,
    Event.ROLE_GRANTED,
    Event.ROLE_REVOKED,
    Event.TRAINING_WITHDRAWN,
    Event.REVIEW_PLAN_CHANGED,
)


@dataclass(frozen=True)
class Group:
    """So many of something by one person or account; `who` is a user name, '' where nobody is known."""

    who: str
    count: int


@dataclass(frozen=True)
class WeekOfLogs:
    """`unfinished`: intents without outcome, the newest of them. `counts` are what a signature keeps."""

    unfinished: list[AccessRecord]
    failures: list[Group]
    refusals: list[Group]
    alarming: list[ChangeEvent]
    changes: list[ChangeEvent]
    counts: dict[str, int]

    @property
    def alarms(self) -> int:
        """How many kinds of thing ask for a word."""
        return sum(
            bool(found)
            for found in (
                self.unfinished,
                [one for one in self.failures if one.count >= FAILURES_OF_ONE],
                [one for one in self.refusals if one.count >= REFUSALS_OF_ONE],
                self.alarming,
            )
        )


def week(*, asks: Asker, span: Span, now: datetime) -> WeekOfLogs:
    lost = unfinished(asks=asks, now=now).filter(at__gte=span.start, at__lt=span.end)
    failed = events(span, Event.LOGIN_FAILED)
    refused = AccessOutcome.objects.using(AUDITOR).filter(
        result=AccessOutcome.Result.REFUSED,
        access__at__gte=span.start,
        access__at__lt=span.end,
        access__actor_kind=AccessRecord.ActorKind.PERSON,
    )
    alarming, changes = events(span, *ALARMING), events(span, *TO_BE_READ)
    looks = AccessRecord.objects.using(AUDITOR).filter(
        at__gte=span.start, at__lt=span.end, actor_kind=AccessRecord.ActorKind.PERSON
    )
    return WeekOfLogs(
        unfinished=list(lost.defer("payload")[:MOST_LISTED]),
        failures=grouped(failed, "target"),
        refusals=grouped(refused, "access__username"),
        alarming=list(alarming[:MOST_LISTED]),
        changes=list(changes[:MOST_LISTED]),
        counts={
            "looks": looks.count(),
            "unfinished": lost.count(),
            "failed_log_ins": failed.count(),
            "refused": refused.count(),
            "locked_accounts": events(span, Event.ACCOUNT_LOCKED).count(),
            "second_factors_reset": events(span, Event.SECOND_FACTOR_RESET).count(),
            "changes_of_rights": changes.count(),
        },
    )


def events(span: Span, *kinds: Event) -> QuerySet[ChangeEvent]:
    found = ChangeEvent.objects.using(AUDITOR).filter(event__in=[str(kind.value) for kind in kinds])
    return found.filter(at__gte=span.start, at__lt=span.end).defer("payload").order_by("-id")


def grouped(found: QuerySet, by: str) -> list[Group]:  # type: ignore[type-arg]
    rows = found.order_by().values_list(by).annotate(many=Count("pk")).order_by("-many", by)[:MOST_LISTED]
    return [Group(who, many) for who, many in rows]
