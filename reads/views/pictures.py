"""Pictures of frames and plates. There is no other way to a picture: the storage folder is not served."""

import logging
from uuid import UUID

from django.core.files.base import File
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from audit.marks import record_view
from reads import pictures
from reads.delivery import picture_answer
from reads.models import Read
from reads.views.frames import found_frame
from reads.views.reads import found_read

log = logging.getLogger("reads.pictures")


@record_view("reads.frame_image", permission=Permission.VIEW_FRAMES)
@require_safe
def frame_image(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    return frame_picture(request, uid, "image")


@record_view("reads.frame_thumbnail", permission=Permission.VIEW_FRAMES, background=True)
@require_safe
def frame_thumbnail(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    return frame_picture(request, uid, "thumbnail")


@record_view("reads.crop", permission=Permission.VIEW_READS)
@require_safe
def crop(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    return picture_answer(request, crop_file(found_read(request, uid)))


def crop_file(read: Read) -> File:
    """The open picture of a read's plate. Raises Http404 where it is missing."""
    try:
        return pictures.open_picture(read.crop)
    except FileNotFoundError:
        log.error("The picture of read %s is missing from storage.", read.uid)
        raise Http404("The picture of this read is missing.") from None


def frame_picture(request: HttpRequest, uid: UUID, kind: str) -> HttpResponseBase:
    frame = found_frame(request, uid)
    try:
        file = pictures.derived_picture(frame.original, frame.sha256, frame.uid, kind)
    except (FileNotFoundError, pictures.PictureDamaged) as error:
        log.critical("Frame %s cannot be shown: %s", uid, error)
        raise Http404("The picture of this frame is missing or damaged.") from None
    return picture_answer(request, file)
