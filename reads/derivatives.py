"""Pictures made from frames: what a browser is given instead of the original.

Every one is decoded and encoded anew as an RGB JPEG without metadata, so neither the camera's position nor
anything hidden in the original leaves with it.
"""

import io

from PIL import Image

from reads.exif import camera_data
from reads.image_container import Container, ContainerFault, walk

MAX_PIXELS = 40_000_000
"""The same as for uploads; what was inspected is never larger."""

WIDEST_CROP = 8
"""Times its height: the widest plate is not three times as wide as high."""

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to the turn that sets the picture upright."""


def derivative(data: bytes, *, longest: int, quality: int = 82) -> bytes:
    """The whole frame, upright, its longer side at most `longest` pixels, never enlarged. Raises
    ContainerFault."""
    image = upright(data, at_least=longest)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _encoded(image, quality)


def crop(
    data: bytes, box: tuple[float, float, float, float], *, margin: float = 0.2, height: int = 96
) -> bytes:
    """The plate's place in the frame, enlarged or reduced to exactly `height` pixels high.

    `box` is (x, y, w, h) in pixels of the upright frame; `margin` is added on every side as a share of the
    box's height; both are cut off at the frame's edge. Raises ContainerFault, and ValueError where the box
    lies outside the frame.
    """
    image = upright(data)
    x, y, w, h = box
    extra = h * margin
    left, top = max(0, int(x - extra)), max(0, int(y - extra))
    right, bottom = min(image.width, round(x + w + extra)), min(image.height, round(y + h + extra))
    if not (w > 0 and h > 0 and right > left and bottom > top):
        raise ValueError(f"The box {box} lies outside the frame of {image.width} × {image.height} pixels.")
    plate = image.crop((left, top, right, bottom))
    width = min(max(1, round(plate.width * height / plate.height)), WIDEST_CROP * height)
    return _encoded(plate.resize((width, height), Image.Resampling.LANCZOS), 88)


def upright(data: bytes, *, at_least: int | None = None) -> Image.Image:
    """The frame's pixels, RGB, turned as the camera's EXIF says.

    With `at_least`, a large JPEG may come smaller, though with both sides no shorter than that: it decodes
    many times faster. Raises ContainerFault for what is no frame.
    """
    container = walk(data)
    if container.width * container.height > MAX_PIXELS:
        raise ContainerFault("too_many_pixels", f"is more than {MAX_PIXELS / 1e6:.0f} megapixels.")
    image = _rgb(decode(container, at_least=at_least))
    turn = TURNS.get(camera_data(container.exif).orientation)
    return image if turn is None else image.transpose(turn)


def decode(container: Container, *, at_least: int | None = None) -> Image.Image:
    """The pixels as stored. Raises ContainerFault (`truncated`) where they cannot all be decoded."""
    try:
        image = Image.open(io.BytesIO(container.bare), formats=("JPEG", "PNG"))
        if at_least is not None:
            image.draft(None, (at_least, at_least))
        image.load()
        if image.mode == "P" and image.palette is None:
            raise ValueError("palette image without a palette")
    except Image.DecompressionBombError as error:
        raise ContainerFault("too_many_pixels", "has too many pixels.") from error
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        raise ContainerFault(
            "truncated", "is damaged or was cut short. Copy it from the camera again, then upload it again."
        ) from error
    return image


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow clips 16-bit grey to white when it converts; the high byte is the picture.
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        image = Image.new("RGBA", whole.size, "white")
        image.alpha_composite(whole)
    return image.convert("RGB")


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.info.clear()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
