"""The draft: a text a section, the summary and the day."""

from typing import Any

from django import forms
from django.utils import timezone

from policy.sections import LONGEST_SECTION, SECTIONS


class DraftForm(forms.Form):
    """`seen` is the digest of the draft the author was given. Empty sections may be saved, not approved."""

    summary = forms.CharField(
        required=False,
        max_length=500,
        label="What is new",
        help_text="For everybody who acknowledges this version, in a sentence or two.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    effective_on = forms.DateField(
        required=False,
        label="In force from",
        help_text="Not before the day of approval.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for place, section in enumerate(SECTIONS, start=1):
            self.fields[section.key] = forms.CharField(
                required=False,
                max_length=LONGEST_SECTION,
                label=f"{place}. {section.heading}",
                help_text=f"{section.asks} ({section.element})",
                widget=forms.Textarea(attrs={"rows": 6}),
            )

    def clean_effective_on(self) -> object:
        day = self.cleaned_data["effective_on"]
        if day is not None and not 0 <= (day - timezone.localdate()).days <= 366:
            raise forms.ValidationError("Choose a day from today on, at most a year ahead.")
        return day

    @property
    def texts(self) -> dict[str, str]:
        return {section.key: self.cleaned_data[section.key] for section in SECTIONS}

    @property
    def section_fields(self) -> list[forms.BoundField]:
        return [self[section.key] for section in SECTIONS]


class ApprovalForm(forms.Form):
    """What the approver read, and that they read it."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    read_it = forms.BooleanField(
        label="I have read the whole draft.",
        error_messages={"required": "Read the draft and tick the box."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class AcknowledgementForm(forms.Form):
    """Which text somebody was shown, and that they keep to it."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    acknowledged = forms.BooleanField(
        label="I have read this version of the policy and will keep to it.",
        error_messages={"required": "Read the policy and tick the box: it is needed once a version."},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
