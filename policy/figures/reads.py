"""How many plates were read, and how often a reading was put right."""

from datetime import datetime

from alpr_portal.lib.figures import Count, Group, Report, report
from reads.models import Correction, Frame, Read


@report("reads")
def plate_reads(start: datetime, end: datetime) -> Report:
    seen = Read.objects.filter(received_at__gte=start, received_at__lt=end)
    frames = Frame.objects.filter(received_at__gte=start, received_at__lt=end)
    return Report(
        groups=(
            Group(Count("frames", "Frames received from cameras", frames.count())),
            Group(Count("reads", "Plates read", seen.count())),
            corrections(start, end),
        )
    )


def corrections(start: datetime, end: datetime) -> Group:
    """Misreadings that people put right and nobody took back (Civ. Code 1798.90.51(b)(2)(F))."""
    made = Correction.objects.filter(made_at__gte=start, made_at__lt=end, undone_at=None)
    return Group(
        Count("corrections", "Reads corrected by a person", made.count()),
        tuple(
            Count(f"corrections.{reason}", reason.label, made.filter(reason=reason).count())
            for reason in Correction.Reason
        ),
    )
