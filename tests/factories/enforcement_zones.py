"""Zones, rules, permits and marks. Distances are metres from a corner of the fictitious city's centre."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone

from enforcement.models import ChalkMark, Exemption, Hotlist, HotlistEntry, Zone, ZoneRule
from tests.factories.accounts import UserFactory
from tests.factories.reads import GatedFactory, ReadFactory

LATITUDE, LONGITUDE = 34.1470, -118.1440


def place(north: float, east: float) -> tuple[float, float]:
    """(latitude, longitude) of a point so many metres north and east of the centre."""
    return LATITUDE + north / 110_922, LONGITUDE + east / 92_200


def box(south: float, west: float, north: float, east: float) -> list[list[list[list[float]]]]:
    """A MultiPolygon's coordinates: one rectangle, in metres from the centre."""
    (low, left), (high, right) = place(south, west), place(north, east)
    return [[[[left, low], [right, low], [right, high], [left, high], [left, low]]]]


class ZoneFactory(factory.django.DjangoModelFactory):
    """A block face, 100 metres long and 20 wide, around the centre."""

    class Meta:
        model = Zone

    class Params:
        metres = (-10, -50, 10, 50)  # south, west, north, east

    code = factory.Sequence(lambda n: f"zone-{n}")
    name = factory.Sequence(lambda n: f"Zone {n}")
    kind = Zone.Kind.BLOCK_FACE
    shape = factory.LazyAttribute(lambda o: box(*o.metres))
    south = factory.LazyAttribute(lambda o: place(o.metres[0], o.metres[1])[0])
    west = factory.LazyAttribute(lambda o: place(o.metres[0], o.metres[1])[1])
    north = factory.LazyAttribute(lambda o: place(o.metres[2], o.metres[3])[0])
    east = factory.LazyAttribute(lambda o: place(o.metres[2], o.metres[3])[1])


class ZoneRuleFactory(factory.django.DjangoModelFactory):
    """Two hours, every day, around the clock, at the same position, for years already."""

    class Meta:
        model = ZoneRule

    zone = factory.SubFactory(ZoneFactory)
    compare = ZoneRule.Compare.SAME_POSITION
    limit_minutes = 120
    hours_from = time(0)
    hours_until = time(0)
    first_day = date(2020, 1, 1)


class PermitListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hotlist

    code = factory.Sequence(lambda n: f"permits-{n}")
    name = "Residents"
    kind = Hotlist.Kind.PERMIT
    owner = factory.SubFactory(UserFactory)
    source = "The permit office"
    legal_basis = "Municipal code"
    refreshed_at = factory.LazyFunction(timezone.now)


class PermitFactory(GatedFactory):
    class Meta:
        model = HotlistEntry

    hotlist = factory.SubFactory(PermitListFactory)
    plate = "8ABC123"
    region = "us-ca"
    reason = "Resident"


class ExemptionFactory(GatedFactory):
    class Meta:
        model = Exemption

    plate = "8ABC123"
    region = "us-ca"
    reason = "Works for the city"
    valid_until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    made_by = factory.SubFactory(UserFactory)


class ChalkMarkFactory(GatedFactory):
    class Meta:
        model = ChalkMark

    class Params:
        at = (0, 0)  # metres north and east

    zone = factory.SubFactory(ZoneFactory)
    plate = "8ABC123"
    region = "us-ca"
    read = factory.SubFactory(
        ReadFactory, plate=factory.SelfAttribute("..plate"), region=factory.SelfAttribute("..region")
    )
    seen_at = factory.LazyFunction(timezone.now)
    clock = ChalkMark.Clock.SERVER
    latitude = factory.LazyAttribute(lambda o: place(*o.at)[0])
    longitude = factory.LazyAttribute(lambda o: place(*o.at)[1])

    @classmethod
    def seen(cls, seen_at: datetime, **kwargs: object) -> ChalkMark:
        return cls(seen_at=seen_at, **kwargs)
