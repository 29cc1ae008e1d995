"""The Custodian of Records' mailbox: a few checkpoints a week in somebody else's keeping are enough."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.core.mail import EmailMessage

from audit.sealing.anchors import AnchorFailed
from audit.sealing.anchors.file import number_of

TEXT = """This is a checkpoint of the access ledger. Keep this message: with it, anybody can show later
that nothing in the ledger up to this moment was changed, removed or replaced.

{note}
To check: save this message as a text file and run

    python verify_ledger.py export.jsonl --key ledger-key.pub --checkpoints this-message.txt
"""


class MailAnchor:
    newest_only = True

    def __init__(self, *, to: Sequence[str], hours: int = 24, name: str = "mail") -> None:
        self.name = name
        self.to = list(to)
        self.every = timedelta(hours=hours)

    def publish(self, notes: Sequence[str]) -> str:
        note = notes[-1]
        message = EmailMessage(
            subject=f"Access ledger: checkpoint {number_of(note)}", body=TEXT.format(note=note), to=self.to
        )
        try:
            message.send()
        except OSError as error:
            raise AnchorFailed(f"The mail server did not take the message: {error}") from None
        return f"Sent to {', '.join(self.to)}"

    def agrees_with(self, *, number: int, note_of: Callable[[int], str | None]) -> None:
        """A mailbox cannot be asked."""
