"""The list of hits, notes, handing over, who has seen a hit, and how often hits were right."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from enforcement.models import Hit, Hotlist
from enforcement.selectors import hits as selectors
from tests.conftest import Ledger
from tests.enforcement.hits.conftest import SEEN, fresh, steps
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.reads import ReadFactory, under_access


def listed(client: Client, **query: str) -> list[str]:
    answer = client.get("/api/v1/hits", query)
    assert answer.status_code == 200, answer.content
    return [hit["plate"] for hit in answer.json()["hits"]]


def test_open_hits_stand_by_priority_and_the_newest_first(client: Client, officer: User) -> None:
    late, urgent = HotlistFactory(priority=7), HotlistFactory(priority=1)
    for plate, hotlist in (("8AAA001", late), ("8AAA002", urgent), ("8AAA003", late), ("8AAA004", urgent)):
        hit_of(EntryFactory(hotlist=hotlist, plate=plate))
    assert listed(client) == ["8AAA004", "8AAA002", "8AAA003", "8AAA001"]


def test_the_list_is_leafed_through_without_a_hit_lost_or_shown_twice(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "PAGE", 2)
    lists = [HotlistFactory(priority=priority) for priority in (2, 1, 2, 1, 3)]
    for number, hotlist in enumerate(lists):
        hit_of(EntryFactory(hotlist=hotlist, plate=f"8AAA00{number}"))
    for query in ({}, {"state": "all"}):
        seen: list[str] = []
        cursor = ""
        while True:
            told = client.get("/api/v1/hits", query | {"before": cursor}).json()
            seen += [hit["plate"] for hit in told["hits"]]
            cursor = told["next"]
            if not cursor:
                break
        assert sorted(seen) == [f"8AAA00{number}" for number in range(5)]


def test_filters_by_kind_and_list_leave_new_hits_out_for_theirs_is_not_told_yet(
    client: Client, officer: User
) -> None:
    scofflaw = EntryFactory(plate="8AAA001")
    hit = hit_of(scofflaw)
    assert listed(client, kind="scofflaw") == listed(client, hotlist=scofflaw.hotlist.code) == []
    client.post(f"/hits/{hit.uid}/confirm", {"plate": "8AAA001", "region": "us-ca"})
    assert listed(client, kind="scofflaw") == listed(client, hotlist=scofflaw.hotlist.code) == ["8AAA001"]
    assert listed(client, kind="watch") == []
    assert listed(client, mine="on") == ["8AAA001"]
    assert listed(client, state="rejected") == []


@pytest.mark.parametrize(
    "query, field",
    [({"state": "odd"}, "state"), ({"before": "1,x"}, "before"), ({"hotlist": "nowhere"}, "hotlist")],
)
def test_an_odd_filter_is_refused_by_name(
    client: Client, officer: User, query: dict[str, str], field: str
) -> None:
    answer = client.get("/api/v1/hits", query)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert client.get("/hits/", query).status_code == 422


@pytest.mark.parametrize(
    "kind, audience, make",
    [
        ("wanted", "division", people.administrator),
        ("watch", "restricted", people.officer),
        ("watch", "restricted", people.administrator),
    ],
)
def test_a_hit_outside_ones_scope_does_not_exist(
    client: Client, ledger: Ledger, kind: str, audience: str, make: object
) -> None:
    people.log_in(client, make())
    secret = HotlistFactory(kind=kind, audience=audience, code="covert")
    hit = hit_of(EntryFactory(hotlist=secret))
    assert listed(client) == listed(client, state="all") == []
    assert client.get("/api/v1/hits", {"hotlist": "covert"}).status_code == 422
    for address in (f"/hits/{hit.uid}", f"/api/v1/hits/{hit.uid}"):
        assert client.get(address).status_code == 404
    if make is people.officer:
        assert client.post(f"/hits/{hit.uid}/confirm", SEEN).status_code == 404
        assert fresh(hit).state == "new"
    assert not [name for record in ledger.people() for name in record.records or [] if "hit:" in name]


def test_a_note_stands_in_the_history(client: Client, officer: User, hit: Hit) -> None:
    assert client.post(f"/hits/{hit.uid}/note", {"text": "Driver is coming"}).status_code == 302
    assert b"Driver is coming" in client.get(f"/hits/{hit.uid}").content
    assert steps(hit) == ["made", "noted"]


def test_an_open_hit_is_handed_over_to_a_colleague_who_may_decide_it(
    client: Client, officer: User, hit: Hit
) -> None:
    relief = people.person("officer", username="relief", full_name="Rita Relief")
    people.administrator()
    page = client.get(f"/hits/{hit.uid}").content
    assert b"Rita Relief" in page and b"Ada Quill" not in page
    assert (
        client.post(f"/hits/{hit.uid}/hand-over", {"to": str(relief.uid), "note": "End of shift"}).status_code
        == 302
    )
    assert fresh(hit).assigned_to == relief
    stranger = people.stranger()
    assert client.post(f"/hits/{hit.uid}/hand-over", {"to": str(stranger.uid)}).status_code == 422


def test_a_closed_hit_is_not_handed_over(client: Client, officer: User, hit: Hit) -> None:
    relief = people.person("officer", username="relief", full_name="Rita Relief")
    client.post(f"/hits/{hit.uid}/reject", {"reason": "exempt"})
    assert client.post(f"/hits/{hit.uid}/hand-over", {"to": str(relief.uid)}).status_code == 409


def test_a_confirmed_hit_is_released_with_a_reason(client: Client, officer: User, hit: Hit) -> None:
    assert client.post(f"/hits/{hit.uid}/release", {"reason": "Driver left"}).status_code == 409
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    assert client.post(f"/hits/{hit.uid}/release", {"reason": ""}).status_code == 422
    assert client.post(f"/hits/{hit.uid}/release", {"reason": "Driver left"}).status_code == 302
    assert (fresh(hit).state, fresh(hit).closed_by) == ("released", officer)


def test_a_wanted_hit_is_confirmed_by_dispatch_and_left_to_the_police(client: Client, officer: User) -> None:
    hit = hit_of(EntryFactory(hotlist=HotlistFactory(kind=Hotlist.Kind.WANTED), reason="Stolen"))
    client.post(f"/hits/{hit.uid}/confirm", SEEN)
    said = {"kind": "dispatch", "result": "confirmed", "source": "Police dispatch by radio"}
    client.post(f"/hits/{hit.uid}/check", said)
    assert fresh(hit).state == "verified"
    assert client.post(f"/hits/{hit.uid}/act", {"kind": "boot"}).status_code == 409
    assert client.post(f"/hits/{hit.uid}/act", {"kind": "police_told"}).status_code == 302
    assert fresh(hit).state == "acted"


def test_who_has_seen_a_hit_is_one_link_for_those_with_the_right(client: Client, hit: Hit) -> None:
    people.log_in(client, people.manager())
    page = client.get(f"/hits/{hit.uid}").content.decode()
    address = f"/ledger/shown/hit/{hit.uid}"
    assert address in page
    assert b"Magnus Hale" in client.get(address).content


def test_accuracy_counts_what_was_decided_by_list_camera_and_engine(client: Client, officer: User) -> None:
    hotlist = HotlistFactory(name="Scofflaws of the city")
    for plate, seen in (("8AAA001", "8AAA001"), ("8AAA002", "8AAA007"), ("8AAA003", "")):
        hit = hit_of(EntryFactory(hotlist=hotlist, plate=plate), read=ReadFactory(plate=plate))
        if seen:
            client.post(f"/hits/{hit.uid}/confirm", {"plate": seen, "region": "us-ca"})
    hit_of(EntryFactory(hotlist=HotlistFactory(name="Covert", audience="restricted")))
    assert client.get("/hits/accuracy").status_code == 403
    from enforcement.selectors.accuracy import tables

    with under_access():
        by_list, by_camera, by_engine = tables(asks=people.administrator(), now=timezone.now())
    (line,) = by_list.lines
    assert (line.name, line.made, line.accepted, line.rejected, line.misread) == (
        "Scofflaws of the city",
        3,
        1,
        1,
        1,
    )
    assert line.accepted_share == 0.5
    assert len(by_camera.lines) == 3
    assert [(one.name, one.second, one.made) for one in by_engine.lines] == [("rapidocr", "test", 3)]
    auditor = Client()
    people.log_in(auditor, people.auditor())
    page = auditor.get("/hits/accuracy").content
    assert b"Scofflaws of the city" in page and b"Covert" not in page and b"8AAA" not in page
