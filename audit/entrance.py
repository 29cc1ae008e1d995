"""What the gate asks about a person. The people app answers; the gate, which stands below it, only knows this
shape."""

from datetime import datetime
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from alpr_portal.lib.decision import Decision
from audit.acting import Acting
from audit.ledger import Intent
from audit.marks import Mark


class Entrance(Protocol):
    """One check for pages, DRF, admin, media and streams."""

    def identify(self, request: HttpRequest, view: object) -> None:
        """Find out who asks where the session does not say (API tokens). May leave them anonymous."""

    def check(self, request: HttpRequest, mark: Mark, now: datetime) -> Decision:
        """Logged in, second factor, active, designation, training valid now, permission, purpose: in that
        order."""

    def intent(self, request: HttpRequest, mark: Mark, query: str, plates: list[str]) -> Intent | None:
        """The access record's first half; None for somebody who has not logged in."""

    def acting(self, request: HttpRequest, mark: Mark) -> Acting | None:
        """Who acts while this request is answered, for the record of changes."""

    def refuse(self, request: HttpRequest, mark: Mark, decision: Decision) -> HttpResponse:
        """The answer to a refused person: a page that says what is missing, or problem JSON."""

    def purposes(self) -> dict[str, str]:
        """Every purpose that was ever on the list: code and label."""

    def unavailable(self, request: HttpRequest) -> HttpResponse:
        """503: the ledger cannot be written, so nothing is shown."""


@lru_cache(maxsize=1)
def entrance() -> Entrance:
    return import_string(settings.ALPR_ENTRANCE)()
