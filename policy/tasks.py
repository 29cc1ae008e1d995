"""The queue's side of the figures."""

from celery import shared_task
from django.utils import timezone

from audit.events import SystemActor


@shared_task(name="policy.publish_figures", max_retries=0, expires=3600)
def publish_figures() -> None:
    from policy.actions.figures import publish_due

    publish_due(by=SystemActor("beat"), now=timezone.now())
