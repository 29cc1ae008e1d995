"""Made-up reads are rows like any other: valid, under the gate, and the same for the same seed."""

import re
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from reads import generator
from reads.generator import AlreadyGenerated, Recipe, generate
from reads.models import Camera, Frame, Read
from tests.factories import accounts
from tests.factories.reads import CameraFactory, under_access

RECIPE = Recipe(reads=300, seed=7, until=date(2026, 3, 1), zone=ZoneInfo("America/Los_Angeles"))


@pytest.fixture
def cameras() -> list[Camera]:
    return [CameraFactory(), CameraFactory()]


def test_made_up_reads_are_valid_rows_of_the_last_24_months(cameras: list[Camera]) -> None:
    told: list[int] = []
    frames = generate(recipe=RECIPE, cameras=cameras, by=accounts.officer(), progress=told.append)
    assert told == [300]
    with under_access():
        reads = list(Read.objects.select_related("frame"))
        assert (len(reads), Frame.objects.count()) == (300, frames)
        for read in reads:
            read.full_clean(exclude=["plate_reversed"], validate_unique=False)
            assert read.camera_id == read.frame.camera_id
            assert read.received_at == read.frame.received_at
            assert re.fullmatch(r"[A-Z0-9]{6,7}", read.plate)
    days = {read.received_at.astimezone(RECIPE.zone).date() for read in reads}
    assert min(days) == date(2024, 3, 1) and max(days) < RECIPE.until
    assert {read.received_at.astimezone(RECIPE.zone).hour for read in reads} <= set(range(7, 22))


def test_most_plates_are_californian_and_some_vehicles_come_back(cameras: list[Camera]) -> None:
    generate(recipe=RECIPE, cameras=cameras, by=accounts.officer())
    with under_access():
        regions = Counter(Read.objects.values_list("region", flat=True))
        plates = Counter(Read.objects.values_list("plate", flat=True))
    assert regions["us-ca"] > 200
    assert len(regions) > 4
    assert plates.most_common(1)[0][1] > 5
    assert len(plates) > 100


def test_the_same_seed_gives_the_same_rows_in_whatever_batches(
    cameras: list[Camera], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = accounts.officer()

    def rows(recipe: Recipe) -> list[dict[str, object]]:
        made = [one for batch in generator.batches(recipe, cameras, officer) for one in batch]
        return [row for one in made for row in (one.frame, *one.reads)]

    whole = rows(RECIPE)
    monkeypatch.setattr(generator, "BATCH", 40)
    assert rows(RECIPE) == whole
    other = Recipe(RECIPE.reads, RECIPE.seed + 1, RECIPE.until, RECIPE.zone)
    assert rows(other) != whole


def test_a_seed_that_was_stored_before_is_refused(cameras: list[Camera]) -> None:
    officer = accounts.officer()
    generate(recipe=RECIPE, cameras=cameras, by=officer)
    with pytest.raises(AlreadyGenerated, match="choose another seed"):
        generate(recipe=RECIPE, cameras=cameras, by=officer)


def test_every_batch_is_stored_under_an_access_record(
    cameras: list[Camera], ledger: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "BATCH", 100)
    generate(recipe=RECIPE, cameras=cameras, by=accounts.officer())
    records = ledger.records("reads.generate")
    assert len(records) >= 3
    assert {(record.username, record.result) for record in records} == {("system:command", "shown")}


def test_production_refuses_made_up_reads(settings: object) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="no place among real ones"):
        call_command("generate_reads", reads=10)


def test_the_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="seed_demo"):
        call_command("generate_reads", reads=10)


def test_the_command_stores_what_it_says(cameras: list[Camera], capsys: pytest.CaptureFixture[str]) -> None:
    accounts.officer()
    call_command("generate_reads", reads=25, seed=3)
    assert "25 made-up reads" in capsys.readouterr().out
    with under_access():
        assert Read.objects.count() == 25
