"""Authenticator apps (TOTP, RFC 6238) with django-otp: throttled, and no code is accepted twice."""

from base64 import b32encode

import segno
from django.utils import timezone
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from accounts.selectors import second_factor_of


def pending_device(user: User) -> TOTPDevice:
    """The app a person is setting up: made once, so that the picture stays the same when the page is loaded
    again.
    """
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, name="Authenticator app", confirmed=False)


def picture_of(device: TOTPDevice) -> str:
    """The QR code that an authenticator app scans, as a data URI of an SVG."""
    return segno.make(device.config_url, micro=False, error="m").svg_data_uri(scale=4, border=2, light="#fff")


def key_of(device: TOTPDevice) -> str:
    """The key in groups of four, for typing."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def proven_pending(user: User, code: str) -> TOTPDevice | None:
    """The app being set up, where `code` is what it shows now."""
    return verify_token(user, pending_device(user).persistent_id, code)


def proven(user: User, code: str) -> TOTPDevice | None:
    """The person's app, where `code` is what it shows now and has not been used."""
    device = second_factor_of(user)
    return verify_token(user, device.persistent_id, code) if device else None


def wait_seconds(user: User, *, pending: bool = False) -> int:
    """How long the app must be left alone after wrong codes, in whole seconds; 0 where it need not be."""
    device = pending_device(user) if pending else second_factor_of(user)
    if device is None:
        return 0
    allowed, why = device.verify_is_allowed()
    if allowed or not why or "locked_until" not in why:
        return 0
    return max(1, round((why["locked_until"] - timezone.now()).total_seconds()))
