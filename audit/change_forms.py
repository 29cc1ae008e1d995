"""What auditors type to find changes."""

from datetime import timedelta

from django import forms

from audit.change_log import ChangeFilter
from audit.change_words import kinds
from audit.forms import DayField, midnight, page_field


class ChangesForm(forms.Form):
    table = forms.ChoiceField(required=False, label="What")
    who = forms.CharField(required=False, max_length=100, label="User name")
    by_hand = forms.BooleanField(
        required=False, label="Only by hand", help_text="Changes that somebody typed in SQL, past the portal."
    )
    start = DayField(required=False, label="From")
    end = DayField(required=False, label="Until")
    before = page_field()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", "Everything"), *kinds().items()]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "The end lies before the start; swap them.")
        return cleaned

    @property
    def wanted(self) -> ChangeFilter:
        said = self.cleaned_data
        return ChangeFilter(
            who=said["who"],
            table=said["table"],
            by_hand=said["by_hand"],
            start=midnight(said["start"]) if said["start"] else None,
            end=midnight(said["end"] + timedelta(days=1)) if said["end"] else None,
        )
