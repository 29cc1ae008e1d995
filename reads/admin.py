"""Cameras in the administration pages. Frames and reads have no place there."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import PortalModelAdmin
from accounts.permissions import Permission
from alpr_portal.admin_site import site
from reads.actions import cameras
from reads.models import Camera


@admin.register(Camera, site=site)
class CameraAdmin(PortalModelAdmin):
    needs = Permission.MANAGE_CAMERAS
    list_display = ("name", "code", "mount", "vehicle", "is_active")
    list_filter = ("mount", "is_active")
    search_fields = ("name", "code", "vehicle")

    def save_model(self, request: HttpRequest, obj: Camera, form: forms.ModelForm, change: bool) -> None:
        cameras.save(camera=obj, by=request.user)
