"""The plan, working hours and staff plates, as the manager types them."""

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.roles import ROLES
from accounts.selectors import holders
from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from reviews.models import ReviewPlan
from reviews.models.working_hours import WEEKDAYS
from reviews.rules.catalogue import RULES

NUMBERS = (
    "same_plate_looks",
    "same_plate_days",
    "norm_factor",
    "norm_least",
    "reference_plates",
    "reference_people",
    "unopened_searches",
)


class PlanForm(forms.ModelForm):
    """A new version of the plan. `rules` are boxes, `reviewers` and `approvers` people who have the right."""

    rules = forms.MultipleChoiceField(
        choices=[(rule.code, rule.label) for rule in RULES.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Rules",
    )
    reviewers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, label="Who reviews"
    )
    approvers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, label="Who approves"
    )

    class Meta:
        model = ReviewPlan
        fields = ("period", "sample_size", "due_days", "keep_years", "rules", *NUMBERS, "reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.now()
        for name, needs in (
            ("reviewers", Permission.REVIEW_ACCESS),
            ("approvers", Permission.APPROVE_REVIEWS),
        ):
            self.fields[name].queryset = holders(needs, now)
            self.fields[name].label_from_instance = lambda user: user.full_name

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        both = set(cleaned.get("reviewers") or ()) & set(cleaned.get("approvers") or ())
        if both:
            names = ", ".join(sorted(user.full_name for user in both))
            self.add_error(
                "approvers", f"{names} cannot approve what they review; choose one duty for each person."
            )
        return cleaned

    @property
    def values(self) -> dict[str, object]:
        """What `set_plan` takes as the plan's own values."""
        return {
            name: self.cleaned_data[name]
            for name in ("period", "sample_size", "due_days", "keep_years", "rules", *NUMBERS)
        }

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in NUMBERS]


class HoursForm(forms.Form):
    role = forms.ChoiceField(
        choices=[("", "No role"), *((role.slug, role.name) for role in ROLES.values())], required=False
    )
    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody in particular",
        label="Person",
        help_text="A person’s hours take the place of their roles’.",
    )
    days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple, label="Days"
    )
    start = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), label="From")
    until = forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Earlier than “From”: on the next day.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned["role"]) == bool(cleaned["user"]):
            self.add_error("role", "Choose a role or a person, one of the two.")
        if not self.errors and cleaned["start"] == cleaned["until"]:
            self.add_error("until", "The shift ends when it begins; give it a length.")
        return cleaned


class StaffPlateForm(forms.Form):
    """A plate is typed here and kept nowhere: this page leaves no access record with its form."""

    person = forms.ModelChoiceField(queryset=User.objects.none(), empty_label="Choose a person")
    plate = forms.CharField()
    region = forms.ChoiceField(choices=list(REGIONS.items()), initial="us-ca", label="State")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True)

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None
