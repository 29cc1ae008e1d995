"""In which zone a vehicle is chalked: by its position, and by what the officer set out to do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A zone at a position. `size` in square degrees, only to compare."""

    pk: int
    district: int | None
    is_district: bool
    size: float


@dataclass(frozen=True)
class Session:
    """The zones an officer set out to chalk (none: chalk nothing), and the one they are in now."""

    zones: Collection[int]
    zone: int | None


@dataclass(frozen=True)
class Choice:
    """`zone` None: no mark is made. `ask`: the officer must say which of `among` it is."""

    zone: int | None = None
    ask: bool = False
    among: tuple[int, ...] = ()


def choose(places: Sequence[Place], session: Session | None) -> Choice:
    """The zones of the session come first, the smallest kind of place before the district around it.

    Where several remain it stays where it is; else the officer is asked. Without anybody to ask (a fixed
    camera) the smallest zone is taken.
    """
    if not places or (session is not None and not session.zones):
        return Choice()
    found = [place for place in places if not place.is_district] or list(places)
    if session is not None:
        wanted = [place for place in found if place.pk in session.zones or place.district in session.zones]
        found = wanted or found
    if len(found) == 1:
        return Choice(found[0].pk)
    if session is None:
        return Choice(min(found, key=lambda place: (place.size, place.pk)).pk)
    if session.zone in {place.pk for place in found}:
        return Choice(session.zone)
    return Choice(ask=True, among=tuple(sorted(place.pk for place in found)))
