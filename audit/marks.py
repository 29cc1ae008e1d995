"""What every view must say about itself. A view without a mark answers 403.

@record_view("reads.search", permission=Permission.SEARCH_READS)     shows or changes ALPR data
@page("accounts.my_access")                                          for known people, without ALPR data
@public("policy.posted")                                             for anybody
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "access_mark"
ANY_ROLE = ""
"""For a record view that asks for no right of its own: whoever may open records at all may open it."""


class Kind(StrEnum):
    RECORDS = "records"
    PAGE = "page"
    PUBLIC = "public"


@dataclass(frozen=True)
class Mark:
    """`name` is the door's name in the ledger. `permission` is the right a person needs to pass it.

    `purpose`: whether a purpose must have been stated. `ledger`: whether the view reads the access ledger
    itself. `plate_fields`: the request's fields that hold the plate searched for (Civ. Code
    1798.90.52(a)(2)). `background`: the browser asks by itself, so the request is no sign that the person is
    still there. `fresh`: the page takes part in logging in, so the checks that send people to it do not
    apply.
    """

    kind: Kind
    name: str
    permission: str = ""
    purpose: bool = True
    ledger: bool = False
    plate_fields: tuple[str, ...] = ()
    background: bool = False
    fresh: bool = False


def record_view(
    name: str,
    *,
    permission: str,
    purpose: bool = True,
    ledger: bool = False,
    plate_fields: tuple[str, ...] = (),
    background: bool = False,
) -> Callable[[View], View]:
    """The view shows or changes ALPR data: a person, a purpose and a committed access record first."""
    return marking(
        Mark(Kind.RECORDS, name, permission, purpose, ledger, plate_fields, background),
    )


def page(
    name: str, *, permission: str = "", fresh: bool = False, background: bool = False
) -> Callable[[View], View]:
    """The view is for people who have logged in and shows no ALPR data; the database would refuse it any."""
    return marking(
        Mark(Kind.PAGE, name, permission, purpose=False, fresh=fresh, background=background),
    )


def public(name: str) -> Callable[[View], View]:
    """The view is for anybody."""
    return marking(Mark(Kind.PUBLIC, name, purpose=False))


def marking(mark: Mark) -> Callable[[View], View]:
    def put(view: View) -> View:
        setattr(view, ATTRIBUTE, mark)
        return view

    return put


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """The mark of a resolved view: on the function, on its class (Django's or DRF's), or its admin site."""
    if mark := getattr(view, ATTRIBUTE, None):
        return mark
    for holder in ("view_class", "cls", "admin_site", "model_admin"):
        held = getattr(view, holder, None)
        held = getattr(held, "admin_site", held)
        if mark := getattr(held, ATTRIBUTE, None):
            return mark
    return None
