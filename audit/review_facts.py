"""What the ledger says of a span of time, added up for reviews: counts and record numbers, no plates.

PostgreSQL counts and groups; what comes back is read in pieces, so a million accesses need no more memory
than a thousand. All of it runs on the auditor's connection under an open access. Nothing here names itself
in the outcome: a rule that looks at every access would fill the ledger with the ledger. The access says the
span, and whoever then opens one access is noted as ever.

`last` is the number of the newest access record of a group, the one that stands for it (`names_of`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connections

from audit.doors import walk
from audit.marks import Kind, mark_of
from audit.selectors.accesses import AUDITOR

Fact = TypeVar("Fact")

PIECE = 5000
PICTURE = (".jpg", ".png")


@dataclass(frozen=True)
class Span:
    """Accesses from `start` until before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Look:
    """One access of a person. `leaf` is the hash of its exact bytes, `at` city time without zone."""

    id: int
    uid: UUID
    leaf: bytes
    person: str
    roles: str
    at: datetime
    door: str


@dataclass(frozen=True)
class PlateLooks:
    """One person's looks at one plate (by number, whatever the state), which is not named."""

    person: str
    looks: int
    days: int
    last: int


@dataclass(frozen=True)
class PlateOfPerson:
    """A plate one person asked for or opened, as the ledger writes it: to be hashed and forgotten."""

    person: str
    plate: str
    looks: int
    last: int


@dataclass(frozen=True)
class DayCount:
    """How many looks one person made on one day of city time."""

    person: str
    day: date
    looks: int
    last: int


@dataclass(frozen=True)
class ReferenceText:
    """One reference as one person stated it for one purpose."""

    person: str
    purpose: str
    reference: str
    looks: int
    last: int


@dataclass(frozen=True)
class ReferenceUse:
    """How one reference was used by everybody together."""

    purpose: str
    reference: str
    plates: int
    people: int
    last: int


@dataclass(frozen=True)
class SessionSearches:
    """A session with searches of which nothing was opened."""

    person: str
    searches: int
    last: int


@dataclass(frozen=True)
class TypedText:
    """What one person typed: the reference and every query element of one access."""

    person: str
    text: str
    last: int


@lru_cache(maxsize=1)
def parts_of_pages() -> tuple[str, ...]:
    """Doors that a browser asks by itself while it shows another page: pictures, progress."""
    found = set()
    for route, pattern in walk():
        mark = mark_of(pattern.callback)
        if mark is not None and mark.kind is Kind.RECORDS and (mark.background or route.endswith(PICTURE)):
            found.add(mark.name)
    return tuple(sorted(found))


LOOKS = """
    from audit_accessrecord r
    where r.actor_kind = 'person' and r.at >= %(start)s and r.at < %(end)s
"""
CHOSEN = " and r.door <> all(%(parts)s::varchar[])"
# Lists show many plates by the way. What counts is the plate asked for, or the one plate that was opened.
PLATES = f"""
    with plates as (
        select r.id, r.person, r.at, unnest(r.plates_sought) as plate {LOOKS}
        union
        select r.id, r.person, r.at, o.plates[1]
        from audit_accessrecord r join audit_accessoutcome o on o.access_id = r.uid
        where r.actor_kind = 'person' and r.at >= %(start)s and r.at < %(end)s {CHOSEN}
            and cardinality(o.plates) = 1
    )
"""  # noqa: S608  the parts are constants of this file


def looks(span: Span) -> Iterator[Look]:
    """Every access of a person, in the ledger's order, parts of pages among them."""
    for row in asked(
        "select r.id, r.uid, r.leaf, r.person, r.roles, r.at at time zone %(zone)s, r.door"
        f" {LOOKS} order by r.id",
        span,
    ):
        yield Look(row[0], row[1], bytes(row[2]), *row[3:])


def same_plate(span: Span, *, looks: int, days: int) -> Iterator[PlateLooks]:
    """Whoever looked at one plate that often, or on that many days."""
    yield from made(
        PlateLooks,
        f"""{PLATES} 
        select person, count(distinct id), count(distinct (at at time zone %(zone)s)::date), max(id)
        from plates group by person, split_part(plate, ' ', -1)
        having count(distinct id) >= %(looks)s or count(distinct (at at time zone %(zone)s)::date) >= %(days)s
        order by 4""",  # noqa: S608
        span,
        looks=looks,
        days=days,
    )


