"""What the gate asks about a person, answered (audit.entrance says the shape)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts import refusals, sessions
from accounts.actions.sign_ins import note_seen
from accounts.facts import PersonFacts
from accounts.policy import Limits, may_pass
from accounts.purposes import PURPOSES
from accounts.selectors import facts_of
from alpr_portal.lib.decision import Decision
from audit.acting import Acting
from audit.ledger import Intent
from audit.marks import Mark


def limits() -> Limits:
    return Limits(
        idle=timedelta(minutes=settings.ALPR_IDLE_MINUTES),
        session=timedelta(hours=settings.ALPR_SESSION_HOURS),
        second_factor=settings.ALPR_SECOND_FACTOR,
    )


class PortalEntrance:
    """One check for pages, DRF, admin, media and streams."""

    def identify(self, request: HttpRequest, view: object) -> None:
        """Run a DRF view's own authenticators, so that the person the gate checks is the person the view will
        see.
        """
        view_class = getattr(view, "cls", None)
        if not (isinstance(view_class, type) and issubclass(view_class, APIView)):
            return
        given = getattr(view, "initkwargs", {}).get("authentication_classes")
        authenticators = [one() for one in (view_class.authentication_classes if given is None else given)]
        by_session = request.user
        try:
            # DRF puts whomever it finds, or nobody, on the request itself.
            Request(request, authenticators=authenticators).user  # noqa: B018
        except (AuthenticationFailed, NotAuthenticated):
            request.user = AnonymousUser()
        except APIException:
            # The person is right and what they sent is not (no CSRF token, or a body that only the view's own
            # parsers take apart): DRF asks again in the view, and refuses under the person's access record.
            request.user = by_session

    def check(self, request: HttpRequest, mark: Mark, now: datetime) -> Decision:
        person = person_at(request, now)
        decision = may_pass(person, sessions.session_facts(request), mark, now, limits())
        if decision.allowed:
            request.passed = mark  # type: ignore[attr-defined]
            if not mark.fresh and not mark.background:
                seen(request, now)
        return decision

    def intent(self, request: HttpRequest, mark: Mark, query: str, plates: list[str]) -> Intent | None:
        person: PersonFacts | None = getattr(request, "person", None)
        if person is None:
            return None
        stated = sessions.session_facts(request).purpose
        return Intent(
            actor_kind="person",
            door=mark.name,
            username=person.username,
            person=person.uid,
            full_name=person.full_name,
            organisation=person.organisation,
            roles=",".join(person.roles),
            purpose=stated.code if stated else "",
            reference=stated.reference if stated else "",
            method=request.method or "",
            query=query,
            plates_sought=plates,
            address=request.caller_address,  # type: ignore[attr-defined]
            agent=request.headers.get("User-Agent", ""),
            session=sessions.fingerprint(request.session),
        )

    def acting(self, request: HttpRequest, mark: Mark) -> Acting | None:
        person: PersonFacts | None = getattr(request, "person", None)
        if person is None:
            return None
        address = request.caller_address  # type: ignore[attr-defined]
        return Acting(person.username, person.uid, address=address, through=mark.name)

    def refuse(self, request: HttpRequest, mark: Mark, decision: Decision) -> HttpResponse:
        return refusals.answer(request, decision)

    def purposes(self) -> dict[str, str]:
        return {code: purpose.label for code, purpose in PURPOSES.items()}

    def unavailable(self, request: HttpRequest) -> HttpResponse:
        return refusals.unavailable(request)


def seen(request: HttpRequest, now: datetime) -> None:
    """A sign of the person; what is kept of it is written at most once a minute."""
    if sessions.touch(request.session, now):
        note_seen(session=sessions.fingerprint(request.session), now=now)


def person_at(request: HttpRequest, now: datetime) -> PersonFacts | None:
    """The facts about who asks, kept on the request: the navigation and the admin ask again while the page is
    made.
    """
    if not request.user.is_authenticated:
        return None
    person = facts_of(request.user, now, session=sessions.fingerprint(request.session))
    request.person = person  # type: ignore[attr-defined]
    if person is not None:
        request.user.permissions_held = person.permissions
    return person
