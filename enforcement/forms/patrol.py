"""What the patrol screen is asked for."""

from uuid import UUID

from django import forms

from enforcement.selectors.patrol import vehicles

MOST_CARDS = 60


class VehicleForm(forms.Form):
    """The vehicle whose reads are watched; '' for none."""

    vehicle = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": "No camera in service is on this vehicle; choose one of the list."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vehicle"].choices = [("", "Choose a vehicle"), *((one, one) for one in vehicles())]


def uids(given: list[str]) -> list[UUID]:
    """Ids of records, up to a bound. What is no id names nothing, and is left out."""
    found = []
    for text in given[:MOST_CARDS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
