"""What every row of the ledger has. Rows are written by the gate's role (accesses) or inside an action
(changes), and by nobody else.

No foreign key leads out of this app: a deleted or renamed user, camera or read leaves these rows as they
were. `payload` holds the exact canonical bytes of the row and `leaf` = SHA-256(0x00 ‖ payload); both, like
the time, are the database's to say (migration 0002).
"""

from django.db import models
from django.db.models.functions import Now

from audit.fields import GatedModel


class LedgerRow(GatedModel):
    at = models.DateTimeField(db_default=Now(), editable=False)
    payload = models.BinaryField(editable=False)
    leaf = models.BinaryField(editable=False)

    class Meta:
        abstract = True
