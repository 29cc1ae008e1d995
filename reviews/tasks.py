"""The routine's side of the timetable. Each may run again at any time and then does nothing."""

from celery import shared_task
from django.utils import timezone

from audit.events import SystemActor


# A quarter of a large city's accesses takes minutes. A message that is delivered again meanwhile finds the
# review there (the database holds one for each period).
@shared_task(name="reviews.open_due", max_retries=0, expires=3000, soft_time_limit=1500, time_limit=1560)
def open_due() -> None:
    from reviews.actions import log_reviews, opening

    log_reviews.open_weeks(by=SystemActor("beat"), now=timezone.now())
    opening.open_due(by=SystemActor("beat"), now=timezone.now())


@shared_task(name="reviews.share_out", max_retries=0, expires=3000)
def share_out() -> None:
    from reviews.actions.sharing_out import share_out_all

    share_out_all(by=SystemActor("beat"), now=timezone.now())


@shared_task(name="reviews.remind", max_retries=0, expires=3000)
def remind() -> None:
    from reviews.actions import reminders

    reminders.remind(by=SystemActor("beat"), now=timezone.now())
