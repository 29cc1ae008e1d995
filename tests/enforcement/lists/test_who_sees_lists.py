"""Every door to a list, its entries and its imports: open to who may know of it, not there for others."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.actions import hotlists
from enforcement.models import Hotlist, HotlistImport
from tests.conftest import Ledger
from tests.enforcement.lists.sending import csv_of, standing
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory
from tests.factories.enforcement_lists import HotlistImportFactory, ImportRowFactory

PLATE = "6SEC337"
HIDDEN = [{"audience": "restricted", "kind": "watch"}, {"kind": "wanted"}]
Door = Callable[[Client, Hotlist, HotlistImport, object], object]


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.csv", csv_of(f"{PLATE},CA,5,1,Watched,"), "text/csv")


# What each door answers to whoever may know of the list. For others it is 404, as for a list that never was.
DOORS: dict[str, tuple[int, Door]] = {
    "page": (200, lambda c, hotlist, one, entry: c.get(f"/lists/{hotlist.code}")),
    "search": (200, lambda c, hotlist, one, entry: c.post(f"/lists/{hotlist.code}", {"plate": PLATE})),
    "settings": (200, lambda c, hotlist, one, entry: c.get(f"/lists/{hotlist.code}/change")),
    "change": (422, lambda c, hotlist, one, entry: c.post(f"/lists/{hotlist.code}/change", {})),
    "confirm": (302, lambda c, hotlist, one, entry: c.post(f"/lists/{hotlist.code}/confirm")),
    "upload page": (200, lambda c, hotlist, one, entry: c.get(f"/lists/{hotlist.code}/import")),
    "upload": (302, lambda c, hotlist, one, entry: c.post(f"/lists/{hotlist.code}/import", {"file": file()})),
    "remove": (
        422,
        lambda c, hotlist, one, entry: c.post(f"/lists/{hotlist.code}/entries/{entry.uid}/remove"),
    ),
    "import": (200, lambda c, hotlist, one, entry: c.get(f"/imports/{one.uid}")),
    "progress": (200, lambda c, hotlist, one, entry: c.get(f"/imports/{one.uid}/progress")),
    "rows": (200, lambda c, hotlist, one, entry: c.get(f"/imports/{one.uid}/rows.csv?show=added")),
    "apply": (302, lambda c, hotlist, one, entry: c.post(f"/imports/{one.uid}/apply")),
    "discard": (302, lambda c, hotlist, one, entry: c.post(f"/imports/{one.uid}/discard")),
    "again": (302, lambda c, hotlist, one, entry: c.post(f"/imports/{one.uid}/again")),
    "api upload": (
        202,
        lambda c, hotlist, one, entry: c.post(f"/api/v1/lists/{hotlist.code}/imports", {"file": file()}),
    ),
    "api import": (200, lambda c, hotlist, one, entry: c.get(f"/api/v1/imports/{one.uid}")),
}


@pytest.mark.parametrize("hidden", HIDDEN, ids=["restricted", "wanted"])
@pytest.mark.parametrize(("make", "sees"), [(accounts.manager, True), (accounts.administrator, False)])
@pytest.mark.parametrize("door", DOORS)
def test_a_list_outside_ones_rights_is_not_there(
    client: Client, ledger: Ledger, door: str, make: Callable[[], User], sees: bool, hidden: dict[str, str]
) -> None:
    hotlist = HotlistFactory(code="quiet", name="The quiet list", **hidden)
    entry = EntryFactory(hotlist=hotlist, plate=PLATE)
    one = HotlistImportFactory(hotlist=hotlist, added=1)
    ImportRowFactory(list_import=one, plate=PLATE)
    log_in(client, make())
    expected, knock = DOORS[door]
    answer = knock(client, hotlist, one, entry)
    body = answer.content.decode()
    if sees:
        assert answer.status_code == expected, body[:500]
        return
    assert answer.status_code == 404
    assert "quiet" not in body.replace("/lists/quiet", "") and PLATE not in body
    assert HotlistImport.objects.count() == 1 and set(standing(hotlist)) == {(PLATE, "us-ca")}
    one.refresh_from_db()
    assert one.state == "ready"
    if door != "progress":
        seen = ledger.people()[-1]
        assert (seen.result, seen.status, seen.record_count, seen.plates) == ("refused", 404, 0, [])


@pytest.mark.parametrize("hidden", HIDDEN, ids=["restricted", "wanted"])
@pytest.mark.parametrize(("make", "sees"), [(accounts.manager, True), (accounts.administrator, False)])
def test_lists_counts_choices_and_administration_tell_nothing_of_a_hidden_list(
    client: Client, make: Callable[[], User], sees: bool, hidden: dict[str, str]
) -> None:
    hotlist = HotlistFactory(code="quiet", name="The quiet list", standing=73_519, **hidden)
    HotlistFactory(code="open", name="The open list")
    log_in(client, make())
    for place in ("/lists/", "/lists/entries/add", "/api/v1/lists", "/admin/enforcement/hotlist/"):
        body = client.get(place).content.decode()
        assert ("quiet" in body) is sees, place
        assert sees or ("73,519" not in body and "73519" not in body), place
    page = client.get(f"/admin/enforcement/hotlist/{hotlist.pk}/change/")
    assert page.status_code == (200 if sees else 302)


@pytest.mark.parametrize(("make", "may"), [(accounts.manager, True), (accounts.administrator, False)])
@pytest.mark.parametrize("hidden", HIDDEN, ids=["restricted", "wanted"])
def test_nobody_makes_a_list_that_they_could_not_see(
    make: Callable[[], User], may: bool, hidden: dict[str, str]
) -> None:
    person = make()
    made = HotlistFactory.build(code="quiet", owner=person, **hidden)
    if may:
        assert hotlists.save(hotlist=made, by=person, now=timezone.now()).pk
    else:
        with pytest.raises(PermissionDenied):
            hotlists.save(hotlist=made, by=person, now=timezone.now())
        assert not Hotlist.objects.exists()


@pytest.mark.parametrize("make", [accounts.manager, accounts.administrator])
def test_a_code_that_cannot_be_had_is_refused_in_words_that_tell_nothing(
    client: Client, make: Callable[[], User]
) -> None:
    HotlistFactory(code="quiet", kind="wanted")
    log_in(client, make())
    said = {}
    for code in ("quiet", "add"):
        answer = client.post(
            "/lists/add",
            {
                "code": code,
                "name": "Another",
                "kind": "watch",
                "owner": accounts.person("officer").pk,
                "source": "By hand",
                "legal_basis": "Manual clause 3",
                "freshness_hours": 24,
                "audience": "division",
                "colour": "red",
                "sound": "chime",
                "priority": 5,
                "alert_policy": "alert",
            },
        )
        assert answer.status_code == 422
        said[code] = "This code cannot be used; choose another one." in answer.content.decode()
    assert said == {"quiet": True, "add": True}
