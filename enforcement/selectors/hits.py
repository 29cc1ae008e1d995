"""Finding hits, for whoever may know of them. Pages are keyset pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import RoleGrant, User
from accounts.permissions import Permission
from accounts.roles import ROLES, permissions_of
from enforcement.models import Hit, HitStep, Hotlist
from enforcement.policy.lists import ListScope, lists_open_to
from enforcement.selectors.scope import hits_within, lists_within, scope_of

PAGE = 40
OPEN, ALL = "open", "all"
SHOWN_BLIND = (HitStep.Step.NOTED, HitStep.Step.HANDED_OVER, HitStep.Step.REFUSED)
"""People's steps that tell nothing of why the vehicle is sought; the portal's own notes do."""


@dataclass(frozen=True)
class HitFilter:
    """`state` is open, all or one of the hit's states. Kind and list name decided hits only: of a new one
    nobody is to know them yet."""

    state: str = OPEN
    kind: str = ""
    hotlist: Hotlist | None = None
    mine: bool = False
    from_past: bool = False


@dataclass(frozen=True)
class HitPage:
    hits: list[Hit]
    next_cursor: str


def hits(*, asks: User, wanted: HitFilter, now: datetime, cursor: tuple[int, int] | None = None) -> HitPage:
    """Open ones by priority, then the newest first; others the newest first. `cursor`: (priority, id)."""
    found = Hit.objects.filter(hits_within(scope_of(asks, now))).filter(condition(wanted, asks))
    by_priority = wanted.state == OPEN
    if cursor is not None:
        priority, pk = cursor
        older = Q(priority=priority, pk__lt=pk) | Q(priority__gt=priority) if by_priority else Q(pk__lt=pk)
        found = found.filter(older)
    order = ("priority", "-id") if by_priority else ("-id",)
    shown = found.select_related(
        "read", "camera", "hotlist", "zone", "assigned_to", "decided_by", "closed_by"
    )
    page = list(shown.annotate(seen_times=Count("sightings")).order_by(*order)[:PAGE])
    return HitPage(page, f"{page[-1].priority},{page[-1].pk}" if len(page) == PAGE else "")


def condition(wanted: HitFilter, asks: User) -> Q:
    found = Q()
    if wanted.state == OPEN:
        found &= Q(state__in=Hit.OPEN)
    elif wanted.state != ALL:
        found &= Q(state=wanted.state)
    if wanted.kind or wanted.hotlist:
        found &= ~Q(state=Hit.State.NEW)
    if wanted.kind:
        found &= Q(kind=wanted.kind)
    if wanted.hotlist:
        found &= Q(hotlist=wanted.hotlist)
    if wanted.mine:
        found &= Q(assigned_to=asks) | Q(decided_by=asks)
    if wanted.from_past:
        found &= Q(from_past=True)
    return found


def hit_by_uid(*, asks: User, uid: UUID, now: datetime) -> Hit | None:
    """What the list says leaves the database only once the plate is confirmed."""
    found = Hit.objects.select_related("read__frame", "camera", "assigned_to", "decided_by")
    hit = found.filter(hits_within(scope_of(asks, now)), uid=uid).first()
    if hit is None or hit.state == Hit.State.NEW:
        return hit
    whole = found.select_related(
        "hotlist__owner",
        "entry",
        "zone__district",
        "rule",
        "first_mark__read__frame",
        "last_mark__read__frame",
        "verified_by",
        "closed_by",
        "action__by",
    )
    return whole.get(pk=hit.pk)


def steps_of(*, hit: Hit) -> list[HitStep]:
    """The newest first; of a new hit only what says nothing of its reason."""
    found = hit.steps.select_related("by").order_by("-id")
    if hit.state == Hit.State.NEW:
        found = found.filter(step__in=SHOWN_BLIND, by__isnull=False)
    return list(found)


def seen_times(*, hit: Hit) -> int:
    return hit.sightings.count()


def lists_of_hits(*, asks: User, now: datetime) -> QuerySet[Hotlist]:
    """Lists that a person may filter by."""
    return Hotlist.objects.filter(lists_within(scope_of(asks, now)))


def kinds_of_hits(*, asks: User, now: datetime) -> list[tuple[str, str]]:
    scope = scope_of(asks, now)
    return [
        (kind.value, kind.label)
        for kind in Hit.Kind
        if (scope.wanted if kind == Hit.Kind.WANTED else scope.division)
    ]


def people_who_may_take(*, asks: User, hit: Hit, now: datetime) -> QuerySet[User]:
    """Colleagues whose roles let them decide a hit of this kind."""
    slugs = [slug for slug in ROLES if takes(lists_open_to(permissions_of((slug,))), slug, hit)]
    grants = RoleGrant.objects.in_force(timezone.localdate(now)).filter(role__in=slugs)
    return User.objects.filter(is_active=True, role_grants__in=grants).exclude(pk=asks.pk).distinct()


def takes(scope: ListScope, slug: str, hit: Hit) -> bool:
    if Permission.DECIDE_HITS not in permissions_of((slug,)):
        return False
    known = scope.wanted if hit.kind == Hit.Kind.WANTED else scope.division
    return known and (scope.restricted or not hit.restricted)
