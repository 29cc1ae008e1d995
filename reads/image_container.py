"""The JPEG and PNG containers, walked without decoding a pixel.

The walk finds the picture's size, its EXIF block and the byte where the picture ends, and rebuilds the file
from only those parts that draw pixels. The decoder is given nothing else: no colour profile, thumbnail,
comment or compressed text, each of which has been a way to make a decoder work for hours or crash. Sources:
ITU-T T.81 annex B (JPEG), CIPA DC-007 (multi-picture files), W3C PNG third edition.
"""

import re
from dataclasses import dataclass

LONGEST_EXIF = 65_536
"""A JPEG segment holds no more; in a PNG, more than this is not a camera's."""

MOST_SCANS = 64
"""A progressive JPEG has about ten. Each scan visits every block, so thousands of them are an attack."""

MOST_SEGMENTS = 4_096
"""Full segments of 64 kB need four hundred for the largest file; the rest is room."""

MOST_PICTURES = 16
"""In one multi-picture file. Phones write two to five."""

MOST_CHUNKS = 50_000
"""Encoders write image data in pieces of 8 kB or more, so a real PNG within the size limit stays far below.
"""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
EXIF_PREFIX = b"Exif\x00\x00"
MPF_PREFIX = b"MPF\x00"

STANDALONE = {0x01, *range(0xD0, 0xD8)}
FRAME_HEADERS = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
DRAWING_SEGMENTS = {*range(0xC0, 0xD0), *range(0xDA, 0xDF), 0xE0, 0xEE}
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
DRAWING_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}

