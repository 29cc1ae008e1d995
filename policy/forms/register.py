"""The register's forms: a designee, a hearing, and a day to ask about."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from alpr_portal.lib.clock import DayOutOfReach, within_reach
from policy.selectors.register import accounts_to_name


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def reachable(day: date) -> date:
    try:
        within_reach(day, timezone.localdate())
    except DayOutOfReach as error:
        raise forms.ValidationError(str(error)) from None
    return day


class DesigneeForm(forms.Form):
    """Who oversees the operation next. The account is the person's in the portal, where they have one."""

    title = forms.CharField(max_length=100, help_text="The office, for example Parking Manager.")
    name = forms.CharField(max_length=200)
    starts_on = day_field("First day", "The designee before leaves the office on the day before.")
    account = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, empty_label="None", label="Account in the portal"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["account"].queryset = accounts_to_name()

    def clean_starts_on(self) -> date:
        return reachable(self.cleaned_data["starts_on"])


class HearingForm(forms.Form):
    """A public meeting at which the program was open to comment."""

    held_on = day_field("Day of the meeting")
    body = forms.CharField(max_length=150, label="Who met", help_text="For example City Council.")
    item = forms.CharField(max_length=200, label="Agenda item")
    link = forms.URLField(
        max_length=500,
        label="Link to the agenda or minutes",
        assume_scheme="https",
        help_text="An address that begins with https://.",
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_held_on(self) -> date:
        return reachable(self.cleaned_data["held_on"])

    def clean_link(self) -> str:
        link = self.cleaned_data["link"]
        if not link.startswith("https://"):
            raise forms.ValidationError("Give an address that begins with https://.")
        return link


class DayForm(forms.Form):
    """A day to ask the register about."""

    on = day_field("Who was it on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_on(self) -> date:
        return reachable(self.cleaned_data["on"])
