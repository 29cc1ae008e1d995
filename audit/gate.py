"""The access gate: the one place through which every request passes on its way to a view.

mark → person → intent (committed) → view, with the database open for it → outcome. Each step refuses by
default. `docs/access-and-audit.md` tells the whole story; ADR 0002 says why the order is this one.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from alpr_portal.lib.decision import refused
from audit.acting import Acting, acting_as, now_acts, while_sent, who_acts
from audit.context import Access
from audit.entrance import entrance
from audit.ledger import LedgerUnavailable, Outcome, close_access, open_access, refuse
from audit.marks import Kind, Mark, mark_of
from audit.query import plates_sought, query_elements

log = logging.getLogger("audit.gate")

NOBODY = "(not logged in)"

View = Callable[..., HttpResponseBase]


class AccessGate:
    """Middleware. It stands last: its `process_view` is the last before the view, which it calls itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Nobody is known yet. Whoever the gate lets in acts until the answer is made, and while it is sent.
        with acting_as(Acting(NOBODY, address=getattr(request, "caller_address", ""))):
            answer = self.get_response(request)
            who = who_acts()
        if who is not None and who.username != NOBODY and answer.streaming and not answer.is_async:
            answer.streaming_content = while_sent(answer.streaming_content, who)
        # Error pages too, which Django makes after the view: "not there" is an answer about a record.
        if getattr(request, "not_for_anybody", False):
            add_never_cache_headers(answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        mark = mark_of(view)
        request.not_for_anybody = mark is None or mark.kind is not Kind.PUBLIC  # type: ignore[attr-defined]
        if mark is None:
            log.error("The view %s at %s has no mark; refused.", view, request.path)
            return HttpResponseForbidden("This page does not say what it shows, so it shows nothing.")
        if mark.kind is Kind.PUBLIC:
            return None
        entrance().identify(request, view)
        decision = entrance().check(request, mark, timezone.now())
        try:
            if not decision.allowed:
                if mark.kind is Kind.RECORDS:
                    record_refusal(request, mark, kwargs, status=403, code=decision.code)
                return entrance().refuse(request, mark, decision)
            if (who := entrance().acting(request, mark)) is not None:
                now_acts(who)
            return None if mark.kind is Kind.PAGE else look(request, view, args, kwargs, mark)
        except LedgerUnavailable:
            return entrance().unavailable(request)


def record_refusal(
    request: HttpRequest, mark: Mark, kwargs: dict[str, object], *, status: int, code: str
) -> None:
    """A refusal is a record too, wherever the person is known. A stranger leaves none."""
    intent = entrance().intent(request, mark, query_elements(request, kwargs), plates_sought(request, mark))
    if intent is not None:
        refuse(intent, status=status, code=code)


def look(
    request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object], mark: Mark
) -> HttpResponseBase:
    """Run a record view between a committed intent and its outcome."""
    started = time.monotonic()
    intent = entrance().intent(request, mark, query_elements(request, kwargs), plates_sought(request, mark))
    if intent is None:
        return entrance().refuse(request, mark, refused("login", "Log in first."))
    access = open_access(intent, databases=("default", "auditor") if mark.ledger else ("default",))
    request.access = access  # type: ignore[attr-defined]
    result, status, code = "failed", 500, "error"
    answer: HttpResponseBase | None = None
    try:
        answer = run(access, request, view, args, kwargs)
        result, status, code = verdict(answer)
    except Http404:
        result, status, code = "refused", 404, "not_found"
        raise
    except PermissionDenied:
        result, status, code = "refused", 403, "permission"
        raise
    finally:
        if answer is None or not answer.streaming:
            size = 0 if answer is None else len(answer.content)
            close_access(access.uid, outcome(access, result, status, code, size, started))
    if isinstance(answer, StreamingHttpResponse):
        record_when_sent(answer, access, started)
    return answer


class ViewAnsweredWithError(Exception):
    """Carries an error answer out of the transaction, so that what the view wrote before it is undone."""

    def __init__(self, answer: HttpResponseBase) -> None:
        self.answer = answer


def run(
    access: Access, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]
) -> HttpResponseBase:
    try:
        with access.transaction():
            answer = view(request, *args, **kwargs)
            # Rendered here: a template that is rendered after the door has closed could show nothing.
            if isinstance(answer, SimpleTemplateResponse):
                answer = answer.render()
            if answer.status_code >= 400 and not getattr(answer, "is_kept", False):
                raise ViewAnsweredWithError(answer)
            return answer
    except ViewAnsweredWithError as stopped:
        return stopped.answer


def verdict(answer: HttpResponseBase) -> tuple[str, int, str]:
    """(result, status, code) of an answer the view gave."""
    status = answer.status_code
    code = getattr(answer, "refusal_code", "")
    if status < 400:
        return "shown", status, code
    if status < 500:
        return "refused", status, code or "refused"
    return "failed", status, code or "error"


def outcome(access: Access, result: str, status: int, code: str, size: int, started: float) -> Outcome:
    return Outcome(
        result=result,
        status=status,
        code=code,
        records=list(access.records),
        plates=access.plates_given_out(),
        size=size,
        ms=int(1000 * (time.monotonic() - started)),
    )


def record_when_sent(answer: StreamingHttpResponse, access: Access, started: float) -> None:
    """A stream's outcome is written when it ends: what was sent, and whether all of it was.

    The rows were read before the stream began (the door to the database has closed); only file bytes flow
    now.
    """
    sent = 0
    complete = False
    closed = False
    chunks: Iterable[bytes] = answer.streaming_content

    def counted() -> Iterator[bytes]:
        nonlocal sent, complete
        for chunk in chunks:
            sent += len(chunk)
            yield chunk
        complete = True

    def finish() -> None:
        nonlocal closed
        if not closed:
            closed = True
            result = "shown" if complete else "partial"
            close_access(access.uid, outcome(access, result, answer.status_code, "", sent, started))

    answer.streaming_content = counted()
    answer._resource_closers.append(finish)  # noqa: SLF001  Django's own hook for what must happen at close


def refusal(answer: HttpResponse, code: str, *, kept: bool = False) -> HttpResponse:
    """Give a view's 4xx answer the code under which the ledger keeps it.

    What the view wrote before it refused is undone, unless it is `kept`: then the view undid its own attempt
    and wrote that it was refused.
    """
    answer.refusal_code = code  # type: ignore[attr-defined]
    answer.is_kept = kept  # type: ignore[attr-defined]
    return answer
