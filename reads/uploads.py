"""Receiving files without letting one of them fill memory or the disk."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Files go to the disk as they arrive; one that grows past the limit is let go and named as refused.

    The rest of the upload goes on. `request.oversized_files` lists the names.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        self.most = limit_at(self.request.path)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most:
            self.file.close()
            oversized_files(self.request).append(self.file_name or "")
            raise SkipFile
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.received > self.most:
            return None
        return super().file_complete(file_size)


def limit_at(path: str) -> int:
    """The most bytes of one file that is sent to this address."""
    limits = (most for beginning, most in settings.ALPR_UPLOAD_LIMITS.items() if path.startswith(beginning))
    return next(limits, settings.ALPR_FRAME_BYTES)


def oversized_files(request: object) -> list[str]:
    """Names of the files of this request that were larger than a file sent there may be."""
    if not hasattr(request, "oversized_files"):
        request.oversized_files = []  # type: ignore[attr-defined]
    return request.oversized_files  # type: ignore[attr-defined]
