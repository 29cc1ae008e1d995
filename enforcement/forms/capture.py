"""A plate that an officer types, with a photo of it."""

from django import forms

from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from reads.forms import UNKNOWN_REGION, camera_field


class CaptureForm(forms.Form):
    plate = forms.CharField(label="Plate", error_messages={"required": "Type the plate number."})
    region = forms.ChoiceField(
        label="State",
        choices=[*UNKNOWN_REGION, *REGIONS.items()],
        required=False,
        error_messages={"invalid_choice": "There is no such state; choose one from the list."},
    )
    camera = camera_field(required=True, empty="Choose a camera")
    photo = forms.FileField(
        label="Photo of the plate",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        error_messages={
            "required": "Take a photo of the plate: it is what the record rests on.",
            "empty": "The photo is empty; take it again.",
        },
    )

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None
