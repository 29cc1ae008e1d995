"""What people say of zones and holidays: parsed, or refused with the field named."""

from datetime import date

from django import forms
from django.conf import settings

from alpr_portal.lib.geo import BadShape, Shape
from enforcement.models import Zone
from enforcement.policy.geojson import LARGEST, code_problem, shape_from_text, text_of

LONGEST_SHAPE = 1_000_000
"""Characters; two thousand corners are far below."""


class ZoneForm(forms.Form):
    """A new zone. Its code names it for good: marks, hits and imports know it by that."""

    code = forms.CharField(
        max_length=40, help_text="Small letters, digits and hyphens. It cannot be changed."
    )
    name = forms.CharField(max_length=80)
    kind = forms.ChoiceField(
        choices=Zone.Kind.choices, help_text="The sides of one street are together one block face."
    )
    district = forms.ModelChoiceField(
        Zone.objects.filter(kind=Zone.Kind.DISTRICT),
        required=False,
        empty_label="No district",
        to_field_name="code",
        error_messages={"invalid_choice": "There is no such district; choose one from the list."},
    )
    shape = forms.CharField(
        max_length=LONGEST_SHAPE,
        strip=False,
        label="Outline",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "mono"}),
        help_text="Draw it on the map, or type it: a corner a line, latitude and longitude, an empty line"
        " between two sides of a street. GeoJSON is read as well.",
        error_messages={
            "required": "Draw the outline, or type its corners.",
            "max_length": "An outline has at most 2000 corners.",
        },
    )
    is_active = forms.BooleanField(
        required=False, initial=True, label="In use", help_text="Out of use, nothing is chalked here."
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if sentence := code_problem(code):
            raise forms.ValidationError(sentence)
        if Zone.objects.filter(code=code).exists():
            raise forms.ValidationError("There is a zone of this code already; choose another.")
        return code

    def clean_shape(self) -> Shape:
        try:
            return shape_from_text(self.cleaned_data["shape"], settings.ALPR_CITY_BOX)
        except BadShape as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Zone.Kind.DISTRICT and cleaned.get("district"):
            self.add_error("district", "A district is part of no other district.")
        return cleaned

    def zone(self) -> Zone:
        said = dict(self.cleaned_data)
        return Zone(**said)


class ZoneChangeForm(ZoneForm):
    """A zone as it is, to be changed. Code and kind stay."""

    def __init__(self, data: object, zone: Zone) -> None:
        super().__init__(
            data,
            initial={
                "name": zone.name,
                "district": zone.district,
                "shape": text_of(zone.shape),
                "is_active": zone.is_active,
            },
        )
        self.changed_zone = zone
        del self.fields["code"], self.fields["kind"]

    def clean(self) -> dict[str, object]:
        cleaned = forms.Form.clean(self) or {}
        if self.changed_zone.kind == Zone.Kind.DISTRICT and cleaned.get("district"):
            self.add_error("district", "A district is part of no other district.")
        return cleaned

    def zone(self) -> Zone:
        for field, value in self.cleaned_data.items():
            setattr(self.changed_zone, field, value)
        return self.changed_zone


class ZoneImportForm(forms.Form):
    file = forms.FileField(
        label="GeoJSON file",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        error_messages={
            "required": "Choose a GeoJSON file.",
            "empty": "The file is empty; choose another.",
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                f"The file has more than {LARGEST // 2**20} MB; take out what is no zone."
            )
        return file.read()


class HolidayForm(forms.Form):
    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day, for example 2027-01-01.", "required": "Choose the day."},
    )
    name = forms.CharField(max_length=80, error_messages={"required": "Say which holiday it is."})

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if day.year > 2100:
            raise forms.ValidationError("Choose a day before the year 2101.")
        return day
