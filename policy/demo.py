"""The demonstration's policy: a posted version in the manual's sense, designees, a hearing, figures."""

import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions import acknowledgements
from accounts.models import User
from audit.events import SystemActor
from policy.actions import figures, register, versions
from policy.models import Designee, Hearing, PolicyVersion
from policy.months import month_of, span

NOT_YET = frozenset({"officer2", "untrained", "lapsed", "locked"})
"""User names of those who are still to acknowledge it, so that the page that asks can be seen."""

TEXTS = {
    "scope": """
The {division} of the City of {city} uses automated license plate recognition (ALPR) to enforce parking
rules. Cameras on enforcement vehicles take pictures; the system reads the license plates in them.

The data serve the official business of the division. The division recognises the established privacy
rights of the public: no name, no address and no date of birth is kept beside a plate, and nobody looks
a plate up without a stated purpose.

The Parking Manager manages equipment, data, retention and access, and assigns the staff who run the
system from day to day.
""",
    "purposes": """
The system is used for official business of the division only, and for the purposes listed below. Using
it, or letting others use it, for any other purpose is forbidden. Enforcing immigration law is not a
purpose.

Whoever looks states one of these purposes first, with the number of the citation, request or case where
the purpose asks for one. Both are recorded with every look.
""",
    "people": """
Members of the division, members of other public agencies and independent contractors may use the system
when the Parking Manager has authorized them, their job title or designation is on the list below, and
their training is in force.

Each person has an account of their own. Rights are given for a time, by another person, and end by
themselves.
""",
    "training": """
Nobody operates ALPR equipment or sees ALPR data before completing the training that the department has
approved. Another person approves each record of training. It counts for a year; from the day after, the
system shows nothing until the training is renewed.

The training covers this policy, the Civil Code, the purposes, how to verify a hit, and what is
recorded.
""",
    "monitoring": """
- Every look is written down before anything is shown. Without that record the database itself shows
nothing.
- Records of looks cannot be changed or removed by anybody who uses the system. They are sealed and the
seals are kept elsewhere.
- Looks that end without an outcome, and failed log-ins, raise an alarm.
- Once a week a reviewer goes through the log. Each month a random sample, and everything that a rule
has flagged, is reviewed by somebody who is not part of it; another person approves the review.
- Figures about use are published every month.
""",
    "records": """
For each access the system records the date and time, the plate or other data elements used to query,
the name, user name and organization of the person, and the purpose. It also records which records were
given out, and every access that was refused.
""",
    "sharing": """
ALPR information is never sold. It may be shared with the {city} Police Department, and with other law
enforcement or prosecutorial agencies of the State of California or its local agencies for official law
enforcement purposes or as otherwise permitted by law.

It is not given to private parties, to agencies of other states, or to federal agencies. Each release is
asked for in writing, approved by the Parking Manager, and recorded with the recipient and the purpose.

Requests of others follow the Records Maintenance and Release Policy.
""",
    "custodian": """
The official custodian of the ALPR system is the Parking Manager, or the person designated to oversee
the ALPR operation, and is responsible for this policy.
""",
    "accuracy": """
A reading by the system is an observation and may be wrong. A match with a list is an allegation until a
person has compared plate and state with the picture.

(a) Nobody boots or tows a vehicle because of the system alone: registration and past-due status are
verified first.
(b) A misread plate is corrected beside what was read, with the name of who corrected it and why. The
observation stays.
(c) Readings that only look like a listed plate are marked as possible, and are never enough to act on.
(d) How many hits were misread is published every month.

Whoever believes that data about their vehicle are wrong may write to the official custodian.
""",
    "keeping": """
ALPR data are stored for two years, as the city’s records retention schedule asks. Thereafter they are
purged.

The Parking Manager works with the Department of Information Technology and the Custodian of Records on
retention and destruction. Data are destroyed after the keeping time has ended, when a resolution and
the consent of the City Attorney are on file, the Parking Manager and the Custodian of Records have both
approved the list, and no hold for a case, a contest or a request stands against it. A certificate says
what was destroyed.

Data that become evidence, or are subject to discovery or another lawful action, are exported and booked
into evidence with the {city} Police Department.
""",
    "hearing": """
The program was open to public comment at a regularly scheduled public meeting before it began.
""",
}


def seed_policy(now: datetime) -> None:
    """Whatever of it is not there yet; again, nothing. Needs the demonstration's people."""
    if settings.PRODUCTION:
        raise RuntimeError(
            "The demonstration's policy was approved by nobody and has no place in production."
        )
    manager = User.objects.get(username="manager")
    with transaction.atomic():
        seed_register(manager, now)
        if not PolicyVersion.objects.exists():
            post_first(manager, now)
    publish_figures(now)


def seed_register(manager: User, now: datetime) -> None:
    today = timezone.localdate(now)
    if not Designee.objects.exists():
        named = {"account": None, "by": manager, "now": now}
        register.appoint(
            title="Parking Manager", name="Alma Prentiss", starts_on=today - timedelta(days=900), **named
        )
        named["account"] = manager
        register.appoint(
            title="Parking Manager", name=manager.full_name, starts_on=today - timedelta(days=400), **named
        )
    if not Hearing.objects.exists():
        register.record_hearing(
            held_on=date(2025, 10, 6),
            body="City Council",
            item="Public comment on the use of automated license plate recognition for parking enforcement",
            link="https://council.example.org/2025-10-06/agenda",
            by=manager,
            now=now,
        )


def post_first(manager: User, now: datetime) -> None:
    """Written by the administrator, approved by the manager, acknowledged by most."""
    administrator = User.objects.get(username="administrator")
    begun = versions.draft(by=administrator, now=now)
    names = {"city": settings.ALPR_CITY, "division": settings.ALPR_DIVISION}
    draft = versions.change(
        sections={key: unwrapped(text.format(**names)) for key, text in TEXTS.items()},
        summary="The first version of this policy.",
        effective_on=timezone.localdate(now),
        seen=versions.digest_of(begun),
        by=administrator,
        now=now,
    )
    posted = versions.approve(seen=versions.digest_of(draft), by=manager, now=now)
    for person in User.objects.filter(is_active=True).exclude(username__in=NOT_YET):
        acknowledgements.acknowledge(number=posted.number, sha256=posted.sha256, by=person, now=now)


def unwrapped(text: str) -> str:
    """One line a paragraph or entry, as somebody types it into the form."""
    return re.sub(r"(?<!\n)\n(?!\n|- |\([a-z]\) )", " ", text.strip())


def publish_figures(now: datetime) -> None:
    """The demonstration's data are of today, so its month is counted as if it had ended."""
    month = month_of(now)
    _, end = span(month)
    figures.publish(month=month, by=SystemActor("command"), now=end)
