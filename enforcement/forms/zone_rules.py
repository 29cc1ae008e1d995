"""What people say of a zone's rules."""

from datetime import date, datetime, time

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from enforcement.models import Hotlist, Zone, ZoneRule
from enforcement.policy.hours import DAYS, length_in_words


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Write a day, for example 2027-01-01."

    def clean(self, value: object) -> date | None:
        day = super().clean(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise forms.ValidationError("Choose a day between 2000 and 2100.")
        return day


class ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Write a time of day, for example 08:00."

    def clean(self, value: object) -> time:
        return super().clean(value).replace(second=0, microsecond=0)


def number(least: int, most: int, what: str, **kwargs: object) -> forms.IntegerField:
    sentence = f"{what} {least} to {most}."
    return forms.IntegerField(
        min_value=least,
        max_value=most,
        error_messages={"min_value": sentence, "max_value": sentence, "invalid": sentence},
        **kwargs,
    )


class RuleForm(forms.Form):
    """A new rule. `in place of` names the one that ends the day before."""

    compare = forms.ChoiceField(
        choices=ZoneRule.Compare.choices,
        label="Compare",
        help_text="What counts as having stayed.",
    )
    limit_minutes = number(
        1,
        20_160,
        "The limit is, in minutes,",
        label="Limit, in minutes",
        help_text="2 hours are 120, 72 hours are 4320.",
    )
    grace_minutes = number(0, 1440, "The grace is, in minutes,", label="Grace, in minutes", initial=5)
    tolerance_metres = number(
        1,
        200,
        "The tolerance is, in metres,",
        label="Tolerance, in metres",
        initial=15,
        help_text="Positions this close are the same.",
    )
    days = forms.TypedMultipleChoiceField(
        choices=list(enumerate(DAYS)),
        coerce=int,
        initial=list(range(7)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day of the week."},
    )
    hours_from = ClockField(label="From", initial="08:00")
    hours_until = ClockField(
        label="Until",
        initial="18:00",
        help_text="Earlier than “From” reaches past midnight; the same is the whole day.",
    )
    on_holidays = forms.BooleanField(required=False, label="Counts on holidays too")
    permit_list = forms.ModelChoiceField(
        Hotlist.objects.none(),
        required=False,
        empty_label="None",
        to_field_name="code",
        help_text="Holders of these permits are exempt from the limit.",
        error_messages={"invalid_choice": "There is no such permit list; choose one from the list."},
    )
    permit_only = forms.BooleanField(required=False, label="For holders of the permit only")
    most_a_day = number(
        1, 24, "Violations of one vehicle in one day are", label="Violations a day, at most", initial=1
    )
    first_day = DayField(label="First day")
    last_day = DayField(required=False, label="Last day")
    replaces = forms.ModelChoiceField(
        ZoneRule.objects.none(),
        required=False,
        label="In place of",
        empty_label="No other rule",
        help_text="That rule ends the day before the first day.",
        error_messages={"invalid_choice": "That rule is no longer in force; choose again."},
    )

    def __init__(
        self,
        data: object,
        *,
        zone: Zone,
        now: datetime,
        permit_lists: QuerySet[Hotlist],
        replaceable: QuerySet[ZoneRule],
    ) -> None:
        super().__init__(data, initial={"first_day": timezone.localdate(now)})
        self.of_zone = zone
        self.fields["permit_list"].queryset = permit_lists
        self.fields["replaces"].queryset = replaceable
        self.fields["replaces"].label_from_instance = rule_label

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if cleaned.get("permit_only") and not cleaned.get("permit_list"):
            self.add_error("permit_list", "Name the permit list of a place for permit holders only.")
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day lies before the first; swap them.")
        return cleaned

    def rule(self) -> ZoneRule:
        said = {name: value for name, value in self.cleaned_data.items() if name != "replaces"}
        return ZoneRule(zone=self.of_zone, **said)


class RuleEndForm(forms.Form):
    last_day = DayField(label="Last day")


def rule_label(rule: ZoneRule) -> str:
    return (
        f"{length_in_words(rule.limit_minutes)}, {rule.get_compare_display().lower()},"
        f" {rule.hours_from:%H:%M} to {rule.hours_until:%H:%M}, from {rule.first_day}"
    )
