"""What every step of a hit leaves: a row of its history, a change event, and a word to the patrol screens."""

from audit.events import Actor, Event, record
from enforcement import live
from enforcement.models import Hit, HitStep


def write_event(
    *, hit: Hit, step: str, event: Event, by: Actor, reason: str = "", **detail: str | int | bool | None
) -> HitStep:
    """In the step's own transaction. `reason` is the person's words or the refusal's sentence."""
    told = HitStep.objects.create(hit=hit, step=step, state=hit.state, by=by, reason=reason[:300])
    record(event, target=hit.ledger_name(), by=by, state=hit.state, **detail)
    live.publish("hit", hit.uid, hit.vehicle)
    return told
