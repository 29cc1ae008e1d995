"""Telling people by mail what waits for them, once a day at most."""

import logging
from datetime import date, datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors import holders
from audit.events import Actor, Event, record
from audit.system import system_access
from reviews.models import Reminder
from reviews.selectors.standing import Line, all_lines

log = logging.getLogger("reviews.reminders")

NOT_BEFORE = 7
"""City hours: nobody is told at night."""


def remind(*, by: Actor, now: datetime) -> int:
    """Mail everybody for whom something waits and who was not told today; returns how many were."""
    if timezone.localtime(now).hour < NOT_BEFORE:
        return 0
    today = timezone.localdate(now)
    told = Reminder.objects.filter(day=today).values("user")
    people = list(User.objects.filter(pk__in=concerned(now)).exclude(pk__in=told).exclude(email=""))
    sent = 0
    for user in people:
        with (
            system_access(
                "beat",
                door="reviews.remind",
                reason="Tell a person what waits for them",
                person=str(user.uid),
            ) as access,
            access.transaction(),
        ):
            lines = all_lines(asks=user, now=now)
            sent += bool(lines) and tell(user=user, lines=lines, day=today, by=by)
    return sent


def concerned(now: datetime) -> set[int]:
    """Writes nothing: who could have anything to do with reviews."""
    rights = (Permission.REVIEW_ACCESS, Permission.APPROVE_REVIEWS, Permission.MANAGE_REVIEW_PLAN)
    return {pk for right in rights for pk in holders(right, now).values_list("pk", flat=True)}


def tell(*, user: User, lines: list[Line], day: date, by: Actor) -> bool:
    """The row is claimed, the mail sent, then both stand. A mail that cannot be sent leaves no row, so the
    next hour tries again; two timetables at once send one mail.
    """
    try:
        with transaction.atomic():
            Reminder.objects.create(user=user, day=day, lines=len(lines))
            late = sum(line.overdue for line in lines)
            EmailMessage(
                subject=f"ALPR reviews: {late} overdue" if late else "ALPR reviews: what waits for you",
                body=render_to_string("reviews/mail.txt", {"user": user, "lines": lines, "late": late}),
                to=[user.email],
            ).send()
            record(Event.REMINDER_SENT, target=user.ledger_target, by=by, lines=len(lines), overdue=late)
    except IntegrityError:
        return False
    except (OSError, SMTPException) as error:
        log.error("The reminder to %s could not be sent: %s", user.username, error)
        return False
    return True
