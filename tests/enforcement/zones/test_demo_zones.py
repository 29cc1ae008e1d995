"""The demonstration's zones lie where its frames were taken."""

import pytest
from django.utils import timezone

from enforcement.demo_zones import seed_zones
from enforcement.models import Holiday, Zone, ZoneRule
from enforcement.selectors.places import Ground
from reads.drawing.catalogue import demo_scenes
from tests.factories.enforcement_zones import PermitListFactory


def test_the_zones_are_made_once_and_the_lot_asks_for_a_permit_as_soon_as_there_is_a_list() -> None:
    now = timezone.now()
    seed_zones(now)
    counted = Zone.objects.count(), ZoneRule.objects.count(), Holiday.objects.count()
    assert counted == (14, 13, 3)
    assert Zone.objects.filter(kind="block_face").count() == 12
    assert all(len(zone.shape) == 2 for zone in Zone.objects.filter(kind="block_face"))
    PermitListFactory()
    seed_zones(now)
    seed_zones(now)
    assert (Zone.objects.count(), ZoneRule.objects.count(), Holiday.objects.count()) == (14, 14, 3)
    assert Zone.objects.get(code="lot-b").rules.get().permit_only


def test_every_frame_of_the_demonstration_lies_in_one_zone_and_its_district() -> None:
    now = timezone.now()
    seed_zones(now)
    scenes = [demo.scene for demo in demo_scenes(now)]
    ground = Ground((scene.latitude, scene.longitude) for scene in scenes)
    for scene in scenes:
        here = ground.at(scene.latitude, scene.longitude)
        smallest = [zone.code for zone in here if zone.kind != Zone.Kind.DISTRICT]
        assert len(smallest) == 1, (scene.latitude, scene.longitude, smallest)


@pytest.mark.parametrize("code", ["alder-100", "birch-200", "old-town"])
def test_its_rules_have_been_in_force_for_a_while(code: str) -> None:
    now = timezone.now()
    seed_zones(now)
    assert (timezone.localdate(now) - Zone.objects.get(code=code).rules.get().first_day).days >= 59
