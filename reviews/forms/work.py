"""What reviewers, owners of findings and approvers type."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors import holders
from audit.forms import DayField
from reviews.models import Disposition, Finding

WEEKS_TO_RESOLVE = 4


def text_area(label: str, *, required: bool = True, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        choices=Disposition.Verdict.choices, widget=forms.RadioSelect, label="What do you find?"
    )
    note = text_area("Why", required=False, help_text="Needed unless nothing was odd about it. No plates.")


class FindingForm(forms.Form):
    severity = forms.ChoiceField(choices=Finding.Severity.choices, label="How serious")
    summary = text_area("What was found", help_text="For somebody who was not there. No plates.")
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Who puts it right", empty_label="Choose a person"
    )
    due_on = DayField(label="By when")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        self.fields["owner"].queryset = holders(Permission.REVIEW_ACCESS, now)
        self.fields["owner"].label_from_instance = lambda user: user.full_name
        self.fields["due_on"].initial = timezone.localdate(now) + timedelta(weeks=WEEKS_TO_RESOLVE)


class SpecialForm(forms.Form):
    first = DayField(label="From")
    last = DayField(label="Until")
    reason = forms.CharField(max_length=300, label="Why", help_text="For example: a complaint, a new camera.")


class ReasonForm(forms.Form):
    """One text: a reason, a resolution, a note."""

    text = text_area("Reason", rows=3)

    def __init__(self, *args: object, label: str, optional: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].required = not optional


class ListForm(forms.Form):
    """Which items of a review, or which findings, to list. Filters of lists stand in the address: they name
    nobody.
    """

    mine = forms.BooleanField(required=False)
    left = forms.BooleanField(required=False)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    state = forms.ChoiceField(
        required=False, choices=[("", "Not closed"), *Finding.State.choices, ("all", "All")]
    )

    def value(self, name: str, otherwise: object) -> object:
        """A filter that is not right is as if it were not there."""
        self.is_valid()
        return self.cleaned_data.get(name) or otherwise
