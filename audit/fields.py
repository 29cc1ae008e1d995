"""Fields and a base class that note what leaves the database, whichever way the query was written."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import models

from audit.context import current_access


class PlateField(models.CharField):
    """A plate number. Every value that comes out of the database under an access is noted on that access."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        access = current_access()
        if access is not None and value:
            access.loose_plates[value] = None
        return value


class GatedModel(models.Model):
    """A record that nobody sees unwritten: its table is under row security, its instances name themselves
    here.

    Subclasses give `ledger_name` (`read:<uid>`) and, where they bear a plate, `ledger_plate`.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Sequence[str], values: Sequence[Any]) -> Self:
        instance = super().from_db(db, field_names, values)
        access = current_access()
        if access is not None:
            access.give_out(instance.ledger_name(), instance.ledger_plate())
        return instance

    def ledger_name(self) -> str:
        # A model without a name of its own cannot be loaded under an access: refused, not shown unwritten.
        raise NotImplementedError(f"{type(self).__name__} must say how the ledger names it.")

    def ledger_plate(self) -> str | None:
        return None
