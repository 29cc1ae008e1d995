"""What a hit's page shows: everything is decided here, the template only shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from alpr_portal.lib.decision import Decision
from enforcement.forms.hits import (
    SOURCES,
    ActionForm,
    CheckForm,
    ConfirmForm,
    HandOverForm,
    NoteForm,
    RejectForm,
    ReleaseForm,
)
from enforcement.models import Check, Hit, VehicleAction
from enforcement.policy.hits import (
    CHECK_COUNTS_FOR,
    ENDS,
    PAST_DUE,
    RIGHTS,
    Standing,
    beyond_doubt,
    may_act,
    standings,
)
from enforcement.selectors import hits as selectors
from enforcement.selectors.hit_facts import check_facts, checks_of, facts_of, list_is_stale


@dataclass(frozen=True)
class CheckRow:
    """One line of the checklist. `until`: when it stops to count; None while it does not count."""

    kind: str
    label: str
    standing: Standing
    newest: Check | None
    until: datetime | None
    left: str
    sources: tuple[str, ...]
    form: CheckForm

    @property
    def counts_notices(self) -> bool:
        return self.kind == PAST_DUE

    @property
    def asks_by_itself(self) -> bool:
        return self.kind == RIGHTS


@dataclass(frozen=True)
class End:
    """Something a verified hit may lead to."""

    kind: str
    label: str
    decision: Decision


def hit_context(
    *, asks: User, hit: Hit, now: datetime, wrong: dict[str, forms.Form] | None = None, refused: str = ""
) -> dict[str, object]:
    """`wrong`: forms that were refused, by name, so that what was typed stays."""
    given = wrong or {}
    blind = hit.state == Hit.State.NEW
    may = {name: asks.has_permission(right, now) for name, right in RIGHTS_OF_THE_PAGE.items()}
    context: dict[str, object] = {
        "hit": hit,
        "read": hit.read,
        "frame": hit.read.frame,
        "blind": blind,
        "refused": refused,
        "may": may,
        "steps": selectors.steps_of(hit=hit),
        "seen_times": selectors.seen_times(hit=hit),
        "note_form": given.get("note") or NoteForm(prefix=None),
        "note_wrong": "note" in given,
        "hand_form": given.get("hand_over") or HandOverForm(asks=asks, hit=hit, now=now),
        "hand_wrong": "hand_over" in given,
        "refused_form": given.get("check") or given.get("action"),
    }
    if blind:
        return context | {
            "confirm_form": given.get("confirm") or ConfirmForm(),
            "confirm_wrong": "confirm" in given,
            "reject_form": given.get("reject") or RejectForm(),
            "reject_wrong": "reject" in given,
        }
    return context | decided(hit, now, given)


RIGHTS_OF_THE_PAGE = {
    "decide": Permission.DECIDE_HITS,
    "act": Permission.ACT_ON_HITS,
    "open_read": Permission.VIEW_READS,
    "correct": Permission.CORRECT_READS,
    "add_to_list": Permission.ADD_TO_LISTS,
    "exempt": Permission.EXEMPT_VEHICLES,
    "view_ledger": Permission.VIEW_LEDGER,
}


def decided(hit: Hit, now: datetime, given: dict[str, forms.Form]) -> dict[str, object]:
    """What is shown once the plate was confirmed, or the hit rejected."""
    facts, checks = facts_of(hit=hit, now=now), checks_of(hit=hit)
    told = check_facts(checks)
    rows = [row(one, hit, checks, now, given.get("check")) for one in standings(facts, told, now)]
    ends = [
        End(kind, VehicleAction.Kind(kind).label, may_act(facts, kind, told, now)) for kind in ENDS[hit.kind]
    ]
    deadlines = [one.until for one in rows if one.until is not None]
    complete = hit.state == Hit.State.VERIFIED and bool(rows) and len(deadlines) == len(rows)
    return {
        "entry": hit.entry,
        "hotlist": hit.hotlist,
        "stale": bool(list_is_stale(hit, now)),
        "freshness": freshness(hit, now),
        "checks": rows,
        "other_checks": [check for check in checks if check.kind == Check.Kind.RECHECK],
        "doubt": beyond_doubt(facts),
        "ends": ends,
        "open_ends": [end for end in ends if end.decision.allowed],
        "first_refusal": next((end.decision.reason for end in ends if not end.decision.allowed), ""),
        "counts_until": min(deadlines) if complete else None,
        "counts_left": remaining(min(deadlines) - now) if complete else "",
        "action": getattr(hit, "action", None) if hit.state == Hit.State.ACTED else None,
        "action_form": given.get("action") or ActionForm(),
        "release_form": given.get("release") or ReleaseForm(),
        "release_wrong": "release" in given,
        "pair": pair(hit),
    }


def row(one: Standing, hit: Hit, checks: list[Check], now: datetime, given: forms.Form | None) -> CheckRow:
    newest = next((check for check in checks if one.newest and check.pk == one.newest.pk), None)
    until = newest.checked_at + CHECK_COUNTS_FOR if newest is not None and one.counts else None
    own = isinstance(given, CheckForm) and given.data.get("kind") == one.kind
    return CheckRow(
        kind=one.kind,
        label=Check.Kind(one.kind).label,
        standing=one,
        newest=newest,
        until=until,
        left=remaining(until - now) if until else "",
        sources=SOURCES[one.kind],
        form=given if own else CheckForm(hit=hit, auto_id=f"id_{one.kind}_%s"),  # type: ignore[arg-type]
    )


def remaining(left: timedelta) -> str:
    """As the countdown shows it; the page's script goes on from there."""
    minutes, seconds = divmod(max(0, int(left.total_seconds())), 60)
    if minutes >= 1:
        return f"{minutes} min {seconds:02} s"
    return f"{seconds} s"


