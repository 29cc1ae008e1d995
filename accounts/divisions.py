"""The division that runs this portal, as an organisation."""

from django.conf import settings

from accounts.models import Organisation


def own_division() -> Organisation:
    """The organisation that ALPR_CITY and ALPR_DIVISION name, made where it is not there yet."""
    name = f"{settings.ALPR_CITY} {settings.ALPR_DIVISION}"
    return Organisation.objects.get_or_create(name=name, defaults={"kind": Organisation.Kind.DIVISION})[0]
