"""Who knocks at every door, and what they knock for."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Designation, Organisation, RoleGrant, TrainingRecord, User
from enforcement.models import (
    Exemption,
    Hit,
    Holiday,
    Hotlist,
    HotlistEntry,
    HotlistImport,
    Zone,
    ZoneRule,
)
from policy.models import MonthFigure, PolicyVersion
from reads.models import Camera, Correction, Frame, Read
from tests.factories import accounts as people
from tests.factories.enforcement_hits import EntryFactory, HotlistFactory, hit_of
from tests.factories.enforcement_lists import HotlistImportFactory, ImportRowFactory
from tests.factories.enforcement_zones import ExemptionFactory, ZoneRuleFactory
from tests.factories.policy import MonthFigureFactory, posted
from tests.factories.reads import CameraFactory, FrameFactory, ReadFactory, under_access
from tests.factories.reviews import ReviewThings, one_of_each

PLATE = "7KLM482"

PERSONAS = {
    "anonymous": None,
    "stranger": people.stranger,
    "untrained": people.untrained,
    "lapsed": people.lapsed,
    "officer": people.officer,
    "administrator": people.administrator,
    "manager": people.manager,
    "auditor": people.auditor,
    "records_officer": people.records_officer,
    "detective": people.detective,
}


@dataclass(frozen=True)
class Things:
    """One of everything that a route can name."""

    frame: Frame
    read: Read
    correction: Correction
    camera: Camera
    person: User
    grant: RoleGrant
    training: TrainingRecord
    hit: Hit
    zone: Zone
    rule: ZoneRule
    holiday: Holiday
    exemption: Exemption
    reviews: ReviewThings
    hotlist: Hotlist
    entry: HotlistEntry
    list_import: HotlistImport
    policy: PolicyVersion
    figure: MonthFigure

    @property
    def pks(self) -> dict[str, int]:
        """By the model's name, as the administration pages' addresses have it."""
        return {
            "user": self.person.pk,
            "rolegrant": self.grant.pk,
            "trainingrecord": self.training.pk,
            "designation": Designation.objects.order_by("pk")[0].pk,
            "organisation": Organisation.objects.order_by("pk")[0].pk,
            "camera": self.camera.pk,
            "hotlist": self.hotlist.pk,
        }


def make_things() -> Things:
    person = people.person("officer", username="somebody", full_name="Some Body")
    frame = FrameFactory(uploaded_by=person)
    read = ReadFactory(plate=PLATE, frame=frame)
    with under_access():
        correction = Correction.objects.create(
            read=read, plate=PLATE, region="us-nv", reason="wrong_region", made_by=person
        )
        reviews = one_of_each(
            person,
            people.auditor(username="reviewer", full_name="Rory Vale"),
            people.manager(username="approver", full_name="Asa Pell", email="approver@example.org"),
        )
    hotlist = HotlistFactory(code="watch", kind="watch")
    return Things(
        frame=frame,
        read=read,
        correction=correction,
        camera=CameraFactory(),
        person=person,
        grant=person.role_grants.get(),
        training=person.trainings.get(),
        hit=hit_of(EntryFactory(plate=PLATE), read=read),
        zone=(rule := ZoneRuleFactory()).zone,
        rule=rule,
        holiday=Holiday.objects.create(day=timezone.localdate() + timedelta(days=9), name="Founders' Day"),
        exemption=ExemptionFactory(plate=PLATE, made_by=person),
        reviews=reviews,
        hotlist=hotlist,
        entry=EntryFactory(hotlist=hotlist, plate=PLATE),
        list_import=ImportRowFactory(
            list_import=HotlistImportFactory(hotlist=hotlist, added=1), plate=PLATE
        ).list_import,
        # Not in force yet: what is in force, everybody acknowledges first.
        policy=posted(effective_on=timezone.localdate() + timedelta(days=30)),
        figure=MonthFigureFactory(),
    )


def knocking(persona: str) -> Client:
    """A client of this persona, past every step of logging in; anonymous has not begun."""
    client = Client(raise_request_exception=False)
    make = PERSONAS[persona]
    return client if make is None else people.log_in(client, make())
