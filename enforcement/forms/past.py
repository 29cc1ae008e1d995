"""Asking for past reads to be looked through."""

from datetime import datetime
from uuid import UUID

from django import forms

from accounts.models import User
from enforcement.models import Hotlist, HotlistEntry
from enforcement.selectors.entries import entry_in_scope
from enforcement.selectors.hits import lists_of_hits

LONGEST_DAYS = 92


class PastForm(forms.Form):
    """One entry, or a whole list. A list is looked through by the timetable, over its own window."""

    entry = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "There is no such entry; open it from its list."},
    )
    hotlist = forms.ModelChoiceField(
        None,
        required=False,
        label="List",
        empty_label="Choose a list",
        to_field_name="code",
        error_messages={"invalid_choice": "There is no such list; choose one."},
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=7,
        required=False,
        label="Days back",
        help_text=f"At most {LONGEST_DAYS}.",
    )
    reason = forms.CharField(
        max_length=200, label="Why", error_messages={"required": "Say why past reads are looked through."}
    )

    def __init__(self, *args: object, asks: User, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asks, self.now = asks, now
        self.fields["hotlist"].queryset = (
            lists_of_hits(asks=asks, now=now).filter(is_active=True).exclude(kind=Hotlist.Kind.PERMIT)
        )

    def clean_entry(self) -> HotlistEntry | None:
        uid: UUID | None = self.cleaned_data["entry"]
        if uid is None:
            return None
        found = entry_in_scope(asks=self.asks, uid=uid, now=self.now)
        if found is None or not found.hotlist.is_active or not found.hotlist.hits_when_listed:
            raise forms.ValidationError("There is no such entry; open it from its list.")
        return found

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("entry") and not cleaned.get("hotlist"):
            self.add_error("hotlist", "Choose a list, or open an entry and look from there.")
        if cleaned.get("entry") and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", f"Type how many days back, 1 to {LONGEST_DAYS}.")
        return cleaned
