from django.urls import path, register_converter
from django.urls.converters import StringConverter

from audit import change_views
from audit.views import accesses as views
from audit.views import copies, people, seals


class RecordKind(StringConverter):
    """The kinds of record whose readers can be listed."""

    regex = "frame|hit|read"


register_converter(RecordKind, "record_kind")

app_name = "audit"

urlpatterns = [
    path("", views.records, name="records"),
    path("plate", views.plate, name="plate"),
    path("shown/<record_kind:kind>/<uuid:uid>", views.shown, name="shown"),
    path("changes", change_views.changes, name="changes"),
    path("changes/<int:number>", change_views.change, name="change"),
    path("changes/of/<slug:kind>/<slug:key>", change_views.changes_of, name="changes-of"),
    path("person/<uuid:uid>", people.person, name="person"),
    path("copy/accesses", copies.copy_accesses, name="copy-accesses"),
    path("copy/plate", copies.copy_plate, name="copy-plate"),
    path("copy/shown/<record_kind:kind>/<uuid:uid>", copies.copy_shown, name="copy-shown"),
    path("copy/person/<uuid:uid>", copies.copy_person, name="copy-person"),
    path("copy/whole", copies.copy_whole, name="copy-whole"),
    path("seals", seals.seals, name="seals"),
    path("seals/verify", seals.verify, name="verify"),
    path("<uuid:uid>", views.record, name="record"),
]
