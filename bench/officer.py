"""An officer who has logged in with both factors and stated a purpose."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import sessions
from accounts.models import SignIn, User
from accounts.purposes import PURPOSES
from accounts.roles import purposes_of


def officer() -> User:
    return User.objects.get(username="officer")


def session_key(user: User) -> str:
    """A new session in which every step of logging in is done; those steps are not what is measured."""
    now = timezone.now()
    device, _ = TOTPDevice.objects.get_or_create(user=user, name="Authenticator app", confirmed=True)
    purpose = next(
        purpose
        for code, purpose in PURPOSES.items()
        if code in purposes_of(user.roles_in_force(now)) and not purpose.asks_reference
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    sessions.begin(session, now)
    sessions.state_purpose(session, purpose, "", now)
    session.create()
    SignIn.objects.create(user=user, session=sessions.fingerprint(session), started_at=now, last_seen_at=now)
    return session.session_key
