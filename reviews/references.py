"""Whether a reference exists. A city with a citation system puts its own register here
(`ALPR_REFERENCE_REGISTER`, a dotted path)."""

import re
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ReferenceRegister(Protocol):
    """`says_why` ends the sentence for a reference that is not known."""

    says_why: str

    def knows(self, *, kind: str, reference: str) -> bool | None:
        """Whether the reference exists; None where that cannot be told, which flags nothing. `kind`:
        citation, request, case."""


class FormatOnly:
    """Without a register of the city's: a reference that has not the form of its kind cannot exist."""

    says_why = "it has not the form of one"
    FORMS = {
        "citation": re.compile(r"[A-Z]{0,4}[ -]?[0-9]{5,10}"),
        "request": re.compile(r"[A-Z]{2,6}[ -]?[0-9]{2,4}[ -]?[0-9]{1,7}"),
        "case": re.compile(r"[A-Z]{0,4}[ -]?[0-9]{2,4}[ -]?[0-9]{3,8}"),
    }

    def knows(self, *, kind: str, reference: str) -> bool | None:
        form = self.FORMS.get(kind)
        if form is None or form.fullmatch(reference.upper()):
            return None
        return False


@lru_cache(maxsize=1)
def reference_register() -> ReferenceRegister:
    return import_string(settings.ALPR_REFERENCE_REGISTER)()
