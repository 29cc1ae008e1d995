"""What people type about hits: parsed, or refused with the field named."""

from datetime import datetime

from django import forms

from accounts.models import User
from alpr_portal.lib.plates import REGIONS, BadPlate, typed_plate
from enforcement.models import Check, Hit, VehicleAction
from enforcement.policy.hits import NEEDS
from enforcement.selectors.hits import (
    ALL,
    OPEN,
    HitFilter,
    kinds_of_hits,
    lists_of_hits,
    people_who_may_take,
)

STATES = [(OPEN, "Open"), *Hit.State.choices, (ALL, "All")]
SOURCES = {
    "registration": ("DMV terminal", "Dispatch by radio", "Division office"),
    "past_due": ("Citation system", "Division office", "Dispatch by radio"),
    "dispatch": ("Police dispatch by radio", "Police dispatch by telephone"),
    "rights": ("Permit office", "Payment company", "Permit seen in the vehicle"),
}
"""Whom officers ask; any other source can be named, too."""

CHOOSE = {"required": "Choose one.", "invalid_choice": "Choose one from the list."}


class HitFilterForm(forms.Form):
    state = forms.ChoiceField(choices=STATES, required=False, error_messages=CHOOSE)
    kind = forms.ChoiceField(required=False, error_messages=CHOOSE)
    hotlist = forms.ModelChoiceField(
        None,
        required=False,
        label="List",
        empty_label="Any list",
        to_field_name="code",
        error_messages={"invalid_choice": "There is no such list; choose one."},
    )
    mine = forms.BooleanField(required=False, label="Mine only")
    from_past = forms.BooleanField(required=False, label="Found among past reads only")
    before = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput, label="Page")

    def __init__(self, *args: object, asks: User, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hotlist"].queryset = lists_of_hits(asks=asks, now=now)
        self.fields["kind"].choices = [("", "Any kind"), *kinds_of_hits(asks=asks, now=now)]
        for name in ("kind", "hotlist"):
            self.fields[name].help_text = "New hits are left out: theirs is not told yet."

    def clean_before(self) -> tuple[int, int] | None:
        text = self.cleaned_data["before"]
        if not text:
            return None
        priority, _, pk = text.partition(",")
        if not (priority.isdecimal() and pk.isdecimal() and len(pk) < 19 and len(priority) < 4):
            raise forms.ValidationError("There is no such page; show the first again.")
        return int(priority), int(pk)

    @property
    def wanted(self) -> HitFilter:
        said = self.cleaned_data
        return HitFilter(
            state=said["state"] or OPEN,
            kind=said["kind"],
            hotlist=said["hotlist"],
            mine=said["mine"],
            from_past=said["from_past"],
        )


class ConfirmForm(forms.Form):
    """What the officer saw. The state belongs to the plate: without it nothing is confirmed."""

    plate = forms.CharField(error_messages={"required": "Type the number that the picture shows."})
    region = forms.ChoiceField(
        choices=[("", "Choose the state"), *REGIONS.items()],
        label="State",
        error_messages=CHOOSE | {"required": "Choose the state that the picture shows."},
    )

    def clean_plate(self) -> str:
        try:
            return typed_plate(self.cleaned_data["plate"])
        except BadPlate as error:
            raise forms.ValidationError(str(error)) from None


class RejectForm(forms.Form):
    reason = forms.ChoiceField(
        choices=Hit.RejectReason.choices, error_messages=CHOOSE | {"required": "Choose why."}
    )
    note = forms.CharField(required=False, max_length=200)


class CheckForm(forms.Form):
    """`kind` is one that this kind of hit needs."""

    kind = forms.ChoiceField(error_messages=CHOOSE)
    result = forms.ChoiceField(choices=Check.Result.choices, error_messages=CHOOSE)
    source = forms.CharField(max_length=80, error_messages={"required": "Say who answered."})
    answer = forms.CharField(required=False, max_length=300)
    notices = forms.IntegerField(required=False, min_value=0, max_value=999, label="Unpaid notices")
    amount_due = forms.DecimalField(
        required=False, min_value=0, max_digits=9, decimal_places=2, label="Amount due, US dollars"
    )

    def __init__(self, *args: object, hit: Hit, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        needed = NEEDS[hit.kind]
        self.fields["kind"].choices = [choice for choice in Check.Kind.choices if choice[0] in needed]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Check.Kind.PAST_DUE and cleaned.get("result") == Check.Result.CONFIRMED:
            if cleaned.get("notices") is None and "notices" not in self.errors:
                self.add_error("notices", "Type how many notices are unpaid.")
        elif "kind" in cleaned and cleaned["kind"] != Check.Kind.PAST_DUE:
            cleaned |= {"notices": None, "amount_due": None}
        return cleaned


class ActionForm(forms.Form):
    kind = forms.ChoiceField(
        choices=VehicleAction.Kind.choices, error_messages=CHOOSE | {"required": "Choose what was done."}
    )
    reference = forms.CharField(required=False, max_length=60, label="Boot, tow or citation number")
    note = forms.CharField(required=False, max_length=300)


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        max_length=300, label="Why", error_messages={"required": "Say why nothing is done."}
    )


class NoteForm(forms.Form):
    text = forms.CharField(max_length=300, label="Note", error_messages={"required": "Write the note."})


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        None,
        label="To",
        empty_label="Choose a colleague",
        to_field_name="uid",
        error_messages={
            "required": "Choose a colleague.",
            "invalid_choice": "This colleague cannot take the hit; choose another one.",
        },
    )
    note = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: object, asks: User, hit: Hit, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_who_may_take(asks=asks, hit=hit, now=now)
