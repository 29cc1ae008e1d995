"""When and where a vehicle was seen, as far as anybody can say: which clock counts, and what is doubtful."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from alpr_portal.lib.geo import Box, position_doubt

AT_ONCE = timedelta(minutes=2)
"""A frame that arrives this soon after its camera's time was sent at once: the server's clock counts."""
LATEST_UPLOAD = timedelta(hours=12)
"""A shift. What a camera says of an earlier time is believed no more."""


@dataclass(frozen=True)
class Seen:
    """`at`, and whose `clock` says so (`server`, `camera`). A doubt is '' or the words why the mark never
    counts for overtime."""

    at: datetime
    clock: str
    place_doubt: str = ""
    clock_doubt: str = ""

    @property
    def doubts(self) -> list[str]:
        return [doubt for doubt in (self.place_doubt, self.clock_doubt) if doubt]


def seen(
    *,
    received_at: datetime,
    camera_time: datetime | None,
    latitude: float | None,
    longitude: float | None,
    city: Box,
    city_time: tzinfo,
) -> Seen:
    """A camera's clock counts only for a frame that came later than it was taken."""
    place_doubt = position_doubt(latitude, longitude, city)
    clock_doubt = doubt_of(received_at, camera_time, city_time)
    if camera_time is not None and not clock_doubt and received_at - camera_time > AT_ONCE:
        return Seen(camera_time, "camera", place_doubt)
    return Seen(received_at, "server", place_doubt, clock_doubt)


def doubt_of(received_at: datetime, camera_time: datetime | None, city_time: tzinfo) -> str:
    """Why the time a frame was taken is not known, '' where it is."""
    if camera_time is None or abs(received_at - camera_time) <= AT_ONCE:
        return ""
    if camera_time > received_at:
        return "the camera's clock is ahead of the server's"
    if received_at - camera_time > LATEST_UPLOAD:
        return "the camera's time is over 12 hours old"
    # A clock without an offset shows this hour twice, and the frame does not say which of the two it was.
    local = camera_time.astimezone(city_time)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return "the camera's time is in the hour that came twice"
    return ""
