"""Leafing through a search: every read once, the newest first, also where several came in the same moment."""

from datetime import datetime, timedelta

from django.utils import timezone

from alpr_portal.lib.plates import plate_pattern
from reads import selectors
from reads.models import Read
from reads.selectors import ReadSearch, search_reads
from tests.factories import accounts
from tests.factories.reads import FrameFactory, ReadFactory, under_access


def test_leafing_shows_every_read_once_also_where_several_came_at_once(monkeypatch: object) -> None:
    monkeypatch.setattr(selectors, "PAGE", 3)
    officer, frame, now = accounts.officer(), FrameFactory(), timezone.now()
    moments = [now - timedelta(minutes=minute) for minute in (0, 1, 1, 1, 1, 1, 2, 3, 3, 3)]
    made = [ReadFactory.at(moment, frame=frame) for moment in reversed(moments)]
    shown: list[Read] = []
    cursor: tuple[datetime, int] | None = None
    with under_access():
        while True:
            page = search_reads(asks=officer, search=ReadSearch(pattern=plate_pattern("8A*")), cursor=cursor)
            shown += page.items
            if not page.next_cursor:
                break
            moment, _, number = page.next_cursor.partition(",")
            cursor = datetime.fromisoformat(moment), int(number)
    assert [read.pk for read in shown] == [read.pk for read in reversed(made)]
