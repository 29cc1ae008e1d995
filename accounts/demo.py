"""The demonstration's people: invented, in every role, some of them with something missing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions import accounts, roles, trainings
from accounts.divisions import own_division
from accounts.models import Designation, Organisation, TrainingRecord, User
from accounts.passwords import PUBLISHED_PASSWORD
from accounts.roles import ROLES
from audit.events import SystemActor

BY = SystemActor("demo")
DIVISION = "division"
POLICE = "police"
CONTRACTOR = "Curbside Systems, Inc."


@dataclass(frozen=True)
class DemoPerson:
    """`trained_days`: for how many more days the training counts (negative: it lapsed), None where there is
    none.
    """

    username: str
    full_name: str
    designation: str
    role: str
    trained_days: int | None
    about: str
    organisation: str = DIVISION
    company: str = ""
    locked: bool = False


PEOPLE = (
    DemoPerson("manager", "Marisol Vega", "Parking Manager", "parking_manager", 300, "Parking Manager"),
    DemoPerson(
        "administrator", "Theo Lindqvist", "ALPR Administrator", "administrator", 290, "administrator"
    ),
    DemoPerson(
        "officer", "Renata Okafor", "Parking Enforcement Officer", "officer", 210, "enforcement officer"
    ),
    DemoPerson(
        "officer2", "Calvin Whitmore", "Parking Enforcement Officer", "officer", 20, "training ends soon"
    ),
    DemoPerson("auditor", "Priya Raman", "Internal Auditor", "auditor", 180, "auditor"),
    DemoPerson("records", "Simone Archer", "Records Officer", "records_officer", 150, "records officer"),
    DemoPerson(
        "detective", "Dana Kowalski", "Detective", "police_user", 120, "police user", organisation=POLICE
    ),
    DemoPerson("lapsed", "Hugo Bellamy", "Parking Enforcement Officer", "officer", -9, "training has lapsed"),
    DemoPerson(
        "untrained", "Nora Sandoval", "Parking Enforcement Officer", "officer", None, "no training yet"
    ),
    DemoPerson(
        "locked", "Wes Tanaka", "Parking Enforcement Officer", "officer", 90, "account is locked", locked=True
    ),
    DemoPerson(
        "contractor",
        "Ines Fontaine",
        "Camera Technician",
        "administrator",
        60,
        "contractor who looks after the cameras",
        company=CONTRACTOR,
    ),
)


@transaction.atomic
def seed_people(now: datetime) -> None:
    """Create whoever of the demonstration's people is not there yet. Raises RuntimeError in production."""
    if settings.PRODUCTION:
        raise RuntimeError("The demonstration's people have a published password and no place in production.")
    organisations = {
        DIVISION: own_division(),
        POLICE: Organisation.objects.get_or_create(
            name=f"{settings.ALPR_CITY} Police Department", defaults={"kind": Organisation.Kind.POLICE}
        )[0],
    }
    there = set(User.objects.values_list("username", flat=True))
    new = [one for one in PEOPLE if one.username not in there]
    for one in new:
        create(one, organisations[one.organisation], now)
    for one in new:
        if one.trained_days is not None:
            train(one, now)


def create(one: DemoPerson, organisation: Organisation, now: datetime) -> None:
    user = accounts.create(
        username=one.username,
        full_name=one.full_name,
        email=f"{one.username}@example.org",
        designation=Designation.objects.get_or_create(title=one.designation)[0],
        organisation=organisation,
        password=PUBLISHED_PASSWORD,
        affiliation=User.Affiliation.CONTRACTOR if one.company else User.Affiliation.EMPLOYEE,
        company=one.company,
        must_change_password=False,
        by=BY,
        now=now,
    )
    since = timezone.localdate(now) - timedelta(days=400)
    roles.grant(user=user, role=ROLES[one.role], starts_on=since, by=BY, now=now)
    if one.locked:
        accounts.lock(user=user, reason="Five failed log-ins within fifteen minutes.", by=BY, now=now)


def train(one: DemoPerson, now: datetime) -> None:
    """The manager approves everybody's training, and the administrator the manager's."""
    last_day = timezone.localdate(now) + timedelta(days=one.trained_days or 0)
    trainings.record(
        user=User.objects.get(username=one.username),
        course=TrainingRecord.Course.INITIAL,
        completed_on=last_day - trainings.COUNTS_FOR,
        by=User.objects.get(username="administrator" if one.username == "manager" else "manager"),
        now=now,
    )
