"""What people type about lists and their entries: parsed, or refused with the field named."""

from datetime import datetime, timedelta

from django import forms

from accounts.models import User
from alpr_portal.lib.plates import REGIONS, BadPlate, PlatePattern, plate_pattern, typed_plate
from alpr_portal.lib.text import one_line
from enforcement.models import Hotlist
from enforcement.selectors.lists import lists_to_add_to
from enforcement.selectors.scope import scope_of

NO_SUCH_PAGE = "There is no such page; show the newest entries again."
LENGTHS = (
    ("", "Choose how long it stands"),
    ("1", "1 day"),
    ("3", "3 days"),
    ("7", "1 week"),
    ("30", "30 days"),
    ("100", "100 days"),
)


class HotlistForm(forms.ModelForm):
    """A list's settings. Kinds and audiences are those the person could see themselves."""

    class Meta:
        model = Hotlist
        fields = (
            "code",
            "name",
            "kind",
            "owner",
            "source",
            "legal_basis",
            "freshness_hours",
            "audience",
            "colour",
            "sound",
            "priority",
            "alert_policy",
            "is_active",
        )
        labels = {
            "freshness_hours": "Freshness limit (hours)",
            "is_active": "In service",
            "legal_basis": "Legal basis",
            "alert_policy": "Alerts",
        }

    def __init__(self, *args: object, asks: User, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        scope = scope_of(asks, now)
        self.fields["owner"].queryset = User.objects.filter(is_active=True)
        self.fields["owner"].empty_label = "Choose who answers for it"
        self.fields["code"].help_text = "Short, without spaces: it stands in addresses and names the folder."
        if not scope.wanted:
            self.leave_out("kind", Hotlist.Kind.WANTED)
        if not scope.restricted:
            self.leave_out("audience", Hotlist.Audience.RESTRICTED)
        if self.instance.pk:
            for name in ("code", "kind"):
                self.fields[name].disabled = True

    def leave_out(self, name: str, value: str) -> None:
        field = self.fields[name]
        field.choices = [choice for choice in field.choices if choice[0] != value]  # type: ignore[attr-defined]


class EntrySearchForm(forms.Form):
    plate = forms.CharField(required=False, strip=True)
    before = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        label="Page",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_SUCH_PAGE),
    )

    def clean_plate(self) -> PlatePattern | None:
        text = self.cleaned_data["plate"]
        if not text:
            return None
        try:
            pattern = plate_pattern(text)
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None
        if not pattern.head and not pattern.tail:
            raise forms.ValidationError("Give a character at the beginning or at the end of the plate.")
        return pattern


class EntryForm(forms.Form):
    """One vehicle for one list. How long it stands has no default: whoever adds it chooses."""

    hotlist = forms.ModelChoiceField(
        Hotlist.objects.none(),
        label="List",
        to_field_name="code",
        empty_label="Choose a list",
        error_messages={
            "invalid_choice": "There is no such list that you may add to; choose one from the list.",
            "required": "Choose the list.",
        },
    )
    plate = forms.CharField(error_messages={"required": "Type the plate number."})
    region = forms.ChoiceField(
        choices=[("", "Not known"), *REGIONS.items()],
        required=False,
        label="State",
        help_text="Without a state every hit is only a possible one.",
        error_messages={"invalid_choice": "There is no such state; choose one from the list."},
    )
    reason = forms.CharField(max_length=200, error_messages={"required": "Say why it is looked for."})
    reference = forms.CharField(
        max_length=60, required=False, help_text="Case or report number, where there is one."
    )
    lasts = forms.ChoiceField(
        choices=LENGTHS,
        label="Stands for",
        error_messages={
            "required": "Choose how long it stands: 100 days at most.",
            "invalid_choice": "Choose how long it stands: 100 days at most.",
        },
    )

    def __init__(self, *args: object, asks: User, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        may = [hotlist.pk for hotlist in lists_to_add_to(asks=asks, now=now)]
        self.fields["hotlist"].queryset = Hotlist.objects.filter(pk__in=may)

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"])

    def clean_lasts(self) -> timedelta:
        return timedelta(days=int(self.cleaned_data["lasts"]))


class RemovalForm(forms.Form):
    reason = forms.CharField(
        max_length=200, error_messages={"required": "Say why the vehicle leaves the list."}
    )

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"])