def plates_of_people(span: Span) -> Iterator[PlateOfPerson]:
    """Every plate with every person who asked for it or opened it."""
    yield from made(
        PlateOfPerson,
        f"{PLATES} select person, plate, count(*), max(id) from plates group by person, plate",  # noqa: S608
        span,
    )


def day_counts(span: Span) -> Iterator[DayCount]:
    """Looks by person and day, without parts of pages."""
    yield from made(
        DayCount,
        "select r.person, (r.at at time zone %(zone)s)::date, count(*), max(r.id)"
        f" {LOOKS} {CHOSEN} group by 1, 2 order by 1, 2",
        span,
    )


def reference_texts(span: Span) -> Iterator[ReferenceText]:
    """Purposes and references as they were stated, one row for each person and wording."""
    yield from made(
        ReferenceText,
        f"select r.person, r.purpose, r.reference, count(*), max(r.id) {LOOKS} {CHOSEN}"
        " and r.purpose <> '' group by 1, 2, 3",
        span,
    )


def reference_uses(span: Span, *, plates: int, people: int) -> Iterator[ReferenceUse]:
    """References under which many plates were sought, or that many people stated."""
    yield from made(
        ReferenceUse,
        f"""with uses as (
            select r.id, r.person, r.purpose, r.reference, unnest(r.plates_sought || null::varchar) as plate
            {LOOKS} and r.reference <> ''
        )
        select purpose, reference, count(distinct split_part(plate, ' ', -1)), count(distinct person),
            max(id)
        from uses group by purpose, reference
        having count(distinct split_part(plate, ' ', -1)) >= %(plates)s
            or count(distinct person) >= %(people)s""",  # noqa: S608
        span,
        plates=plates,
        people=people,
    )


def unopened_searches(span: Span, *, searches: int) -> Iterator[SessionSearches]:
    """Sessions with that many searches that showed something, and not one record opened."""
    yield from made(
        SessionSearches,
        """select r.person, count(*) filter (where r.door like '%%.search'),
            max(r.id) filter (where r.door like '%%.search')
        from audit_accessrecord r join audit_accessoutcome o on o.access_id = r.uid
        where r.actor_kind = 'person' and r.at >= %(start)s and r.at < %(end)s
            and o.result = 'shown' and o.record_count > 0
            and r.door not like 'audit.%%' and r.door not like 'reviews.%%' and r.door <> 'home'
        group by r.person, r.session
        having count(*) filter (where r.door like '%%.search') >= %(searches)s
            and count(*) filter (where r.door not like '%%.search') = 0""",
        span,
        searches=searches,
    )


def typed_texts(span: Span, *, words: str) -> Iterator[TypedText]:
    """Accesses with a word in the reference or the query; `words` is a regular expression of PostgreSQL's."""
    yield from made(
        TypedText,
        f"select r.person, r.reference || ' ' || r.query, r.id {LOOKS}"
        " and (r.reference || ' ' || r.query) ~* %(words)s order by r.id",
        span,
        words=words,
    )


def names_of(ids: Sequence[int]) -> dict[int, tuple[UUID, str]]:
    """(uid, person) of these access records."""
    with connections[AUDITOR].cursor() as cursor:
        cursor.execute("select id, uid, person from audit_accessrecord where id = any(%s)", [list(ids)])
        return {number: (uid, person) for number, uid, person in cursor.fetchall()}


def numbers_of(uids: Sequence[UUID]) -> dict[int, tuple[UUID, str]]:
    """The same, asked for by uid."""
    with connections[AUDITOR].cursor() as cursor:
        cursor.execute("select id, uid, person from audit_accessrecord where uid = any(%s)", [list(uids)])
        return {number: (uid, person) for number, uid, person in cursor.fetchall()}


def made(kind: type[Fact], statement: str, span: Span, **more: object) -> Iterator[Fact]:
    for row in asked(statement, span, **more):
        yield kind(*row)


def asked(statement: str, span: Span, **more: object) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement, fetched in pieces through a cursor that PostgreSQL keeps."""
    values = {
        "start": span.start,
        "end": span.end,
        "zone": settings.TIME_ZONE,
        "parts": list(parts_of_pages()),
        **more,
    }
    with connections[AUDITOR].chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(PIECE):
            yield from rows
