"""Locks that bind two workers without a row to lock. Held until the transaction ends."""

import zlib

from django.db import connection

from alpr_portal.lib.lookalikes import fold

VEHICLE = 3_1798
"""The class of these locks; other parts of the portal choose another number."""


def lock_vehicles(plates: set[str]) -> None:
    """Of two workers with marks of one vehicle, the second sees what the first one kept.

    Plates that look alike share a lock; all are taken in one order, so that no two workers wait for each
    other.
    """
    keys = sorted({zlib.crc32(fold(plate).encode()) - 2**31 for plate in plates})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [VEHICLE, key])
