"""What people type about frames and reads: parsed, or refused with the field named."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from alpr_portal.lib.clock import DayOutOfReach, within_reach
from alpr_portal.lib.plates import REGIONS, BadPlate, plate_pattern, typed_plate
from reads.models import Correction, Frame
from reads.policy import may_search_window
from reads.ready import LONGEST_SENT, BadReads, Beside, beside, plate_readings
from reads.recognition.base import PlateReading
from reads.selectors import ReadSearch, cameras, cameras_in_service

ANY_REGION = [("", "Any state")]
UNKNOWN_REGION = [("", "Not known")]


def camera_field(*, required: bool, empty: str | None) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        cameras_in_service() if required else cameras(),
        required=required,
        empty_label=empty,
        to_field_name="code",
        error_messages={
            "invalid_choice": "There is no such camera; choose one from the list.",
            "required": "Choose the camera the frames come from.",
        },
    )


class CityDateTimeField(forms.DateTimeField):
    """A date and time of day in city time, or a date alone. Years outside the portal's life are refused."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, end_of_day: bool = False, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.end_of_day = end_of_day
        self.error_messages["invalid"] = "Write a date and time, for example 2026-03-01 14:30."

    def to_python(self, value: object) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
            moment = timezone.make_aware(datetime.combine(day, time.min))
            parsed: datetime | None = moment + timedelta(days=1) if self.end_of_day else moment
        except (ValueError, OverflowError):
            try:
                parsed = super().to_python(text)
            except (OverflowError, ValueError):
                raise forms.ValidationError(self.error_messages["invalid"]) from None
        if parsed is not None:
            try:
                within_reach(parsed.date(), timezone.localdate())
            except DayOutOfReach as error:
                raise forms.ValidationError(str(error)) from None
        return parsed


class UploadForm(forms.Form):
    camera = camera_field(required=True, empty="Choose a camera")


class ReadyReadsForm(UploadForm):
    """What comes beside the image of a camera that reads plates itself."""

    reads = forms.CharField(strip=True, max_length=LONGEST_SENT)
    engine_version = forms.CharField(required=False, max_length=80)
    camera_time = forms.CharField(required=False, max_length=80)
    latitude = forms.CharField(required=False, max_length=80)
    longitude = forms.CharField(required=False, max_length=80)

    def clean_reads(self) -> tuple[PlateReading, ...]:
        try:
            readings, self.notes = plate_readings(self.cleaned_data["reads"])
        except BadReads as error:
            raise forms.ValidationError(f"{error.field}: {error.sentence}") from None
        return readings

    def beside(self, now: datetime) -> Beside:
        said = self.cleaned_data
        found = beside(
            camera_time=said["camera_time"],
            latitude=said["latitude"],
            longitude=said["longitude"],
            now=now,
        )
        return replace(found, notes=(*found.notes, *self.notes))


class FrameFilterForm(forms.Form):
    state = forms.ChoiceField(
        choices=[("", "Any state"), *Frame.State.choices],
        required=False,
        error_messages={"invalid_choice": "There is no such state; choose one from the list."},
    )
    camera = camera_field(required=False, empty="Any camera")
    before = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        label="Page",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "There is no such page; show the newest frames again."
        ),
    )


class SearchForm(forms.Form):
    plate = forms.CharField(required=False, strip=True)
    region = forms.ChoiceField(
        choices=[*ANY_REGION, *REGIONS.items()],
        required=False,
        error_messages={"invalid_choice": "There is no such state; choose one from the list."},
    )
    camera = camera_field(required=False, empty="Any camera")
    start = CityDateTimeField(required=False, label="From")
    end = CityDateTimeField(required=False, label="Until", end_of_day=True)
    confidence = forms.FloatField(required=False, min_value=0, max_value=1, label="Least confidence")
    cursor = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput, label="Page")

    def clean_plate(self) -> object:
        text = self.cleaned_data["plate"]
        if not text:
            return None
        try:
            return plate_pattern(text)
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None

    def clean_cursor(self) -> tuple[datetime, int] | None:
        text = self.cleaned_data["cursor"]
        if not text:
            return None
        moment, _, pk = text.partition(",")
        try:
            received_at = datetime.fromisoformat(moment)
            number = int(pk)
        except ValueError:
            raise forms.ValidationError("There is no such page; search again.") from None
        if timezone.is_naive(received_at) or not 0 < number < 2**63:
            raise forms.ValidationError("There is no such page; search again.")
        return received_at, number

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", "The end lies before the start; swap them.")
        if not self.errors:
            allowed = may_search_window(cleaned.get("plate"), start, end, timezone.now())
            if not allowed.allowed:
                self.add_error("plate", allowed.reason)
        return cleaned

    @property
    def search(self) -> ReadSearch:
        said = self.cleaned_data
        return ReadSearch(
            pattern=said["plate"],
            region=said["region"],
            camera=said["camera"],
            start=said["start"],
            end=said["end"],
            confidence=said["confidence"] or 0.0,
        )


class CorrectionForm(forms.Form):
    plate = forms.CharField()
    region = forms.ChoiceField(choices=[*UNKNOWN_REGION, *REGIONS.items()], required=False)
    reason = forms.ChoiceField(choices=Correction.Reason.choices)
    note = forms.CharField(required=False, max_length=200)

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None
