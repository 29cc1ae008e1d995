"""What enforcement does when a read was accepted."""

from django.dispatch import receiver
from django.utils import timezone

from audit.events import SystemActor
from reads.accepted import read_accepted


@receiver(read_accepted, dispatch_uid="enforcement.take_in")
def take_in_reads(*, read_ids: list[int], **_: object) -> None:
    from enforcement.actions.accepted import take_in

    take_in(read_ids=read_ids, by=SystemActor("matcher"), now=timezone.now())
