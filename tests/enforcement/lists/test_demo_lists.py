"""The demonstration's lists, made twice."""

from django.utils import timezone

from accounts.models import User
from enforcement.demo_lists import DemoEntry, seed_lists
from enforcement.models import Hotlist
from tests.enforcement.lists.sending import standing

ENTRIES = {
    "scofflaw": [
        DemoEntry("8ABC123", notices=6, amount_due="412.50"),
        DemoEntry("7XYZ99", "us-nv", notices=5),
    ],
    "stolen": [DemoEntry("5KRT481", reason="Stolen vehicle", reference="26-004418")],
    "permit-lot-b": [DemoEntry("6PER777", reference="B-0117")],
    "watch": [DemoEntry("4HAND44", reason="Left a collision")],
    "restricted": [DemoEntry("3QUI333")],
}


def test_the_five_lists_are_there_and_fresh_once_however_often_they_are_made(boss: User) -> None:
    for _ in range(2):
        made = seed_lists(timezone.now(), by=boss, entries=ENTRIES)
        assert {code: hotlist.standing for code, hotlist in made.items()} == {
            code: len(wanted) for code, wanted in ENTRIES.items()
        }
        assert all(hotlist.refreshed_at for hotlist in made.values())
    assert Hotlist.objects.count() == 5
    assert set(standing(made["scofflaw"])) == {("8ABC123", "us-ca"), ("7XYZ99", "us-nv")}
