"""Problem JSON (RFC 9457): how programs are told what went wrong."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
CODES = {HTTPStatus.NOT_FOUND: "not_found", HTTPStatus.FORBIDDEN: "permission"}
"""Of Django's own exceptions, which bear none."""


def problem(status: int, code: str, detail: str, **more: object) -> JsonResponse:
    """`code` is stable and for machines; `detail` is a sentence that says what to do."""
    answer = JsonResponse({"status": status, "code": code, "detail": detail, **more}, status=status)
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.refusal_code = code  # type: ignore[attr-defined]  what the ledger keeps
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Programs and the pages' own scripts say so; people's browsers ask for HTML."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", "")


class BodyTooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 2.5 MB; send less at once."
    default_code = "too_large"


def problem_answer(error: Exception, context: dict[str, object]) -> Response | None:
    """DRF's exception handler: its answers in the same form as ours."""
    if isinstance(error, RecursionError):
        error = ParseError("The JSON is nested too deeply.")
    if isinstance(error, RequestDataTooBig):
        error = BodyTooLarge()
    answer = exception_handler(error, context)
    if answer is None:
        return None
    code = getattr(error, "default_code", "") or CODES.get(answer.status_code, "error")
    fields = answer.data if isinstance(answer.data, dict) and "detail" not in answer.data else None
    detail = "Some fields are not right; see `fields`." if fields else str(answer.data.get("detail", ""))  # type: ignore[union-attr]
    answer.data = {"status": answer.status_code, "code": code, "detail": detail}
    if fields:
        answer.data["fields"] = fields
    answer.content_type = CONTENT_TYPE
    answer.refusal_code = code  # type: ignore[attr-defined]
    return answer
