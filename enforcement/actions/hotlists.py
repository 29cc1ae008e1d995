"""Making lists, changing their settings, and saying that one is up to date."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit.events import Event, SystemActor, record
from enforcement.models import Hotlist, HotlistImport
from enforcement.policy.list_keeping import may_confirm_fresh, may_keep
from enforcement.selectors.lists import rights_of
from enforcement.selectors.scope import scope_of

SETTINGS = (
    "name",
    "kind",
    "owner_id",
    "source",
    "legal_basis",
    "freshness_hours",
    "audience",
    "colour",
    "sound",
    "priority",
    "alert_policy",
    "is_active",
)
RESERVED_CODES = frozenset({"add", "entries", "imports", "new", "search"})
CODE_NOT_FREE = "This code cannot be used; choose another one."


@transaction.atomic
def save(*, hotlist: Hotlist, by: User | SystemActor, now: datetime) -> Hotlist:
    """Keep a new or changed list, with what was before in the event. Raises ValidationError and
    PermissionDenied.

    Code and kind are fixed once the list is there: hits and folders go by them.
    """
    before = Hotlist.objects.select_for_update(no_key=True).get(pk=hotlist.pk) if hotlist.pk else None
    if isinstance(by, User):
        for one in (before, hotlist):
            if one is not None:
                decision = may_keep(
                    rights_of(by, now), scope_of(by, now), kind=one.kind, audience=one.audience
                )
                if not decision.allowed:
                    raise PermissionDenied(decision.reason)
    if hotlist.code in RESERVED_CODES:
        raise ValidationError({"code": CODE_NOT_FREE})
    if before and (before.code, before.kind) != (hotlist.code, hotlist.kind):
        raise ValidationError("A list keeps its code and its kind. Make a new list instead.")
    hotlist.full_clean()
    if before is None:
        hotlist.save()
    else:
        # What entries and files change meanwhile is not the form's to write back.
        hotlist.save(update_fields=[name.removesuffix("_id") for name in SETTINGS])
    changed: dict[str, str | int | bool | None] = {}
    for name in SETTINGS:
        if before is None or getattr(before, name) != getattr(hotlist, name):
            changed[name] = getattr(hotlist, name)
            if before is not None:
                changed[f"{name}_before"] = getattr(before, name)
    record(Event.HOTLIST_CHANGED, target=hotlist.ledger_target, by=by, new=before is None, **changed)
    return hotlist


@transaction.atomic
def confirm_fresh(*, hotlist: Hotlist, by: User, now: datetime) -> None:
    """The list, kept by hand, was looked through and is right. Raises PermissionDenied with the reason."""
    fed = HotlistImport.objects.filter(hotlist=hotlist, state=HotlistImport.State.APPLIED).exists()
    decision = may_confirm_fresh(
        rights_of(by, now), kind=hotlist.kind, fed=fed, is_owner=hotlist.owner_id == by.pk
    )
    if not decision.allowed:
        raise PermissionDenied(decision.reason)
    Hotlist.objects.filter(pk=hotlist.pk).update(refreshed_at=now, stale_told_at=None)
    record(Event.HOTLIST_CONFIRMED_FRESH, target=hotlist.ledger_target, by=by, version=hotlist.version)
