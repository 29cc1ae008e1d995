"""Two at once, on two real connections: one wins, and the other is told who."""

import threading
from collections.abc import Callable

from django.db import connections
from django.test import Client
from django.utils import timezone

from audit.events import SystemActor
from enforcement.actions.accepted import take_in
from enforcement.models import Hit, HitStep, Sighting, VehicleAction
from tests.enforcement.hits.conftest import SEEN, fresh, verified
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, hit_of
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gives, all begun together, each on a connection of its own."""
    ready = threading.Barrier(len(works))
    given: list[object] = [None] * len(works)

    def begin(place: int, work: Callable[[], object]) -> None:
        try:
            ready.wait()
            given[place] = work()
        finally:
            connections.close_all()
            from audit.ledger import close_connection

            close_connection()

    threads = [threading.Thread(target=begin, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def two_officers() -> tuple[Client, Client]:
    clients = Client(), Client()
    people.log_in(clients[0], people.officer())
    people.log_in(clients[1], people.person("officer", username="second", full_name="Sonia Post"))
    return clients


def names(answers: list[object]) -> set[int]:
    return {answer.status_code for answer in answers}


def test_of_two_who_decide_one_wins_and_the_other_is_told(committed: None) -> None:
    one, two = two_officers()
    hit = hit_of(EntryFactory())
    answers = at_once(
        lambda: one.post(f"/hits/{hit.uid}/confirm", SEEN),
        lambda: two.post(f"/hits/{hit.uid}/reject", {"reason": "exempt"}),
    )
    assert names(answers) == {302, 409}
    (refused,) = (answer for answer in answers if answer.status_code == 409)
    winner = fresh(hit).decided_by
    assert (
        f"{winner.full_name} {'confirmed' if fresh(hit).state == 'accepted' else 'rejected'} it at".encode()
    )
    assert winner.full_name.encode() in refused.content
    with under_access():
        told = [step.step for step in HitStep.objects.filter(hit=hit)]
    assert sorted(told) == sorted(["made", "refused", told[1]])


def test_of_two_boots_one_is_recorded(committed: None) -> None:
    one, two = two_officers()
    hit = verified(one, hit_of(EntryFactory()))
    boot = {"kind": "boot", "reference": "B-1"}
    answers = at_once(
        lambda: one.post(f"/hits/{hit.uid}/act", boot), lambda: two.post(f"/hits/{hit.uid}/act", boot)
    )
    assert names(answers) == {302, 409}
    (refused,) = (answer for answer in answers if answer.status_code == 409)
    assert fresh(hit).closed_by.full_name.encode() in refused.content
    with under_access():
        assert VehicleAction.objects.count() == 1


def test_two_workers_that_meet_a_vehicle_make_one_hit(committed: None) -> None:
    EntryFactory()
    camera = CameraFactory()
    reads = [ReadFactory(frame=FrameFactory(camera=camera)) for _ in range(4)]

    def work(read: object) -> Callable[[], None]:
        return lambda: take_in(read_ids=[read.pk], by=SystemActor("matcher"), now=timezone.now())

    at_once(*(work(read) for read in reads))
    with under_access():
        assert Hit.objects.count() == 1
        assert Sighting.objects.count() == 4
