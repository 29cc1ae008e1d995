"""A plate face on: background, words, stickers and an embossed number.

A US plate is 12 by 6 inches (305 x 152 mm) with number dies about 2.75 inches high (SAE J686).
"""

from functools import lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from reads.drawing.letters import serial_mask
from reads.drawing.plate_styles import STYLES, WHITE, Colour, PlateStyle

WIDTH, HEIGHT = 720, 360
WIDTH_METRES, HEIGHT_METRES = 0.305, 0.152

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@lru_cache(maxsize=128)
def draw_plate(number: str, region: str) -> np.ndarray:
    """The plate face on: 360 x 720 x 4, red, green, blue and opacity, uint8.

    `number` may hold `-`, `·` and spaces as the state prints them. Raises ValueError for a region that has no
    style here.
    """
    if region not in STYLES:
        raise ValueError(f"No plate style for {region!r}; there are {', '.join(STYLES)}.")
    style = STYLES[region]
    face = _background(style)
    picture = Image.fromarray(face)
    _words(ImageDraw.Draw(picture), picture, style)
    if style.stickers:
        _stickers(ImageDraw.Draw(picture), number)
    face = _emboss(np.asarray(picture).astype(np.float32), number, style.ink)
    return np.dstack([face, _outline()])


def _background(style: PlateStyle) -> np.ndarray:
    share = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    top, bottom = (np.array(colour, np.float32) for colour in style.background)
    face = np.repeat(top * (1 - share) + bottom * share, WIDTH, axis=1).astype(np.uint8)
    ink = style.ornament_ink
    if style.ornament == "mountains":
        back = tuple((int(a) + int(b)) // 2 for a, b in zip(ink, style.background[1], strict=True))
        low = HEIGHT - 86 if style.foot else HEIGHT - 50
        _fill(
            face,
            [
                (0, low),
                (90, low - 50),
                (190, low + 4),
                (300, low - 72),
                (420, low),
                (520, low - 58),
                (640, low - 8),
                (720, low - 40),
                (720, 360),
                (0, 360),
            ],
            back,
        )
        _fill(
            face,
            [
                (0, low + 22),
                (130, low - 4),
                (260, low + 34),
                (390, low + 2),
                (500, low + 34),
                (610, low + 4),
                (720, low + 30),
                (720, 360),
                (0, 360),
            ],
            ink,
        )
    elif style.ornament == "peak":
        _fill(face, [(40, 300), (250, 190), (330, 110), (368, 98), (410, 118), (500, 196), (690, 300)], ink)
        _fill(
            face,
            [(290, 150), (330, 110), (368, 98), (410, 118), (448, 152), (404, 140), (370, 162), (330, 142)],
            (236, 242, 248),
        )
    elif style.ornament == "tree":
        _fill(
            face,
            [(0, 300), (180, 250), (360, 286), (540, 244), (720, 290), (720, 360), (0, 360)],
            (176, 170, 204),
        )
        for step in range(4):
            _fill(
                face,
                [
                    (360, 78 + 46 * step),
                    (322 - 10 * step, 150 + 46 * step),
                    (398 + 10 * step, 150 + 46 * step),
                ],
                ink,
            )
        _fill(face, [(352, 330), (352, 280), (368, 280), (368, 330)], (126, 100, 80))
    elif style.ornament == "star":
        angles = -np.pi / 2 + np.arange(10) * np.pi / 5
        radius = np.where(np.arange(10) % 2, 11, 28)
        _fill(
            face,
            [(206 + r * np.cos(a), 54 + r * np.sin(a)) for a, r in zip(angles, radius, strict=True)],
            ink,
        )
    elif style.ornament == "arch":
        arch = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.ellipse(arch, (360, 330), (250, 220), 0, 180, 360, 255, 62, cv2.LINE_AA)
        share = (arch[:, :, None] / 255 * 0.55).astype(np.float32)
        face[:] = (face * (1 - share) + np.array(ink, np.float32) * share).astype(np.uint8)
    if style.band is not None:
        cv2.rectangle(face, (0, 0), (WIDTH, 70), style.band, -1)
        cv2.rectangle(face, (0, 74), (WIDTH, 82), (222, 176, 60), -1)
        cv2.rectangle(face, (0, HEIGHT - 62), (WIDTH, HEIGHT), style.band, -1)
    return face


def _fill(face: np.ndarray, points: list[tuple[float, float]], colour: tuple[int, ...]) -> None:
    cv2.fillPoly(face, [np.array(points, np.float64).round().astype(np.int32)], colour, cv2.LINE_AA)


def _words(draw: ImageDraw.ImageDraw, picture: Image.Image, style: PlateStyle) -> None:
    top_ink = WHITE if style.band is not None else style.top_ink
    if style.slanted:
        _slanted(picture, style.top, top_ink)
    else:
        draw.text((WIDTH // 2, 43), style.top, top_ink, _font(56), "mm", stroke_width=1)
    if style.foot:
        draw.text((WIDTH // 2, HEIGHT - 34), style.foot, style.foot_ink, _font(38), "mm", stroke_width=1)


def _slanted(picture: Image.Image, text: str, ink: Colour) -> None:
    """Leaning and swung like a signature, with a stroke under it."""
    layer = Image.new("L", (WIDTH, 110), 0)
    ImageDraw.Draw(layer).text((WIDTH // 2, 48), text, 255, _font(72), "mm", stroke_width=2)
    leaning = layer.transform(
        layer.size, Image.Transform.AFFINE, (1, 0.28, -16, 0, 1, 0), Image.Resampling.BICUBIC
    )
    picture.paste(ink, (0, 0), leaning)


def _stickers(draw: ImageDraw.ImageDraw, number: str) -> None:
    seed = sum(map(ord, number))
    draw.rounded_rectangle((62, 14, 134, 58), 5, fill=(238, 232, 214), outline=(150, 146, 134))
    draw.text((98, 36), MONTHS[seed % 12], (40, 44, 60), _font(26), "mm")
    colour = ((214, 92, 40), (56, 126, 190), (62, 142, 84), (208, 176, 40))[seed % 4]
    draw.rounded_rectangle((586, 14, 658, 58), 5, fill=colour)
    draw.text((622, 36), f"{26 + seed % 2}", (250, 250, 246), _font(30), "mm", stroke_width=1)


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _emboss(face: np.ndarray, number: str, ink: Colour) -> np.ndarray:
    """The number pressed out of the sheet and inked, the light from the upper left; the rim likewise."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[98:274, 40:680] = serial_mask(number, width=640, height=176)
    raised = cv2.GaussianBlur(mask, (0, 0), 3.2).astype(np.float32) / 255
    rim = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cv2.rectangle(rim, (9, 9), (WIDTH - 10, HEIGHT - 10), 0, -1)
    height = raised + 0.6 * cv2.GaussianBlur(rim, (0, 0), 2.5).astype(np.float32) / 255
    slope = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3)
    inked = cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32)[:, :, None] / 255
    face = face * (1 - inked) + np.array(ink, np.float32) * inked
    face += slope[:, :, None] * np.where(slope > 0, 55, 60)[:, :, None]
    for x, y in ((112, 318), (608, 318)):
        cv2.circle(face, (x, y), 11, (120, 122, 126), -1, cv2.LINE_AA)
        cv2.circle(face, (x - 2, y - 2), 6, (176, 178, 182), -1, cv2.LINE_AA)
    return np.clip(face, 0, 255).astype(np.uint8)


@lru_cache(maxsize=1)
def _outline() -> np.ndarray:
    shape = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(shape).rounded_rectangle((1, 1, WIDTH - 2, HEIGHT - 2), 26, fill=255)
    return np.asarray(shape)
