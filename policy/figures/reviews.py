"""How much of the access to the data was reviewed."""

from datetime import datetime

from alpr_portal.lib.figures import Count, Report, report
from audit.events import SystemActor
from reviews.selectors.log_reviews import log_reviews
from reviews.selectors.reviews import reviews

ASKS = SystemActor("beat")


@report("reviews")
def done(start: datetime, end: datetime) -> Report:
    """Reviews that another person approved, and weekly reviews of the log that were signed."""
    approved = list(reviews(asks=ASKS).filter(approved_at__gte=start, approved_at__lt=end))
    signed = log_reviews(asks=ASKS).filter(signed_at__gte=start, signed_at__lt=end)
    return Report(
        acts=(
            Count("reviews", "Reviews of access approved", len(approved)),
            Count(
                "reviews.items",
                "Accesses looked at in them",
                sum(review.sample_size + review.flagged_count for review in approved),
            ),
            Count("reviews.weeks", "Weekly reviews of the log signed", signed.count()),
        )
    )
