"""Lists, their entries, and hits, made by the portal's own action."""

from datetime import timedelta

import factory
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions import hits
from enforcement.models import Exemption, Hit, Hotlist, HotlistEntry
from reads.models import Read
from tests.factories.accounts import UserFactory
from tests.factories.reads import GatedFactory, ReadFactory, under_access

MATCHER = SystemActor("matcher")


class HotlistFactory(factory.django.DjangoModelFactory):
    """A fresh scofflaw list."""

    class Meta:
        model = Hotlist

    code = factory.Sequence(lambda n: f"list-{n}")
    name = factory.Sequence(lambda n: f"List number {n}")
    kind = Hotlist.Kind.SCOFFLAW
    owner = factory.SubFactory(UserFactory)
    source = "The citation system's nightly file"
    legal_basis = "Veh. Code 22651(i)"
    refreshed_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    priority = 3

    class Params:
        stale = factory.Trait(refreshed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=9)))


class EntryFactory(GatedFactory):
    class Meta:
        model = HotlistEntry

    hotlist = factory.SubFactory(HotlistFactory)
    plate = "8ABC123"
    region = "us-ca"
    reason = "Seven unpaid notices"
    notices = 7
    amount_due = "612.50"


class ExemptionFactory(GatedFactory):
    class Meta:
        model = Exemption

    plate = "8ABC123"
    region = "us-ca"
    reason = "A vehicle of the fire department"
    valid_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    made_by = factory.SubFactory(UserFactory)


def hit_of(
    entry: HotlistEntry, *, read: Read | None = None, match: str = Hit.Match.EXACT, **values: object
) -> Hit:
    """A new hit of this entry, by a read of the same plate unless another is given."""
    read = read or ReadFactory(plate=entry.plate, region=entry.region)
    with under_access():
        made, _ = hits.make_or_join(
            read=Read.objects.select_related("camera").get(pk=read.pk),
            kind=entry.hotlist.kind,
            match=match,
            why=["The number and the state are those of the list."],
            by=MATCHER,
            now=timezone.now(),
            hotlist=entry.hotlist,
            entry=entry,
            **values,
        )
        return made
