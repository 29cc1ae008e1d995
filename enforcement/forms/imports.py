"""Sending a file in, leafing through its dry run, deciding about it."""

from django import forms

from enforcement.models import HotlistImportRow

NO_FILE = "Choose a CSV or XLSX file."
SHOWN = [choice for choice in HotlistImportRow.Outcome.choices if choice[0] != HotlistImportRow.Outcome.SAME]


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File",
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "invalid": "Send the file as a form does (multipart/form-data).",
            "empty": "The file is empty.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    whole = forms.TypedChoiceField(
        label="What the file is",
        choices=[
            ("yes", "The whole list: what it does not name is gone"),
            ("no", "Additions and changes only: everything else stays"),
        ],
        coerce=lambda value: value == "yes",
        empty_value=True,
        required=False,
        error_messages={"invalid_choice": "Say yes (the whole list) or no (additions and changes only)."},
    )


class ProgramImportForm(ImportForm):
    apply_by_itself = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")],
        coerce=lambda value: value == "yes",
        empty_value=False,
        required=False,
        error_messages={"invalid_choice": "Say yes or no."},
    )


class RowsForm(forms.Form):
    """Which rows of a dry run, and after which one."""

    show = forms.ChoiceField(
        choices=SHOWN, required=False, error_messages={"invalid_choice": "There are no such rows."}
    )
    after = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "There is no such page; begin with the first."
        ),
    )


class ApplyForm(forms.Form):
    leave_out = forms.BooleanField(required=False)
