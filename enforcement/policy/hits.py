"""What may be done with a hit, and when. Pure rules: facts and a time in, a Decision out.

Source: Veh. Code 22651(i) (five or more unpaid notices); the division's manual, clauses 4(d) and 4(e). The
database holds the same rules by itself (migrations 0002 and 0005); these give the sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_portal.lib.decision import ALLOWED, Decision, refused

CHECK_COUNTS_FOR = timedelta(minutes=30)
FEWEST_NOTICES = 5

REGISTRATION, PAST_DUE, DISPATCH, RIGHTS = "registration", "past_due", "dispatch", "rights"
NEEDS: dict[str, tuple[str, ...]] = {
    "scofflaw": (REGISTRATION, PAST_DUE),
    "wanted": (DISPATCH,),
    "permit": (RIGHTS,),
    "overtime": (RIGHTS,),
    "watch": (),
}
"""Which checks verify a hit of each kind."""

ENDS: dict[str, tuple[str, ...]] = {
    "scofflaw": ("boot", "tow", "citation", "warning"),
    "wanted": ("police_told",),
    "permit": ("citation", "warning"),
    "overtime": ("citation", "warning"),
    "watch": ("warning", "police_told"),
}
"""What a verified hit of each kind may lead to."""

TAKES_THE_VEHICLE = frozenset({"boot", "tow"})


@dataclass(frozen=True)
class HitFacts:
    """A hit as the rules see it. `list_is_stale` is of now, None where it is of no list."""

    kind: str
    match: str
    state: str
    plate: str
    region: str
    seen_plate: str = ""
    seen_region: str = ""
    list_is_stale: bool | None = None
    stale_when_made: bool = False


@dataclass(frozen=True)
class CheckFacts:
    """One answer. `pk` names it; a later one of its kind takes its place."""

    pk: int
    kind: str
    result: str
    plate: str
    region: str
    checked_at: datetime
    notices: int | None = None


@dataclass(frozen=True)
class Standing:
    """How one needed check stands. `newest` is None where nobody has asked yet."""

    kind: str
    newest: CheckFacts | None
    counts: bool
    problem: str = ""

    def remaining(self, now: datetime) -> timedelta:
        """For how much longer it counts."""
        if self.newest is None or not self.counts:
            return timedelta(0)
        return self.newest.checked_at + CHECK_COUNTS_FOR - now


def may_confirm(hit: HitFacts) -> Decision:
    if hit.state == "new":
        return ALLOWED
    return refused("decided", "This hit was decided before.")


def may_check(hit: HitFacts) -> Decision:
    """Blind first: what is looked up would tell why the vehicle is sought."""
    if hit.state == "new":
        return refused("not_confirmed", "Confirm the plate and the state from the picture first.")
    if hit.state not in ("accepted", "verified"):
        return refused("closed", "This hit is closed; nothing more is checked.")
    return ALLOWED


def standing(kind: str, hit: HitFacts, checks: Sequence[CheckFacts], now: datetime) -> Standing:
    """The newest answer of a kind decides: a confirmation followed by a denial counts for nothing."""
    of_kind = [check for check in checks if check.kind == kind]
    newest = max(of_kind, key=lambda check: check.pk, default=None)
    if newest is None:
        return Standing(kind, None, False, "Not checked yet.")
    if (newest.plate, newest.region) != (hit.plate, hit.region):
        return Standing(kind, newest, False, "Checked for another vehicle; check again.")
    if newest.result == "unknown":
        return Standing(kind, newest, False, "The source did not answer; check again.")
    if newest.result != "confirmed":
        return Standing(kind, newest, False, "Not confirmed.")
    if now - newest.checked_at >= CHECK_COUNTS_FOR:
        return Standing(kind, newest, False, "Older than 30 minutes; check again.")
    if kind == PAST_DUE and (newest.notices or 0) < FEWEST_NOTICES:
        told = f"{newest.notices or 0} unpaid notices; Veh. Code 22651(i) asks for {FEWEST_NOTICES} or more."
        return Standing(kind, newest, False, told)
    return Standing(kind, newest, True)


def standings(hit: HitFacts, checks: Sequence[CheckFacts], now: datetime) -> list[Standing]:
    """Every check that this kind of hit needs."""
    return [standing(kind, hit, checks, now) for kind in NEEDS[hit.kind]]


def may_verify(hit: HitFacts, checks: Sequence[CheckFacts], now: datetime) -> Decision:
    if hit.state != "accepted":
        return refused("not_accepted", "Only a hit whose plate was confirmed from the picture is verified.")
    if not (doubt := beyond_doubt(hit)).allowed:
        return doubt
    return all_checked(hit, checks, now)


def beyond_doubt(hit: HitFacts) -> Decision:
    """Exact, confirmed by a person from the picture, and of a list that is fresh and was when it was made."""
    if hit.match != "exact":
        return refused("possible", "A possible hit is never enough: only the exact number and state are.")
    if hit.stale_when_made or hit.list_is_stale:
        return refused("stale_list", "The list is past its freshness limit; its hits lead to nothing.")
    if not hit.region or (hit.seen_plate, hit.seen_region) != (hit.plate, hit.region):
        return refused("not_confirmed", "Nobody confirmed this plate and state from the picture.")
    return ALLOWED


def all_checked(hit: HitFacts, checks: Sequence[CheckFacts], now: datetime) -> Decision:
    missing = [one for one in standings(hit, checks, now) if not one.counts]
    if not missing:
        return ALLOWED
    asked = [one.newest for one in missing if one.newest is not None]
    if any((check.plate, check.region) != (hit.plate, hit.region) for check in asked):
        return refused("other_vehicle", "What was checked is another vehicle. Check this one.")
    if any(check.result == "confirmed" and now - check.checked_at >= CHECK_COUNTS_FOR for check in asked):
        return refused("expired", "A check is older than 30 minutes. Check again, then record it.")
    return refused("not_checked", "Not everything that this takes was checked and confirmed.")


def may_act(hit: HitFacts, kind: str, checks: Sequence[CheckFacts], now: datetime) -> Decision:
    """`kind` is a VehicleAction's. What is asked at the moment of enforcement comes on top (citations.py)."""
    if hit.state in ("rejected", "acted", "released"):
        return refused("closed", "This hit is closed.")
    if kind not in ENDS[hit.kind]:
        return refused("wrong_end", "A hit of this kind does not lead to that.")
    if hit.state != "verified":
        checked = may_verify(hit, checks, now)
        return checked if not checked.allowed else refused("not_verified", "This hit is not verified yet.")
    if not (doubt := beyond_doubt(hit)).allowed:
        return doubt
    return all_checked(hit, checks, now)