OTHER_FORMATS = (
    (re.compile(rb"GIF8[79]a"), "a GIF"),
    (re.compile(rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+"), "a TIFF"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "a WebP"),
    (re.compile(rb"....ftyp(?:hei|hev|mif|msf)", re.DOTALL), "an HEIC"),
    (re.compile(rb"....ftypavi", re.DOTALL), "an AVIF"),
    (re.compile(rb"....ftyp", re.DOTALL), "a video"),
    (re.compile(rb"BM.{4}\x00{4}", re.DOTALL), "a BMP"),
    (re.compile(rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"), "a JPEG 2000"),
    (re.compile(rb"\x00\x00\x00\x0cJXL |\xff\x0a"), "a JPEG XL"),
    (re.compile(rb"\x00\x00\x01\x00"), "an ICO"),
    (re.compile(rb"8BPS"), "a Photoshop"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (
        re.compile(
            rb"(\xef\xbb\xbf)?\s*((<\?xml|<!--|<!DOCTYPE svg).{0,4000}?)?<svg", re.DOTALL | re.IGNORECASE
        ),
        "an SVG",
    ),
)


class ContainerFault(Exception):
    """What is wrong with the file: a code, and the rest of a sentence that begins with the file's name."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Container:
    """`width` and `height` are as stored, before EXIF orientation. `exif` starts with the TIFF header, or is
    empty.

    `bare` is the file rebuilt from the parts that draw pixels; `end` is the first byte after the picture.
    """

    format: str
    width: int
    height: int
    exif: bytes
    exif_too_long: bool
    end: int
    bare: bytes


def walk(data: bytes) -> Container:
    """The container of a whole JPEG or PNG file. Raises ContainerFault for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        container, declares_more = _walk_jpeg(data, 0)
        end = container.end
        # A multi-picture file (gain map, depth, preview) says so in its first picture; each further picture
        # is walked to its own end, so that what follows the last one is found as in any other file.
        for _ in range(MOST_PICTURES if declares_more else 0):
            if not data.startswith(b"\xff\xd8\xff", start := _after_zeros(data, end)):
                break
            end = _walk_jpeg(data, start)[0].end
    elif data.startswith(PNG_SIGNATURE):
        container = _walk_png(data)
        end = container.end
    else:
        raise _not_ours(data)
    # Some cameras fill the file up to a block boundary with zeros. Zeros are no second file.
    if (rest := len(data) - _after_zeros(data, end)) > 0:
        raise ContainerFault(
            "trailing_data",
            f"has {rest} bytes of something else after the picture. Open it and save it again as a JPEG.",
        )
    return container


def _after_zeros(data: bytes, start: int) -> int:
    return len(data) - len(data[start:].lstrip(b"\x00"))


def _not_ours(data: bytes) -> ContainerFault:
    head = data[:4200]
    for pattern, kind in OTHER_FORMATS:
        if pattern.match(head):
            return ContainerFault(
                "wrong_format",
                f"is {kind} file, whatever its name says. Save it as JPEG or PNG and upload it again.",
            )
    return ContainerFault(
        "not_an_image", "is not a picture. Upload the frame as the camera saved it, JPEG or PNG."
    )


def _damaged() -> ContainerFault:
    return ContainerFault(
        "truncated", "is damaged or was cut short. Copy it from the camera again, then upload it again."
    )


def _walk_jpeg(data: bytes, start: int) -> tuple[Container, bool]:
    """The JPEG that begins at `start`, and whether it declares further pictures behind itself."""
    position, scans, size, exif, declares_more = start + 2, 0, (0, 0), b"", False
    pieces = [b"\xff\xd8"]
    for _ in range(MOST_SEGMENTS):
        if data[position : position + 1] != b"\xff" or position + 2 > len(data):
            raise _damaged()
        marker = data[position + 1]
        if marker == 0xD9:
            break
        if marker == 0xFF:
            position += 1
            continue
        if marker in STANDALONE:
            position += 2
            continue
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        following = position + 2 + length
        if length < 2 or following > len(data):
            raise _damaged()
        body = data[position + 4 : following]
        if marker in FRAME_HEADERS:
            if size != (0, 0) or len(body) < 6:
                raise _damaged()
            size = int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")
        elif marker == 0xE1 and body.startswith(EXIF_PREFIX) and not exif:
            exif = body[len(EXIF_PREFIX) :]
        elif marker == 0xE2 and body.startswith(MPF_PREFIX):
            declares_more = True
        elif marker == 0xDA:
            scans += 1
            end_of_scan = SCAN_END.search(data, following)
            if scans > MOST_SCANS or end_of_scan is None:
                raise _damaged()
            following = end_of_scan.start()
        if marker in DRAWING_SEGMENTS:
            pieces.append(data[position:following])
        position = following
    else:
        raise _damaged()
    if not scans or 0 in size:
        raise _damaged()
    pieces.append(b"\xff\xd9")
    return Container("JPEG", *size, exif, False, position + 2, b"".join(pieces)), declares_more


def _walk_png(data: bytes) -> Container:
    position, count, size, exif = len(PNG_SIGNATURE), 0, (0, 0), b""
    pieces = [PNG_SIGNATURE]
    while True:
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        following = position + 12 + length
        count += 1
        if following > len(data) or count > MOST_CHUNKS or (kind == b"IHDR") != (count == 1):
            raise _damaged()
        body = data[position + 8 : following - 4] if kind in (b"IHDR", b"eXIf") else b""
        if kind == b"IHDR":
            size = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
            if length != 13 or 0 in size:
                raise _damaged()
        elif kind == b"eXIf" and not exif:
            exif = body
        elif kind == b"acTL":
            raise ContainerFault(
                "animated", "is an animated PNG. Upload each frame as a picture of its own, JPEG or PNG."
            )
        if kind in DRAWING_CHUNKS:
            pieces.append(data[position:following])
        position = following
        if kind == b"IEND":
            if length:
                raise ContainerFault(
                    "trailing_data",
                    f"has {length} bytes of something else in its last part. Save it again as a JPEG.",
                )
            break
    too_long = len(exif) > LONGEST_EXIF
    return Container("PNG", *size, b"" if too_long else exif, too_long, position, b"".join(pieces))
