"""The officer says what the picture shows before the portal says why the vehicle is sought."""

import pytest
from django.test import Client

from accounts.models import User
from enforcement.models import Hit, Hotlist
from reads.models import Read
from tests.conftest import Ledger
from tests.enforcement.hits.conftest import SEEN, fresh, steps
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import ReadFactory, under_access

TELLING = (b"Seven unpaid notices", b"Scofflaw list", b"Scofflaw", b"violet", b"612", b"seized")


@pytest.fixture
def telling_hit() -> Hit:
    """Of a list whose every word would be recognised."""
    hotlist = HotlistFactory(name="Scofflaw list", code="seized", colour=Hotlist.Colour.VIOLET)
    return hit_of(EntryFactory(hotlist=hotlist))


@pytest.mark.parametrize("address", ["/hits/{}", "/api/v1/hits/{}", "/hits/", "/api/v1/hits"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_of_a_new_hit_nothing_tells_why_the_vehicle_is_sought(
    client: Client, officer: User, telling_hit: Hit, ledger: Ledger, address: str, headers: dict[str, str]
) -> None:
    answer = client.get(address.format(telling_hit.uid), headers=headers)
    assert answer.status_code == 200
    assert b"8ABC123" in answer.content
    shown = answer.content.split(b'class="filters"')[-1].split(b"</details>")[-1]
    assert [word for word in TELLING if word in shown] == []
    # The entry did not even leave the database.
    assert not [name for name in ledger.last().records if name.startswith("hotlistentry:")]


def test_after_it_was_confirmed_everything_is_told(client: Client, officer: User, telling_hit: Hit) -> None:
    client.post(f"/hits/{telling_hit.uid}/confirm", SEEN)
    page = client.get(f"/hits/{telling_hit.uid}").content
    for word in (b"Seven unpaid notices", b"Scofflaw list", b'data-colour="violet"', b"612.50"):
        assert word in page
    told = client.get(f"/api/v1/hits/{telling_hit.uid}").json()
    assert (told["kind"], told["list"], told["state"]) == ("scofflaw", "seized", "accepted")


def test_one_press_confirms_an_exact_hit_and_says_who_and_when(
    client: Client, officer: User, hit: Hit, ledger: Ledger
) -> None:
    page = client.get(f"/hits/{hit.uid}").content
    assert b'name="plate" value="8ABC123"' in page
    assert client.post(f"/hits/{hit.uid}/confirm", SEEN).status_code == 302
    now = fresh(hit)
    assert (now.state, now.decided_by, now.assigned_to) == ("accepted", officer, officer)
    assert (now.seen_plate, now.seen_region) == ("8ABC123", "us-ca")
    assert steps(hit) == ["made", "confirmed"]
    assert ledger.last("hits.confirm").result == "shown"


@pytest.mark.parametrize(
    "plate, region, reason", [("8ABC128", "us-ca", "misread"), ("8ABC123", "us-nv", "wrong_region")]
)
def test_a_mismatch_rejects_the_hit_and_corrects_the_read(
    client: Client, officer: User, hit: Hit, plate: str, region: str, reason: str
) -> None:
    client.post(f"/hits/{hit.uid}/confirm", {"plate": plate, "region": region})
    now = fresh(hit)
    assert (now.state, now.reject_reason) == ("rejected", reason)
    with under_access():
        read = Read.objects.get(pk=hit.read_id)
        assert (read.plate, read.region, read.plate_read) == (plate, region, "8ABC123")
        assert read.corrections.get().made_by == officer


def test_the_corrected_read_is_matched_anew(
    client: Client, officer: User, hit: Hit, django_capture_on_commit_callbacks: object
) -> None:
    other = EntryFactory(plate="8XYC129", hotlist=hit.hotlist)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/hits/{hit.uid}/confirm", {"plate": "8XYC129", "region": "us-ca"})
    with under_access():
        new = Hit.objects.exclude(pk=hit.pk).get()
        assert (new.entry, new.match, new.state) == (other, "exact", "new")


def test_what_was_rejected_as_a_misread_is_not_alleged_again_of_the_same_read(
    client: Client, officer: User, hit: Hit, django_capture_on_commit_callbacks: object
) -> None:
    """8ABC128 is one character off: the officer has just said that it is another vehicle."""
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/hits/{hit.uid}/confirm", {"plate": "8ABC128", "region": "us-ca"})
    with under_access():
        assert Hit.objects.count() == 1


def test_a_possible_hit_asks_to_type_and_offers_no_one_press(client: Client, officer: User) -> None:
    entry = EntryFactory()
    hit = hit_of(entry, read=ReadFactory(plate="8A8C123"), match="possible")
    page = client.get(f"/hits/{hit.uid}").content.decode()
    assert 'name="plate" value=' not in page.replace('name="plate" id="id_plate" value=""', "")
    assert "Type what the picture shows" in page


def test_a_possible_hit_that_is_the_listed_vehicle_becomes_exact_by_what_was_seen(
    client: Client, officer: User
) -> None:
    hit = hit_of(EntryFactory(), read=ReadFactory(plate="8A8C123"), match="possible")
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    now = fresh(hit)
    assert (now.state, now.match, now.plate, now.read.plate) == ("accepted", "exact", "8ABC123", "8ABC123")
    assert steps(hit) == ["made", "confirmed", "became_exact"]


@pytest.mark.parametrize("plate, region", [("8A8C123", "us-ca"), ("8ABC123", "us-nv"), ("8ZZZ999", "us-ca")])
def test_a_possible_hit_of_another_vehicle_is_rejected_as_that(
    client: Client, officer: User, plate: str, region: str
) -> None:
    hit = hit_of(EntryFactory(), read=ReadFactory(plate="8A8C123"), match="possible")
    client.post(f"/hits/{hit.uid}/confirm", {"plate": plate, "region": region})
    assert (fresh(hit).state, fresh(hit).reject_reason) == ("rejected", "other_vehicle")


def test_a_list_without_a_state_never_makes_more_than_a_possible_hit(client: Client, officer: User) -> None:
    hit = hit_of(EntryFactory(region=""), read=ReadFactory(), match="possible")
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    assert (fresh(hit).state, fresh(hit).match) == ("accepted", "possible")
    page = client.get(f"/hits/{hit.uid}").content
    assert b"A possible hit is never enough" in page


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({"plate": "", "region": "us-ca"}, "Type the number that the picture shows."),
        ({"plate": "8ABC123"}, "Choose the state that the picture shows."),
        ({"plate": "8ABC123", "region": "us-zz"}, "Choose one from the list."),
        ({"plate": "8ÄBC123", "region": "us-ca"}, "take out Ä"),
        ({"plate": "8ABC1234567", "region": "us-ca"}, "at most 10 characters"),
    ],
)
def test_what_cannot_be_a_plate_is_refused_in_the_page_and_stays_typed(
    client: Client, officer: User, hit: Hit, sent: dict[str, str], sentence: str
) -> None:
    answer = client.post(f"/hits/{hit.uid}/confirm", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert answer.content.lstrip().startswith(b"<article") and b"<html" not in answer.content
    assert fresh(hit).state == "new"


def test_a_reason_from_the_list_rejects_a_hit(client: Client, officer: User, hit: Hit) -> None:
    said = {"reason": "exempt", "note": "Fire engine"}
    assert client.post(f"/hits/{hit.uid}/reject", said).status_code == 302
    assert (fresh(hit).state, fresh(hit).reject_reason) == ("rejected", "exempt")
    assert b"Exempt: Fire engine" in client.get(f"/hits/{hit.uid}").content


def test_whoever_comes_second_is_told_who_was_faster(client: Client, officer: User, hit: Hit) -> None:
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    second = Client()
    people.log_in(second, people.person("officer", username="second", full_name="Sonia Post"))
    answer = second.post(f"/hits/{hit.uid}/reject", {"reason": "exempt"})
    assert answer.status_code == 409
    assert b"Olive Fields confirmed it at " in answer.content
    assert fresh(hit).state == "accepted"
    assert steps(hit) == ["made", "confirmed", "refused"]


def test_nobody_without_the_right_decides_and_the_page_offers_them_nothing(client: Client, hit: Hit) -> None:
    people.log_in(client, people.administrator())
    page = client.get(f"/hits/{hit.uid}")
    assert page.status_code == 200
    assert b"<form" not in page.content.split(b'id="hit"')[1].split(b"</article>")[0]
    assert client.post(f"/hits/{hit.uid}/confirm", SEEN).status_code == 403
    assert fresh(hit).state == "new"
