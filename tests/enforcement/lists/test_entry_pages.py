"""One vehicle put on a list and taken off by hand, and a list said to be right: what is asked and refused."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import Hit, Hotlist, HotlistEntry
from tests.conftest import Ledger
from tests.enforcement.lists.conftest import Written
from tests.enforcement.lists.sending import csv_of, put_by_hand, standing, taken_over
from tests.factories import accounts
from tests.factories.accounts import log_in
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import ReadFactory, under_access

KEY = ("8ABC123", "us-ca")
FIELDS = {
    "hotlist": "watch",
    "plate": "8abc 123",
    "region": "us-ca",
    "reason": "Seen leaving a collision",
    "reference": "PK-1",
    "lasts": "3",
}


@pytest.fixture
def watch(db: None) -> Hotlist:
    return HotlistFactory(code="watch", name="Watch list", kind="watch")


@pytest.fixture
def olive(client: Client) -> User:
    """The officer whose browser `client` is."""
    person = accounts.officer()
    log_in(client, person)
    return person


def test_an_officer_adds_a_vehicle_for_the_time_they_choose(
    client: Client, olive: User, watch: Hotlist, ledger: Ledger
) -> None:
    answer = client.post("/lists/entries/add", FIELDS)
    assert (answer.status_code, answer["Location"]) == (302, "/lists/watch")
    entry = standing(watch)[KEY]
    assert (entry.added_by, entry.reason, entry.reference) == (olive, FIELDS["reason"], "PK-1")
    assert entry.valid_until - entry.valid_from == timedelta(days=3)
    watch.refresh_from_db()
    assert (watch.version, watch.standing) == (1, 1)
    seen = ledger.last("enforcement.entry_add")
    assert (seen.username, seen.result) == ("officer", "shown")
    assert json.loads(seen.query)["plate"] == "8abc 123"
    assert "8ABC123" in client.get("/lists/watch").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lasts": ""}, "Choose how long it stands: 100 days at most."),
        ({"lasts": "101"}, "Choose how long it stands: 100 days at most."),
        ({"lasts": "36500"}, "Choose how long it stands: 100 days at most."),
        ({"reason": "  "}, "Say why it is looked for."),
        ({"plate": "8ABC*"}, ""),
        ({"plate": ""}, "Type the plate number."),
        ({"region": "us-zz"}, "There is no such state"),
        ({"hotlist": ""}, "Choose the list."),
        ({"hotlist": "scofflaw"}, "There is no such list that you may add to"),
        ({"hotlist": "permit"}, "There is no such list that you may add to"),
        ({"hotlist": "over"}, "There is no such list that you may add to"),
        ({"plate": "8TWI888"}, "This vehicle is on the list already."),
    ],
    ids=lambda value: "-".join(map("=".join, value.items())) if isinstance(value, dict) else "",
)
def test_an_entry_that_is_not_right_is_refused_and_keeps_what_was_typed(
    client: Client, olive: User, watch: Hotlist, ledger: Ledger, changed: dict[str, str], said: str
) -> None:
    for code, kind in (("scofflaw", "scofflaw"), ("permit", "permit")):
        HotlistFactory(code=code, kind=kind)
    HotlistFactory(code="over", kind="watch", is_active=False)
    EntryFactory(hotlist=watch, plate="8TWI888")
    answer = client.post("/lists/entries/add", FIELDS | changed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert said in body
    assert FIELDS["reference"] in body
    with under_access():
        assert HotlistEntry.objects.count() == 1
    seen = ledger.last("enforcement.entry_add")
    assert (seen.username, seen.result, seen.code) == ("officer", "refused", "entry_refused")


def test_a_time_is_chosen_by_the_person_and_not_by_the_page(
    client: Client, olive: User, watch: Hotlist
) -> None:
    body = client.get("/lists/entries/add").content.decode()
    assert '<option value="" selected>Choose how long it stands</option>' in body
    assert '<option value="100">100 days</option>' in body
    assert "365" not in body


def test_an_entry_whose_time_is_over_makes_room(client: Client, olive: User, watch: Hotlist) -> None:
    past = timezone.now() - timedelta(days=1)
    over = EntryFactory(hotlist=watch, valid_from=past - timedelta(days=3), valid_until=past, added_by=olive)
    assert client.post("/lists/entries/add", FIELDS).status_code == 302
    assert standing(watch)[KEY].pk != over.pk


@pytest.mark.parametrize(("make", "status"), [(accounts.officer, 302), (accounts.records_officer, 403)])
def test_whoever_may_not_add_is_refused(
    client: Client, watch: Hotlist, ledger: Ledger, make: object, status: int
) -> None:
    log_in(client, make())
    assert client.post("/lists/entries/add", FIELDS).status_code == status
    assert (KEY in standing(watch)) is (status == 302)
    assert ledger.last("enforcement.entry_add").result == ("shown" if status == 302 else "refused")


def test_an_entry_is_taken_off_with_a_reason_and_stays_in_the_history(written: Written) -> None:
    client, person = Client(), accounts.officer()
    log_in(client, person)
    watch = HotlistFactory(code="watch", kind="watch")
    entry = put_by_hand(watch, by=person)
    address = f"/lists/watch/entries/{entry.uid}/remove"
    answer = client.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert "Say why the vehicle leaves the list." in answer.content.decode()
    assert len(standing(watch)) == 1

    assert client.post(address, {"reason": "It was found"}).status_code == 302
    assert standing(watch) == {}
    with under_access():
        entry.refresh_from_db()
    assert entry.removed_by == person
    (event,) = written.events("entry_removed")
    assert (event.target, event.username) == (entry.ledger_name(), "officer")
    assert event.detail["reason"] == "It was found"
    results = [one.result for one in written.ledger.records("enforcement.entry_remove")]
    assert results == ["refused", "shown"]
    page = client.post(address, {"reason": "It was found"}, follow=True).content.decode()
    assert "Somebody else had taken it off before." in page
    assert len(written.events("entry_removed")) == 1


@pytest.mark.parametrize("own", [True, False])
def test_an_officer_takes_off_only_what_they_put_on(
    client: Client, olive: User, watch: Hotlist, boss: User, own: bool
) -> None:
    entry = put_by_hand(watch, by=olive if own else boss)
    answer = client.post(f"/lists/watch/entries/{entry.uid}/remove", {"reason": "It was found"})
    assert answer.status_code == (302 if own else 422)
    assert ("only what you put on it yourself" in answer.content.decode()) is not own
    assert len(standing(watch)) == (0 if own else 1)


@pytest.mark.parametrize(
    ("who", "kind", "said"),
    [
        ("owner", "watch", ""),
        ("stranger", "watch", "Only the list&#x27;s owner"),
        ("owner", "scofflaw", "This list is filled by files"),
    ],
)
def test_only_the_owner_of_a_list_kept_by_hand_says_that_it_is_right(
    client: Client, olive: User, boss: User, ledger: Ledger, who: str, kind: str, said: str
) -> None:
    hotlist = HotlistFactory(code="mine", kind=kind, owner=olive if who == "owner" else boss, stale=True)
    before = hotlist.refreshed_at
    page = client.post("/lists/mine/confirm", follow=True).content.decode()
    hotlist.refresh_from_db()
    if said:
        assert said in page
        assert hotlist.refreshed_at == before
    else:
        assert "counts as up to date from now on" in page
        assert timezone.now() - hotlist.refreshed_at < timedelta(minutes=5)
    assert ledger.records("enforcement.list_confirm")[-1].username == "officer"


def test_a_list_that_was_fed_becomes_fresh_by_file_only(desk: Client, boss: User, watch: Hotlist) -> None:
    taken_over(watch, csv_of("8ABC123,CA,,,Watched,"), by=boss)
    assert "filled by files" in desk.post("/lists/watch/confirm", follow=True).content.decode()


@pytest.mark.parametrize(
    ("make", "may"), [(accounts.officer, True), (accounts.records_officer, False)], ids=["officer", "records"]
)
def test_the_read_page_leads_to_the_form_without_a_plate_in_the_address(
    client: Client, watch: Hotlist, make: object, may: bool
) -> None:
    log_in(client, make())
    body = client.get(f"/reads/{ReadFactory().uid}").content.decode()
    assert ("Add to a list" in body) is may
    assert ('action="/lists/entries/add"' in body) is may
    assert "entries/add?" not in body
    if may:
        form = client.post("/lists/entries/add", {"ask": "1", "plate": "8ABC123", "region": "us-ca"})
        assert form.status_code == 200
        assert 'value="8ABC123"' in form.content.decode()
        assert standing(watch) == {}, "it asks first"


def test_the_page_of_a_confirmed_hit_leads_there_too(client: Client, olive: User) -> None:
    hit = hit_of(EntryFactory())
    assert "Add to a list" not in client.get(f"/hits/{hit.uid}").content.decode()
    with under_access():
        Hit.objects.filter(pk=hit.pk).update(state="accepted", decided_by=olive, decided_at=timezone.now())
    body = client.get(f"/hits/{hit.uid}").content.decode()
    assert "Add to a list" in body and 'action="/lists/entries/add"' in body
