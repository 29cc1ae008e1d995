"""The queue: JSON only, ids only, acknowledged late; beat's timetable is code."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alpr_portal.settings")

app = Celery("alpr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_the_portals_logging(**_: object) -> None:
    """Receiving this signal keeps Celery from replacing Django's logging set-up."""
