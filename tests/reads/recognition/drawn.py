"""Frames drawn for these tests: a grey street, a dark vehicle, a light plate with a serial."""

import cv2
import numpy as np


def street(width: int = 1280, height: int = 720) -> np.ndarray:
    """Sky, road and lane marks; no plate and no text."""
    frame = np.full((height, width, 3), (150, 140, 130), np.uint8)
    frame[height // 2 :] = (80, 80, 82)
    for x in range(0, width, 240):
        cv2.rectangle(frame, (x, height * 3 // 4), (x + 120, height * 3 // 4 + 10), (190, 190, 190), -1)
    noise = np.random.default_rng(7).normal(0, 3, frame.shape)
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def plate(serial: str, *, above: str = "", below: str = "", width: int = 240) -> np.ndarray:
    """A US plate, twice as wide as high: the serial across the middle, a line above it and one below."""
    face = np.full((240, 480, 3), (235, 238, 240), np.uint8)
    cv2.rectangle(face, (4, 4), (475, 235), (90, 60, 40), 4)
    _centred(face, serial, y=165, wide=420, high=100, thickness=9)
    if above:
        _centred(face, above, y=46, wide=260, high=28, thickness=3)
    if below:
        _centred(face, below, y=222, wide=280, high=24, thickness=2)
    return cv2.resize(face, (width, width // 2), interpolation=cv2.INTER_AREA)


def frame_with(
    serial: str, *, at: tuple[int, int] = (520, 380), above: str = "", below: str = "", width: int = 240
) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """A street with one vehicle and its plate, and the plate's box."""
    frame = street()
    x, y = at
    face = plate(serial, above=above, below=below, width=width)
    high, wide = face.shape[:2]
    cv2.rectangle(frame, (x - 200, y - 160), (x + wide + 200, y + high + 60), (60, 40, 30), -1)
    frame[y : y + high, x : x + wide] = face
    return cv2.GaussianBlur(frame, (3, 3), 0), (x, y, wide, high)


def overlap(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """Intersection over union of two boxes."""
    wide = max(0, min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]))
    high = max(0, min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]))
    return wide * high / (a[2] * a[3] + b[2] * b[3] - wide * high)


def _centred(face: np.ndarray, text: str, *, y: int, wide: int, high: int, thickness: int) -> None:
    scratch = np.full((140, 1200, 3), 235, np.uint8)
    cv2.putText(scratch, text, (20, 110), cv2.FONT_HERSHEY_SIMPLEX, 3.4, (60, 35, 25), thickness, cv2.LINE_AA)
    dark = np.argwhere(scratch[:, :, 0] < 180)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    letters = cv2.resize(
        scratch[top : bottom + 1, left : right + 1], (wide, high), interpolation=cv2.INTER_AREA
    )
    x = (face.shape[1] - wide) // 2
    spot = face[y - high : y, x : x + wide]
    np.minimum(spot, letters, out=spot)
