"""What auditors type: parsed, or refused with the field named."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from alpr_portal.lib.clock import DayOutOfReach, within_reach
from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from audit.doors import known_doors
from audit.entrance import entrance
from audit.models import AccessOutcome
from audit.selectors.accesses import LedgerFilter


class DayField(forms.DateField):
    """A day in city time, within the portal's life."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: object) -> date | None:
        day = super().to_python(value)
        if day is not None:
            try:
                within_reach(day, timezone.localdate())
            except DayOutOfReach as error:
                raise forms.ValidationError(str(error)) from None
        return day


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def page_field() -> forms.IntegerField:
    return forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput, label="Page"
    )


class OlderForm(forms.Form):
    before = page_field()


class LedgerForm(forms.Form):
    who = forms.CharField(required=False, max_length=100, label="Person")
    actors = forms.ChoiceField(
        choices=[("person", "People"), ("system", "The portal's own parts"), ("all", "Everybody")],
        required=False,
        initial="person",
        label="Whose looks",
    )
    purpose = forms.ChoiceField(required=False)
    door = forms.ChoiceField(required=False)
    result = forms.ChoiceField(
        choices=[("", "Any"), *AccessOutcome.Result.choices, ("unfinished", "No outcome")], required=False
    )
    start = DayField(required=False, label="From")
    end = DayField(required=False, label="Until")
    before = page_field()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [
            ("", "Any"),
            *entrance().purposes().items(),
        ]
        self.fields["door"].choices = [("", "Any"), *((door, door) for door in known_doors())]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "The end lies before the start; swap them.")
        return cleaned

    @property
    def wanted(self) -> LedgerFilter:
        said = self.cleaned_data
        return LedgerFilter(
            who=said["who"],
            actor_kind={"all": "", "": "person"}.get(said["actors"], said["actors"]),
            purpose=said["purpose"],
            door=said["door"],
            result=said["result"],
            start=midnight(said["start"]) if said["start"] else None,
            end=midnight(said["end"] + timedelta(days=1)) if said["end"] else None,
        )


class DaysForm(forms.Form):
    """From one day to another, both included, in city time."""

    start = DayField(required=False, label="From")
    end = DayField(required=False, label="Until")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "This day is before the first one.")
        return cleaned

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return midnight(start) if start else None, midnight(end + timedelta(days=1)) if end else None


class MomentForm(DaysForm):
    """Where a timeline goes on: before this time."""

    before = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class CopyForm(forms.Form):
    """In which form a copy is taken."""

    form = forms.ChoiceField(choices=[("csv", "CSV"), ("jsonl", "JSON lines")])


class PlateForm(DaysForm):
    field_order = ["plate", "region", "start", "end"]

    plate = forms.CharField()
    region = forms.ChoiceField(choices=[("", "Any state"), *REGIONS.items()], required=False)
    before = page_field()

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None
