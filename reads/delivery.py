"""Sending a picture, whole or in the range a browser asked for. The gate records what was really sent."""

import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def picture_answer(request: HttpRequest, file: File) -> HttpResponseBase:
    """The JPEG in `file`, closed when the answer is. One byte range is served; several are ignored."""
    size = file.size
    start, end = 0, size - 1
    status = 200
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked and asked.group(0) != "bytes=-":
        first, last = asked.groups()
        if first:
            start, end = int(first), min(int(last or end), end)
        else:
            start = max(0, size - int(last))
        if start > end:
            file.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        status = 206
    answer: HttpResponseBase
    if request.method == "HEAD":
        # Told here, not left to the server in front: what is not sent is not recorded as sent.
        file.close()
        answer = HttpResponse(status=status, content_type="image/jpeg")
    else:
        answer = StreamingHttpResponse(parts(file, start, end), status=status, content_type="image/jpeg")
        answer._resource_closers.append(file.close)  # Django's own hook for what must happen at close
    answer.headers["Content-Length"] = str(end - start + 1)
    answer.headers["Accept-Ranges"] = "bytes"
    # Were a browser ever to take the picture for a page, nothing in it would run.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = "inline"
    if status == 206:
        answer.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return answer


def parts(file: File, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    left = end - start + 1
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
