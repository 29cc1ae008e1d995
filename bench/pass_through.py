"""What stands in the gate's place in the comparison."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.roles import permissions_of


class PassThrough:
    """Middleware: everybody is an officer. Pages ask which links to show; that answer is given for free."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.permissions = permissions_of(("officer",))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user.permissions_held = self.permissions
        return self.get_response(request)
