"""Clause 5: data are collected properly, go to the designated storage, and stay."""

import hashlib
import io

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from reads.models import Frame, Read
from tests.conftest import Ledger
from tests.factories import accounts as people
from tests.factories.reads import CameraFactory, picture, under_access

NEEDED = ("camera_id", "uploaded_by_id", "received_at", "sha256", "original", "size")


@pytest.mark.clause("5¶1")
def test_every_frame_can_be_traced_to_who_sent_it_which_camera_took_it_when_and_its_bytes(
    client: Client, ledger: Ledger
) -> None:
    officer, camera = people.officer(), CameraFactory(code="car-12-left")
    people.log_in(client, officer)
    sent = picture(colour=(12, 34, 56))
    file = io.BytesIO(sent)
    file.name = "DSC_0001.JPG"
    before = timezone.now()
    assert client.post("/frames/upload", {"camera": camera.code, "files": file}).status_code == 200
    with under_access():
        frame = Frame.objects.get(sha256=hashlib.sha256(sent).hexdigest())
        assert (frame.uploaded_by, frame.camera, frame.shown_name) == (officer, camera, "DSC_0001.JPG")
        assert abs(frame.received_at - before).total_seconds() < 60
        # In the designated storage lie the bytes as they came.
        with default_storage.open(frame.original) as kept:
            assert kept.read() == sent
    assert ledger.last("reads.upload").username == "officer"
    # Sent again, by whomever, it is the same frame.
    second = io.BytesIO(sent)
    second.name = "again.jpg"
    assert b"kept once" in client.post("/frames/upload", {"camera": camera.code, "files": second}).content
    with under_access():
        assert Frame.objects.filter(sha256=frame.sha256).count() == 1


@pytest.mark.clause("5¶1")
@pytest.mark.parametrize("column", NEEDED)
def test_a_frame_that_cannot_be_traced_cannot_be_stored(read: Read, column: str) -> None:
    """The database itself refuses it, whatever program writes."""
    columns = [field.column for field in Frame._meta.concrete_fields if field.column not in ("id", "uid")]
    values = ", ".join("null" if name == column else name for name in columns)
    with under_access(), pytest.raises(IntegrityError, match=f'"{column}"'), transaction.atomic():
        connection.cursor().execute(
            f"insert into reads_frame (uid, {', '.join(columns)})"  # noqa: S608  names from the model
            f" select gen_random_uuid(), {values} from reads_frame where id = %s",
            [read.frame_id],
        )


@pytest.mark.clause("5¶1")
def test_every_read_belongs_to_a_frame(read: Read) -> None:
    for name in ("frame", "camera", "received_at"):
        assert not Read._meta.get_field(name).null


@pytest.mark.clause("5¶2")
@pytest.mark.parametrize("role", ["app", "gate", "auditor"])
@pytest.mark.parametrize(
    "attempt",
    [
        "delete from reads_frame",
        "delete from reads_read",
        "delete from reads_correction",
        "truncate reads_frame cascade",
        "truncate reads_read cascade",
        "update reads_frame set received_at = received_at - interval '2 years'",
        "update reads_read set received_at = received_at - interval '2 years'",
        "update reads_frame set original = ''",
        "drop table reads_read",
        "alter table reads_frame add column purge_at timestamptz",
    ],
)
def test_nothing_the_portal_runs_as_deletes_data_or_makes_them_older_than_they_are(
    role: str, attempt: str
) -> None:
    given = settings.DATABASES["default"]
    with (
        psycopg.connect(
            dbname=given["NAME"],
            user=f"alpr_{role}",
            password="test",
            host=given["HOST"],
            port=given["PORT"] or None,
        ) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(attempt)
