"""What an officer says about an exemption."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from enforcement.models import Zone
from reads.forms import CityDateTimeField

LONGEST = timedelta(days=366)


class ExemptionForm(forms.Form):
    plate = forms.CharField(error_messages={"required": "Type the plate number."})
    region = forms.ChoiceField(
        choices=[("", "Choose the state"), *REGIONS.items()],
        label="State",
        error_messages={
            "required": "Choose the state: the same number of another state is another vehicle.",
            "invalid_choice": "There is no such state; choose one from the list.",
        },
    )
    zone = forms.ModelChoiceField(
        Zone.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label="Everywhere",
        to_field_name="code",
        error_messages={"invalid_choice": "That zone is no longer in use; choose another."},
    )
    reason = forms.CharField(
        max_length=200, error_messages={"required": "Say why; whoever looks at it later will ask."}
    )
    valid_until = CityDateTimeField(
        label="Until", end_of_day=True, error_messages={"required": "Say when it ends."}
    )

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None

    def clean_valid_until(self) -> object:
        until = self.cleaned_data["valid_until"]
        now = timezone.now()
        if until <= now:
            raise forms.ValidationError("That has passed already; choose a later time.")
        if until > now + LONGEST:
            raise forms.ValidationError("An exemption lasts a year at most; renew it then.")
        return until


class ExemptionFilterForm(forms.Form):
    show = forms.ChoiceField(
        choices=[("", "In force"), ("ended", "Ended")],
        required=False,
        error_messages={"invalid_choice": "Choose one from the list."},
    )
    before = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        label="Page",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "There is no such page; show the newest again."
        ),
    )
