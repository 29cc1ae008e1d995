"""What the start of the administration pages says about reviews."""

from django.http import HttpRequest
from django.utils import timezone

from reviews.selectors.standing import open_lines


def start_of_administration(request: HttpRequest, context: dict[str, object]) -> dict[str, object]:
    """Adds `review_lines`. These pages are behind no access record, so findings are not among them."""
    context["review_lines"] = open_lines(asks=request.user, now=timezone.now())
    return context
