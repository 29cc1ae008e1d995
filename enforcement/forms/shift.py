"""Whose shift, and which."""

from datetime import datetime

from django import forms
from django.utils import timezone

from accounts.models import User
from alpr_portal.lib.clock import DayOutOfReach, within_reach
from enforcement.selectors.shift import day_of, officers


class ShiftForm(forms.Form):
    """All optional: without them it is one's own shift of today."""

    officer = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        to_field_name="uid",
        empty_label=None,
        error_messages={"invalid_choice": "There is no such officer; choose one from the list."},
    )
    day = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write a day, for example 2026-03-01."},
    )
    start = forms.TimeField(
        required=False,
        label="From",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time, for example 06:30."},
    )
    end = forms.TimeField(
        required=False,
        label="Until",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time, for example 14:30."},
    )

    def __init__(self, *args: object, asks: User, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        self.now = now
        self.fields["officer"].queryset = officers(asks=asks, now=now)

    def clean_officer(self) -> User:
        return self.cleaned_data["officer"] or self.asks

    def clean_day(self) -> object:
        today = timezone.localdate(self.now)
        day = self.cleaned_data["day"] or today
        try:
            within_reach(day, today)
        except DayOutOfReach as error:
            raise forms.ValidationError(str(error)) from None
        return day

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if self.errors:
            return said
        begin, finish = day_of(said["day"])
        if said.get("start"):
            begin = timezone.make_aware(datetime.combine(said["day"], said["start"]))
        if said.get("end"):
            finish = timezone.make_aware(datetime.combine(said["day"], said["end"]))
            if finish <= begin:
                # A night shift ends on the next morning.
                finish = timezone.make_aware(datetime.combine(day_of(said["day"])[1].date(), said["end"]))
        return said | {"begin": begin, "finish": finish}
