"""How much is held. What is purged is reported by whatever purges."""

from datetime import datetime

from alpr_portal.lib.figures import Count, Report, report
from reads.models import Frame, Read


@report("keeping")
def held(start: datetime, end: datetime) -> Report:
    """What was received before the month's end and is still there on the day of counting."""
    return Report(
        stocks=(
            Count("held.reads", "Plate reads held", Read.objects.filter(received_at__lt=end).count()),
            Count("held.frames", "Frames held", Frame.objects.filter(received_at__lt=end).count()),
        )
    )
