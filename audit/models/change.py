"""Changes, as the actions that made them wrote them down."""

from django.db import models

from audit.models.ledger_row import LedgerRow


class ChangeEvent(LedgerRow):
    """One change: what an action did, or what the database saw of a row (`audit.changes`), written in the
    same transaction: no event, no change.

    `detail` bears no plate: what an event is about is named by the record (`read:<uid>`). `transaction` holds
    together what was changed at once; the database says it.
    """

    event = models.CharField(max_length=60)
    target = models.CharField(max_length=80)
    username = models.CharField(max_length=150)
    person = models.CharField(max_length=36, blank=True)
    access = models.UUIDField(null=True)
    detail = models.TextField(default="{}")
    transaction = models.CharField(max_length=40, default="", editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target", "-id"], name="change_by_target"),
            models.Index(fields=["transaction", "id"], name="change_by_transaction"),
            models.Index(
                fields=["-id"],
                condition=models.Q(event__in=["row_added", "row_changed", "row_removed", "table_emptied"]),
                name="change_of_rows",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.target}"

    def ledger_name(self) -> str:
        return f"change:{self.__dict__.get('id')}"
