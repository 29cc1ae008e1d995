"""The permission every DRF view has unless it says otherwise."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from audit.marks import Kind, mark_of


class PassedTheGate(BasePermission):
    """True where the gate opened an access for this request, or the view is marked public; else refused.

    The gate has asked everything about the person already. This catches the view that the gate never saw.
    """

    message = "This request did not pass the access gate."
    code = "gate"

    def has_permission(self, request: Request, view: object) -> bool:
        mark = mark_of(type(view))
        if mark is not None and mark.kind is Kind.PUBLIC:
            return True
        if mark is not None and mark.kind is Kind.PAGE:
            return getattr(request._request, "passed", None) == mark  # noqa: SLF001
        return getattr(request._request, "access", None) is not None  # noqa: SLF001
