"""The signing key: made once, changed when it must be. Both stand in the ledger, under the seal of the
key before."""

import base64
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audit.events import Actor, Event, record
from audit.sealing import keys

LEDGER = "ledger"


class KeyRefused(Exception):
    """The key is not made or changed. Says why."""


def create_signing_key(*, by: Actor) -> str:
    """Make the first signing key, in the file that the settings name. Returns its public text.

    Raises KeyRefused where there is one.
    """
    if Path(settings.LEDGER_KEY_FILE).exists():
        raise KeyRefused("There is a signing key already: change it with `manage.py ledger keys change`.")
    made = keys.new_key(settings.LEDGER_NAME)
    with transaction.atomic():
        record(Event.SIGNING_KEY_MADE, target=LEDGER, by=by, new=made.public_text)
        keys.keep_public(made.public_text)
        keys.keep_private(made)
    return made.public_text


def change_signing_key(*, by: Actor) -> str:
    """Hand over from the signing key to a new one. Returns the new public text. Raises KeyMissing.

    The old key signs the new one, and that stands in the ledger: whoever trusts the old key can follow.
    """
    old = keys.file_signer()
    made = keys.new_key(old.name)
    message = f"alpr-ledger key change\n{old.public_text}\n{made.public_text}\n".encode()
    with transaction.atomic():
        record(
            Event.SIGNING_KEY_CHANGED,
            target=LEDGER,
            by=by,
            old=old.public_text,
            new=made.public_text,
            signature=base64.b64encode(old.sign(message)).decode(),
        )
        keys.keep_public(made.public_text)
        keys.keep_private(made)
    return made.public_text
