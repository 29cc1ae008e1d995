"""A new key for the session a person goes on with, each time they prove again who they are."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from accounts import sessions
from accounts.actions import sign_ins


@contextmanager
def new_key(request: HttpRequest) -> Iterator[None]:
    """Within, the session gets a new key; its sign-in goes with it."""
    before = sessions.fingerprint(request.session)
    yield
    sign_ins.move(before=before, after=sessions.fingerprint(request.session))


def renew(request: HttpRequest) -> None:
    with new_key(request):
        request.session.cycle_key()
