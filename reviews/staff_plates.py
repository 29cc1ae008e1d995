"""Keyed hashes of staff plates. The key is in the environment, not in the database: without it the register
tells nothing, and with it a plate can be compared and still not be read.
"""

import hashlib
import hmac

from django.conf import settings

from alpr_portal.lib.plates import ledger_plate

NO_KEY = "The portal has no key for staff plates; have the administrator set ALPR_STAFF_PLATE_KEY."


class NoKey(Exception):
    """The register cannot be asked."""


def keyed(plate: str) -> str:
    """The hash of a plate in the form in which the ledger writes it. Raises NoKey."""
    return hmac.digest(key(), plate.encode(), hashlib.sha256).hex()


def hashes(plate: str, region: str) -> tuple[str, str]:
    """(with its state, the number alone): a search may have named either."""
    return keyed(ledger_plate(plate, region)), keyed(plate)


def key_name() -> str:
    """Names the key without giving it away, so that rows under an older key are known as such."""
    return hashlib.sha256(b"staff plates" + key()).hexdigest()[:8]


def key() -> bytes:
    if not settings.ALPR_STAFF_PLATE_KEY:
        raise NoKey(NO_KEY)
    return settings.ALPR_STAFF_PLATE_KEY.encode()