def freshness(hit: Hit, now: datetime) -> str:
    if hit.hotlist is None:
        return ""
    if hit.hotlist.refreshed_at is None:
        return "never taken over"
    age = now - hit.hotlist.refreshed_at
    hours, minutes = divmod(int(age.total_seconds()) // 60, 60)
    old = f"{hours} h {minutes:02} min" if hours < 48 else f"{hours // 24} days"
    return f"{old} old; fresh for {hit.hotlist.freshness_hours} h"


def pair(hit: Hit) -> list[dict[str, object]]:
    """The two pictures of an overtime hit: how it was found first, and last."""
    if hit.first_mark is None or hit.last_mark is None:
        return []
    return [
        {"title": title, "mark": mark, "read": mark.read, "frame": mark.read.frame}
        for title, mark in (("First seen", hit.first_mark), ("Last seen", hit.last_mark))
    ]


def described(hit: Hit, now: datetime) -> dict[str, object]:
    """For programs: of a new hit what its page shows, and nothing of why the vehicle is sought."""
    told: dict[str, object] = {
        "id": str(hit.uid),
        "state": hit.state,
        "match": hit.match,
        "plate": hit.plate,
        "region": hit.region,
        "read": str(hit.read.uid),
        "camera": hit.camera.code,
        "vehicle": hit.vehicle,
        "made_at": hit.made_at.isoformat(),
        "last_seen_at": hit.last_seen_at.isoformat(),
        "from_past": hit.from_past,
    }
    if hit.state == Hit.State.NEW:
        return told
    return told | {
        "kind": hit.kind,
        "list": hit.hotlist.code if hit.hotlist else None,
        "list_is_stale": list_is_stale(hit, now),
        "zone": hit.zone.code if hit.zone else None,
        "priority": hit.priority,
        "why": hit.why,
        "seen_plate": hit.seen_plate,
        "seen_region": hit.seen_region,
        "reject_reason": hit.reject_reason,
        "decided_at": moment(hit.decided_at),
        "decided_by": hit.decided_by.username if hit.decided_by else None,
        "verified_at": moment(hit.verified_at),
        "closed_at": moment(hit.closed_at),
    }


def described_whole(hit: Hit, now: datetime) -> dict[str, object]:
    """One hit with its checks, what still stands in the way of each end, and its history."""
    told = described(hit, now) | {
        "steps": [
            {
                "step": step.step,
                "at": step.at.isoformat(),
                "by": step.by.username if step.by else None,
                "reason": step.reason,
            }
            for step in selectors.steps_of(hit=hit)
        ]
    }
    if hit.state == Hit.State.NEW:
        return told
    facts, checks = facts_of(hit=hit, now=now), checks_of(hit=hit)
    stand = standings(facts, check_facts(checks), now)
    return told | {
        "checks": [
            {
                "kind": one.kind,
                "counts": one.counts,
                "problem": one.problem,
                "checked_at": moment(one.newest.checked_at) if one.newest else None,
                "counts_until": moment(one.newest.checked_at + CHECK_COUNTS_FOR)
                if one.newest and one.counts
                else None,
            }
            for one in stand
        ],
        "ends": {
            kind: {"allowed": decision.allowed, "reason": decision.reason}
            for kind in ENDS[hit.kind]
            for decision in [may_act(facts, kind, check_facts(checks), now)]
        },
    }


def moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat() if at else None
