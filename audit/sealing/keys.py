"""The key that signs checkpoints. It lives in a file (or a signing service), never in the database or
the repository.

Text forms are those of C2SP's signed notes: `PRIVATE+KEY+name+hash+base64(0x01 ‖ seed)` and, for everybody,
`name+hash+base64(0x01 ‖ public key)`.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.module_loading import import_string

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"


class KeyMissing(Exception):
    """There is no usable signing key, so nothing can be sealed. Says what to do."""


class Signer(Protocol):
    """Whoever holds the signing key: a file, or a service that signs and never gives the key out."""

    @property
    def name(self) -> str:
        """The ledger's name, the first line of each checkpoint."""

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell one key from the next."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes (Ed25519)."""


@dataclass(frozen=True)
class SigningKey:
    """A signer whose key is in this process. Its name must have no space and no plus."""

    name: str
    seed: bytes

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Raises KeyMissing for text that is no private key."""
        try:
            name, hashed, packed = text.strip().removeprefix(PRIVATE).split("+", 2)
            raw = base64.b64decode(packed, validate=True)
            found = cls(name, raw[1:])
            whole = text.startswith(PRIVATE) and raw[:1] == ED25519 and len(raw) == 33
            if not whole or found.key_id.hex() != hashed:
                raise ValueError(hashed)
        except (ValueError, binascii.Error):
            raise KeyMissing(
                "The ledger's signing key is damaged: put back the file from its safe copy, or make a new"
                " key with `manage.py ledger keys create`."
            ) from None
        return found

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def packed(self) -> bytes:
        return ED25519 + self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + self.packed).digest()[:4]

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    @property
    def public_text(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(self.packed).decode()}"

    @property
    def private_text(self) -> str:
        packed = base64.b64encode(ED25519 + self.seed).decode()
        return f"{PRIVATE}{self.name}+{self.key_id.hex()}+{packed}"


def signer() -> Signer:
    """The signer that the settings name. Raises KeyMissing."""
    return import_string(settings.LEDGER_SIGNER)()


def file_signer() -> SigningKey:
    """The key in LEDGER_KEY_FILE. Raises KeyMissing."""
    path = Path(settings.LEDGER_KEY_FILE)
    try:
        return SigningKey.parse(path.read_text())
    except FileNotFoundError:
        raise KeyMissing(
            f"There is no signing key in {path}: make one with `manage.py ledger keys create`."
        ) from None
    except OSError as error:
        raise KeyMissing(f"The signing key in {path} cannot be read: {error.strerror}.") from None


def new_key(name: str) -> SigningKey:
    return SigningKey(name, os.urandom(32))


def keep_private(key: SigningKey) -> None:
    """Write the signing key, readable by its user only; the file is whole or not there."""
    path = Path(settings.LEDGER_KEY_FILE)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(path.name + ".new")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    half.write_text(key.private_text + "\n")
    half.replace(path)


def keep_public(text: str) -> None:
    """Add a public key to the file of trusted ones; a key that is there already is not added again."""
    path = Path(settings.LEDGER_PUBLIC_KEYS)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    there = path.read_text() if path.exists() else ""
    if text not in there.splitlines():
        with path.open("a") as file:
            file.write(text + "\n")
