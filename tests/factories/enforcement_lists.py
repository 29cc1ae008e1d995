"""Imports of lists: rows made directly, with bytes that really are in storage."""

import hashlib

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from enforcement.models import HotlistImport, HotlistImportRow
from tests.factories.accounts import UserFactory
from tests.factories.enforcement_hits import HotlistFactory
from tests.factories.reads import GatedFactory


class HotlistImportFactory(factory.django.DjangoModelFactory):
    """A dry run that waits for a decision."""

    class Meta:
        model = HotlistImport

    class Params:
        data = b"plate,state,reason,notices\n8ABC123,CA,Overdue,6\n"

    hotlist = factory.SubFactory(HotlistFactory)
    way = HotlistImport.Way.UPLOAD
    file_name = "list.csv"
    stored = factory.LazyAttribute(lambda o: default_storage.save("lists/one.csv", ContentFile(o.data)))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.data).hexdigest())
    size = factory.LazyAttribute(lambda o: len(o.data))
    state = HotlistImport.State.READY
    list_version = 0
    received_by = factory.SubFactory(UserFactory)


class ImportRowFactory(GatedFactory):
    class Meta:
        model = HotlistImportRow

    list_import = factory.SubFactory(HotlistImportFactory)
    number = factory.Sequence(lambda n: n + 2)
    outcome = HotlistImportRow.Outcome.ADDED
    plate = "8ABC123"
    region = "us-ca"
    reason = "Overdue citations"
