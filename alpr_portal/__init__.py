"""The ALPR portal: settings, routes and the queue."""

from alpr_portal.celery import app as celery_app

__all__ = ["celery_app"]
