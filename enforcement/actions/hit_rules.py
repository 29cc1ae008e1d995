"""The question with which every step of a hit begins, and what the database says when it refuses one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from alpr_portal.lib.decision import Decision, refused
from enforcement.models import Hit
from enforcement.refused import HitRefused
from enforcement.selectors.hit_facts import who_was_faster

SENTENCES = {
    "hit_one_open_a_zone": "Another hit of this vehicle is open in this zone; go on with that one.",
    "enforcement_vehicleaction_hit_id_key": "Somebody has recorded an action for this hit; load it again.",
}
"""Of rules that the database holds by a constraint; its triggers bring sentences of their own."""


def demand(decision: Decision, hit: Hit) -> None:
    """Raises HitRefused; where somebody was faster, with who and when."""
    if decision.allowed:
        return
    told = who_was_faster(hit) if decision.code in ("decided", "closed") else ""
    raise HitRefused(refused(decision.code, f"{told} {decision.reason}".strip()))


@contextmanager
def held_by_the_database() -> Iterator[None]:
    """Turns a refusal of the database's into HitRefused; what was tried inside is undone."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        told = getattr(error.__cause__, "diag", None)
        name = getattr(told, "constraint_name", None) or "database"
        own = getattr(told, "context", None)  # a trigger's: raised inside a function
        sentence = SENTENCES.get(name) or (told.message_primary if own else "")  # type: ignore[union-attr]
        raise HitRefused(
            refused(name, sentence or "The database refuses this; load the hit again.")
        ) from error
