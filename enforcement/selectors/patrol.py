"""What the patrol screen of one vehicle shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from enforcement.models import Hit, Hotlist
from enforcement.policy.lists import is_stale
from enforcement.selectors.scope import hits_within, lists_within, scope_of
from reads.models import Camera, Read

MOST_READS = 30
MOST_HITS = 24


@dataclass(frozen=True)
class Reel:
    """Hits, the most urgent first, and reads, the newest first."""

    hits: list[Hit] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)


def vehicles() -> list[str]:
    """The vehicles that have a camera in service."""
    found = Camera.objects.filter(is_active=True).exclude(vehicle="").order_by("vehicle")
    return list(dict.fromkeys(camera.vehicle for camera in found))


def reel(*, asks: User, vehicle: str, now: datetime) -> Reel:
    """The open hits and the newest reads of a vehicle, as far as this person may know of them."""
    if not vehicle:
        return Reel()
    hits = hits_open_to(asks, now).filter(vehicle=vehicle, state__in=Hit.OPEN)
    return Reel(
        hits=list(hits.order_by("priority", "-id")[:MOST_HITS]),
        reads=newest_reads(vehicle) if asks.has_permission(Permission.VIEW_READS, now) else [],
    )


@dataclass(frozen=True)
class ListNow:
    """A list as the patrol screen names it."""

    hotlist: Hotlist
    stale: bool


def lists_now(*, asks: User, now: datetime) -> list[ListNow]:
    """The lists in service that this person may know of, stale ones first."""
    found = Hotlist.objects.filter(lists_within(scope_of(asks, now)), is_active=True)
    lists = [ListNow(one, is_stale(one.refreshed_at, one.freshness_hours, now)) for one in found]
    return sorted(lists, key=lambda one: (not one.stale, one.hotlist.priority, one.hotlist.name))


def newest_reads(vehicle: str) -> list[Read]:
    """Camera by camera, each from its index: a vehicle that stood still for a month costs no more."""
    cameras = Camera.objects.filter(vehicle=vehicle)
    found = chain.from_iterable(
        Read.objects.filter(camera=camera)
        .select_related("camera", "frame")
        .order_by("-received_at", "-id")[:MOST_READS]
        for camera in cameras
    )
    return sorted(found, key=lambda read: (read.received_at, read.pk), reverse=True)[:MOST_READS]


def cards(*, asks: User, reads: Sequence[UUID], hits: Sequence[UUID], now: datetime) -> Reel:
    """Those of the named hits and reads that this person may know of. Closed hits too: a screen that shows
    one takes it away."""
    shown = hits_open_to(asks, now).filter(uid__in=hits) if hits else []
    found: Sequence[Read] = []
    if reads and asks.has_permission(Permission.VIEW_READS, now):
        named = Read.objects.filter(uid__in=reads).select_related("camera", "frame")
        found = list(named.order_by("-received_at", "-id"))
    return Reel(hits=sorted(shown, key=lambda hit: (hit.priority, -hit.pk)), reads=list(found))


def hits_open_to(asks: User, now: datetime) -> QuerySet[Hit]:
    return Hit.objects.filter(hits_within(scope_of(asks, now))).select_related(
        "hotlist", "read", "camera", "zone", "decided_by"
    )
