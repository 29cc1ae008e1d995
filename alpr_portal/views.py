"""Pages that belong to no app: static errors, and whether the portal is up."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.http import require_safe

from alpr_portal.problems import problem, wants_json
from audit.marks import public


@public("health")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a load balancer: the process answers. It says nothing about the data."""
    return JsonResponse({"status": "ok"})


@public("robots")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_json(request):
        return problem(
            HTTPStatus.BAD_REQUEST,
            "bad_request",
            "The request cannot be taken apart; check how it is encoded.",
        )
    return defaults.bad_request(request, exception, template_name="400.html")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_json(request):
        return problem(HTTPStatus.FORBIDDEN, "permission", "Your roles do not open this.")
    return defaults.permission_denied(request, exception)


def not_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    if wants_json(request):
        return problem(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this address.")
    return defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "error", "The portal made a mistake; tell the administrator."
        )
    return defaults.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another page than ours, or the page was open for too long."""
    if wants_json(request):
        return problem(HTTPStatus.FORBIDDEN, "csrf", "Load the page again and repeat what you did.")
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
