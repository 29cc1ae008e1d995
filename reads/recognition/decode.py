"""Making an upright BGR array of an image file, for reading. Whether an upload is acceptable is decided
elsewhere.
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 100_000_000
MOST_PIXELS = 50_000_000
PAPER = (255, 255, 255)


class UnreadableImage(Exception):
    """The file cannot be read as a picture. Its text is one sentence that says why and what to do."""


def read_file(path: Path) -> bytes:
    """A file's bytes, at most `MOST_BYTES` of them. Raises UnreadableImage."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableImage(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB; send a smaller one."
            )
        return path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "it cannot be opened"
        raise UnreadableImage(
            f"The file cannot be opened ({reason}); check its path and permissions."
        ) from problem


def decode(data: bytes) -> np.ndarray:
    """An upright picture: height x width x 3, BGR, uint8.

    EXIF orientation is applied; grey, 16-bit, palette, CMYK and transparent pictures become plain colour,
    transparent places white. Of an animation or a multi-page file the first picture is taken. Raises
    UnreadableImage; more than `MOST_PIXELS` are refused before a pixel is decoded.
    """
    if not data:
        raise UnreadableImage("The file is empty; send it again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as picture:
                _refuse_huge(picture)
                return _bgr(ImageOps.exif_transpose(picture))
    except UnreadableImage:
        raise
    except Image.DecompressionBombError as problem:
        raise UnreadableImage(_too_large()) from problem
    except UnidentifiedImageError as problem:
        raise UnreadableImage("The file is not a picture of a known kind; send a JPEG or PNG.") from problem
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError) as problem:
        raise UnreadableImage(
            "The picture is damaged or cut short; send it again from the camera."
        ) from problem


def _refuse_huge(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise UnreadableImage(_too_large())


def _too_large() -> str:
    return f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels; send a smaller one."


def _bgr(picture: Image.Image) -> np.ndarray:
    if picture.mode.startswith("I") or picture.mode == "F":
        grey = np.asarray(picture, dtype=np.float64)
        # 16-bit pictures use the whole range of the camera, seldom of the file.
        low, high = float(grey.min()), float(grey.max())
        if high > 255:
            grey = (grey - low) * (255.0 / max(high - low, 1.0))
        return cv2.cvtColor(grey.clip(0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        page = Image.new("RGBA", layer.size, (*PAPER, 255))
        picture = Image.alpha_composite(page, layer)
    return cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2BGR)
