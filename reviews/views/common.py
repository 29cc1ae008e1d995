"""What the pages of reviews share."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from audit.gate import refusal
from reviews.refusals import Refused


def shown(
    request: HttpRequest, template: str, context: dict[str, object], refused: Refused | None = None
) -> HttpResponse:
    """The page; 422, with what was typed and the sentence at its head, where the step was refused."""
    if refused is None:
        return render(request, template, context)
    answer = render(
        request, template, context | {"refused": str(refused)}, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )
    return refusal(answer, refused.code)


def done(request: HttpRequest, said: str, place: str, *args: object) -> HttpResponse:
    messages.success(request, said)
    return redirect(place, *args)


NOT_RIGHT = Refused("form", "Not done yet: the fields marked in red need another look.")
