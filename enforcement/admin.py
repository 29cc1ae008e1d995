"""Lists' settings in the administration pages. Entries, imports and hits have no place there."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin import PortalModelAdmin
from accounts.permissions import Permission
from alpr_portal.admin_site import site
from enforcement.actions import hotlists
from enforcement.forms.lists import HotlistForm
from enforcement.models import Hotlist
from enforcement.selectors.lists import hotlists as lists_in_scope


@admin.register(Hotlist, site=site)
class HotlistAdmin(PortalModelAdmin):
    needs = Permission.MANAGE_LISTS
    list_display = ("name", "code", "kind", "audience", "priority", "owner", "is_active", "refreshed_at")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "code")
    form = HotlistForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hotlist]:
        return lists_in_scope(asks=request.user, now=timezone.now())

    def get_form(self, request: HttpRequest, *args: object, **kwargs: object) -> type[forms.ModelForm]:
        made = super().get_form(request, *args, **kwargs)

        class AskedBy(made):  # type: ignore[valid-type,misc]
            """Kinds and audiences are those of whoever has the page open."""

            def __init__(self, *args: object, **kwargs: object) -> None:
                super().__init__(*args, asks=request.user, now=timezone.now(), **kwargs)

        return AskedBy

    def save_model(self, request: HttpRequest, obj: Hotlist, form: forms.ModelForm, change: bool) -> None:
        hotlists.save(hotlist=obj, by=request.user, now=timezone.now())
