"""The watch over the ledger: alarms begin, are told, and end."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from audit.alarms import Alarm, alarms
from audit.events import Actor, Event, record
from audit.models import LedgerAlarm
from audit.selectors.seals import ledger_state

alarm_log = logging.getLogger("audit.alarm")

TOLD_AGAIN_AFTER = timedelta(hours=24)


def watch_ledger(*, by: Actor, now: datetime | None = None) -> list[Alarm]:
    """Compare the ledger's state with what it should be; tell what is new, forget what is mended."""
    now = now or timezone.now()
    state = ledger_state(asks=by)
    found = alarms(state, unsealed_after=timedelta(seconds=settings.LEDGER_UNSEALED_SECONDS), now=now)
    to_tell = []
    with transaction.atomic():
        standing = {one.code: one for one in LedgerAlarm.objects.all()}
        for alarm in found:
            known = standing.pop(alarm.code, None)
            if known is None:
                LedgerAlarm.objects.create(
                    code=alarm.code, since=now, told_at=now, sentence=alarm.sentence[:500]
                )
                record(Event.LEDGER_ALARM, target="ledger", by=by, code=alarm.code, state="begun")
                to_tell.append(alarm)
                continue
            told = now - known.told_at < TOLD_AGAIN_AFTER
            if not told:
                to_tell.append(alarm)
            LedgerAlarm.objects.filter(code=alarm.code).update(
                sentence=alarm.sentence[:500], told_at=known.told_at if told else now
            )
        for code in standing:
            LedgerAlarm.objects.filter(code=code).delete()
            record(Event.LEDGER_ALARM, target="ledger", by=by, code=code, state="ended")
    tell(to_tell)
    return found


def tell(found: Iterable[Alarm]) -> None:
    """In the log always; by mail to whoever ALPR_ALARM_MAIL names. A mail that fails is in the log, too."""
    for alarm in found:
        alarm_log.critical("%s", alarm.sentence)
        if settings.ALPR_ALARM_MAIL:
            try:
                send_mail("Access ledger: alarm", alarm.sentence + "\n", None, list(settings.ALPR_ALARM_MAIL))
            except OSError:
                alarm_log.exception("The alarm could not be mailed.")
