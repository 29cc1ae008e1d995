"""Reading frames and reads. Pages are keyset pages: the hundredth costs what the first does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from alpr_portal.lib.plates import PlatePattern
from reads.models import Camera, Correction, Frame, Read

PAGE = 48
RECENT = timedelta(hours=12)


@dataclass(frozen=True)
class ReadSearch:
    """What to look for. All given conditions hold together."""

    pattern: PlatePattern | None = None
    region: str = ""
    camera: Camera | None = None
    start: datetime | None = None
    end: datetime | None = None
    confidence: float = 0.0


@dataclass(frozen=True)
class Page:
    """One page of records, newest first; `next_cursor` is '' on the last page."""

    items: list
    next_cursor: str


def cameras() -> QuerySet[Camera]:
    """All cameras: what one out of service saw can still be looked for."""
    return Camera.objects.all()


def cameras_in_service() -> QuerySet[Camera]:
    return Camera.objects.filter(is_active=True)


def search_reads(
    *,
    asks: User,
    search: ReadSearch,
    cursor: tuple[datetime, int] | None = None,
    with_frames: bool = False,
) -> Page:
    """Reads that match, newest first. Only what the page shows leaves the database, frames if asked for."""
    found = Read.objects.all()
    if search.pattern is not None:
        found = found.filter(matching(search.pattern))
    if search.region:
        found = found.filter(region=search.region)
    if search.camera is not None:
        found = found.filter(camera=search.camera)
    if search.start is not None:
        found = found.filter(received_at__gte=search.start)
    if search.end is not None:
        found = found.filter(received_at__lt=search.end)
    if search.confidence:
        found = found.filter(confidence__gte=search.confidence)
    if cursor is not None:
        received_at, pk = cursor
        # An index can begin at `received_at__lte`. It cannot at an "or": with that alone each page would read
        # all the pages before it again.
        found = found.filter(Q(received_at__lt=received_at) | Q(pk__lt=pk), received_at__lte=received_at)
    # The page is found in an index alone; only its own rows are fetched from the table.
    page = found.order_by("-received_at", "-id").values("pk")[:PAGE]
    shown = Read.objects.filter(pk__in=page).select_related("camera").order_by("-received_at", "-id")
    reads = list(shown.prefetch_related("frame") if with_frames else shown)
    following = f"{reads[-1].received_at.isoformat()},{reads[-1].pk}" if len(reads) == PAGE else ""
    return Page(reads, following)


def matching(pattern: PlatePattern) -> Q:
    """A condition an index can answer (ADR 0003): equality, or a range over the plate or over its reverse.

    LIKE decides only among what the range leaves, because under row security PostgreSQL lets it use no index.
    """
    if pattern.is_exact:
        return Q(plate=pattern.text)
    if len(pattern.head) >= len(pattern.tail):
        return between("plate", pattern.head) & Q(plate__like=pattern.like)
    return between("plate_reversed", pattern.tail[::-1]) & Q(plate_reversed__like=pattern.like[::-1])


def between(column: str, beginning: str) -> Q:
    if not beginning:
        return Q()
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return Q(**{f"{column}__gte": beginning, f"{column}__lt": after})


def read_by_uid(*, asks: User, uid: UUID) -> Read | None:
    return Read.objects.select_related("camera", "frame", "frame__camera").filter(uid=uid).first()


def corrections_of(*, asks: User, read: Read) -> QuerySet[Correction]:
    return read.corrections.select_related("made_by", "undone_by")


def correction_of(*, asks: User, read: Read, pk: int) -> Correction | None:
    return read.corrections.filter(pk=pk).first()


def frame_by_uid(*, asks: User, uid: UUID) -> Frame | None:
    return Frame.objects.select_related("camera", "uploaded_by").filter(uid=uid).first()


def reads_of_frame(*, asks: User, frame: Frame) -> QuerySet[Read]:
    return frame.reads.select_related("camera").order_by("-confidence")


def frames(*, asks: User, state: str = "", camera: Camera | None = None, before: int | None = None) -> Page:
    """Frames, newest first, with their reads."""
    found = Frame.objects.select_related("camera").prefetch_related("reads")
    if state:
        found = found.filter(state=state)
    if camera is not None:
        found = found.filter(camera=camera)
    if before is not None:
        found = found.filter(pk__lt=before)
    items = list(found.order_by("-id")[:PAGE])
    return Page(items, str(items[-1].pk) if len(items) == PAGE else "")


@dataclass(frozen=True)
class UploadProgress:
    """A person's frames of the last hours and how far reading them has come."""

    frames: list[Frame]
    read: int
    total: int
    waiting: int


def own_uploads(*, asks: User, now: datetime, most: int = 60) -> UploadProgress:
    mine = Frame.objects.filter(uploaded_by=asks, received_at__gte=now - RECENT)
    pending = Q(state__in=Frame.PENDING)
    counts = mine.aggregate(total=Count("pk"), waiting=Count("pk", filter=pending))
    shown = mine.select_related("camera").prefetch_related("reads").order_by("-id")[:most]
    return UploadProgress(
        frames=list(shown),
        read=counts["total"] - counts["waiting"],
        total=counts["total"],
        waiting=counts["waiting"],
    )


@dataclass(frozen=True)
class Today:
    """Figures of the current day, in city time."""

    frames: int
    reads: int
    waiting: int
    failed: int


def today(*, asks: User, now: datetime) -> Today:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    states = dict(
        Frame.objects.filter(state__in=[*Frame.PENDING, Frame.State.FAILED])
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return Today(
        frames=Frame.objects.filter(received_at__gte=midnight).count(),
        reads=Read.objects.filter(received_at__gte=midnight).count(),
        waiting=sum(states.get(state, 0) for state in Frame.PENDING),
        failed=states.get(Frame.State.FAILED, 0),
    )