def may_release(hit: HitFacts) -> Decision:
    if hit.state in ("accepted", "verified"):
        return ALLOWED
    if hit.state == "new":
        return refused("not_confirmed", "Confirm the plate from the picture first, or reject the hit.")
    return refused("closed", "This hit is closed.")


def may_hand_over(hit: HitFacts) -> Decision:
    if hit.state in ("new", "accepted", "verified"):
        return ALLOWED
    return refused("closed", "This hit is closed; there is nothing to hand over.")


@dataclass(frozen=True)
class Judgement:
    """What an officer's reading of the picture makes of a hit. `reject_reason` is '' where it is accepted."""

    reject_reason: str = ""


def judge(
    *,
    match: str,
    seen: tuple[str, str],
    read: tuple[str, str],
    listed: tuple[str, str] | None,
) -> Judgement:
    """(plate, region) as seen by the officer, as read by the engine, and of the list (None: of a zone).

    An exact hit stands or falls with the read. A possible one with the list: the read is known to be unsure.
    """
    number, region = seen
    if match == "possible" and listed is not None:
        same = number == listed[0] and listed[1] in ("", region)
        return Judgement() if same else Judgement("other_vehicle")
    if number != read[0]:
        return Judgement("misread")
    if read[1] and region != read[1]:
        return Judgement("wrong_region")
    return Judgement()
