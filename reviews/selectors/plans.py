"""The plan in force, working hours, and the register of staff plates."""

from collections import defaultdict
from dataclasses import asdict

from django.db.models import QuerySet

from audit.events import Actor
from reviews.drawing import Shifts, StaffHash
from reviews.models import ReviewPlan, StaffPlate, WorkingHours
from reviews.rules.hours import Shift
from reviews.rules.thresholds import Thresholds
from reviews.staff_plates import NoKey, key_name


def plan_in_force(*, asks: Actor) -> ReviewPlan | None:
    """The newest version; None before the first."""
    return ReviewPlan.objects.order_by("-id").first()


def plans(*, asks: Actor) -> QuerySet[ReviewPlan]:
    """Every version, newest first."""
    return ReviewPlan.objects.select_related("made_by").order_by("-id")


def first_plan(*, asks: Actor) -> ReviewPlan | None:
    return ReviewPlan.objects.order_by("id").first()


def thresholds_of(plan: ReviewPlan) -> Thresholds:
    return Thresholds(**{name: getattr(plan, name) for name in asdict(Thresholds())})


def hours_in_force(*, asks: Actor) -> QuerySet[WorkingHours]:
    return WorkingHours.objects.filter(ended_at=None).select_related("user")


def hours_by_pk(*, asks: Actor, pk: int) -> WorkingHours | None:
    return hours_in_force(asks=asks).filter(pk=pk).first()


def shifts_in_force(*, asks: Actor) -> Shifts:
    of_people: dict[str, list[Shift]] = defaultdict(list)
    of_roles: dict[str, list[Shift]] = defaultdict(list)
    for hours in hours_in_force(asks=asks):
        shift = Shift(frozenset(hours.days), hours.start, hours.until)
        if hours.user is not None:
            of_people[str(hours.user.uid)].append(shift)
        else:
            of_roles[hours.role].append(shift)
    return Shifts(dict(of_people), dict(of_roles))


def staff_plates(*, asks: Actor) -> QuerySet[StaffPlate]:
    return StaffPlate.objects.filter(ended_at=None).select_related("person", "made_by")


def staff_plate_by_uid(*, asks: Actor, uid: object) -> StaffPlate | None:
    return staff_plates(asks=asks).filter(uid=uid).first()


def staff_hashes(*, asks: Actor) -> list[StaffHash]:
    """What the draw compares with. Rows under another key than today's can be compared with nothing."""
    try:
        today = key_name()
    except NoKey:
        today = ""
    return [
        StaffHash(str(row.person.uid), row.person.full_name, row.with_region, row.bare)
        for row in staff_plates(asks=asks)
        if not today or row.key_name == today
    ]


def plates_under_an_older_key(*, asks: Actor) -> int:
    try:
        return staff_plates(asks=asks).exclude(key_name=key_name()).count()
    except NoKey:
        return staff_plates(asks=asks).count()
