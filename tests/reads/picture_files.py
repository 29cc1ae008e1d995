"""Picture files, good and bad, made byte by byte for the upload tests. Nothing here comes from a camera."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, TiffImagePlugin


def picture(size: tuple[int, int] = (320, 180), mode: str = "RGB") -> Image.Image:
    """Four quadrants: red at the upper left, green, blue, yellow at the lower right."""
    image = Image.new("RGB", size)
    draw = ImageDraw.Draw(image)
    half_x, half_y = size[0] // 2, size[1] // 2
    for colour, corner in (
        ("red", (0, 0)),
        ("lime", (half_x, 0)),
        ("blue", (0, half_y)),
        ("yellow", (half_x, half_y)),
    ):
        draw.rectangle((*corner, corner[0] + half_x, corner[1] + half_y), fill=colour)
    return image.convert(mode)


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    return encoded(image or picture(), "JPEG", **options)


def png(image: Image.Image | None = None, **options: object) -> bytes:
    return encoded(image or picture(), "PNG", **options)


def encoded(image: Image.Image, file_format: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(width: int = 13_000, height: int = 13_000) -> bytes:
    """A small file that decodes to `width` x `height` black pixels; made a row at a time."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_segment(data: bytes, marker: int, body: bytes) -> bytes:
    """The JPEG with one more segment directly behind its first marker."""
    return data[:2] + segment(marker, body) + data[2:]


def exif_block(
    *,
    orientation: int | None = None,
    time: str | None = None,
    offset: str | None = None,
    latitude: tuple[object, ...] | None = None,
    longitude: tuple[object, ...] | None = None,
    references: tuple[str, str] = ("N", "W"),
) -> bytes:
    """An EXIF block with only what is asked for, from the TIFF header on."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    details, position = {}, {}
    if time is not None:
        details[0x9003] = time
    if offset is not None:
        details[0x9011] = offset
    if latitude is not None and longitude is not None:
        position = {1: references[0], 2: latitude, 3: references[1], 4: longitude}
    exif.get_ifd(0x8769).update(details)
    exif.get_ifd(0x8825).update(position)
    return exif.tobytes().removeprefix(b"Exif\x00\x00")


def jpeg_with_exif(block: bytes, image: Image.Image | None = None) -> bytes:
    return with_segment(jpeg(image), 0xE1, b"Exif\x00\x00" + block)


def rational(numerator: int, denominator: int = 1) -> TiffImagePlugin.IFDRational:
    return TiffImagePlugin.IFDRational(numerator, denominator)
