"""Checkpoints: what a block added, what the whole tree is now, in a text that a person can read and a
key has signed.

The form is C2SP's tlog-checkpoint with lines of our own after the root:

    pasadena.parking-division/alpr-ledger      the ledger's name
    1042                                       records in the tree
    <base64>                                   its root
    number 77
    first 1031                                 position of the block's first record
    block <base64>                             root over the block's records alone
    previous <base64>                          SHA-256 of the whole checkpoint before, or `none`
    time 2026-11-24T21:30:00.000000Z           the database's
    (empty)
    — <name> <base64 of key id and signature>
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from audit.sealing.keys import Signer


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says, before it is signed."""

    number: int
    first: int
    size: int
    root: bytes
    block: bytes
    previous: str
    at: datetime

    def text(self, name: str) -> str:
        time = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return (
            f"{name}\n{self.size}\n{b64(self.root)}\nnumber {self.number}\nfirst {self.first}\n"
            f"block {b64(self.block)}\nprevious {self.previous}\ntime {time}\n"
        )


def signed(statement: Statement, signer: Signer) -> str:
    """The whole note: the statement, an empty line, the signature's line."""
    text = statement.text(signer.name)
    signature = signer.sign(text.encode())
    return f"{text}\n— {signer.name} {b64(signer.key_id + signature)}\n"


def digest(note: str) -> str:
    """By what the next checkpoint names this one."""
    return b64(sha256(note.encode()).digest())
