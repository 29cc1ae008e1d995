"""What an officer says about chalking, and how far ahead to look."""

from django import forms

from enforcement.models import Zone
from enforcement.selectors.chalk_sessions import vehicles


class BeginForm(forms.Form):
    vehicle = forms.ChoiceField(
        choices=[],
        error_messages={
            "required": "Choose the vehicle you drive.",
            "invalid_choice": "There is no such vehicle; choose one from the list.",
        },
    )
    zones = forms.ModelMultipleChoiceField(
        Zone.objects.filter(is_active=True).order_by("name"),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text="Without any you patrol and chalk nothing.",
        error_messages={"invalid_choice": "A zone is no longer in use; choose again."},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)
        known = vehicles()
        self.fields["vehicle"].choices = [
            ("", "Choose the vehicle"),
            *((name, f"Vehicle {name}") for name in known),
        ]


class ZoneChoiceForm(forms.Form):
    zone = forms.ModelChoiceField(
        Zone.objects.filter(is_active=True),
        to_field_name="code",
        error_messages={
            "required": "Say which zone you are in.",
            "invalid_choice": "That zone is no longer in use; choose another.",
        },
    )


class AheadForm(forms.Form):
    minutes = forms.IntegerField(
        min_value=1,
        max_value=120,
        required=False,
        label="Minutes ahead",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Look 1 to 120 minutes ahead."),
    )

    USUAL = 5

    @property
    def ahead(self) -> int:
        return self.cleaned_data["minutes"] or self.USUAL
