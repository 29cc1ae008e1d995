"""Reads, as enforcement takes them in."""

from reads.models import Read


def accepted_reads(*, read_ids: list[int]) -> list[Read]:
    """With their frames and cameras, in the order in which they came."""
    found = Read.objects.select_related("frame", "camera").filter(pk__in=read_ids)
    return list(found.order_by("received_at", "id"))
