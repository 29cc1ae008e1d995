"""Finding text boxes: a DB-style segmentation network (PP-OCR's detector) run by ONNX Runtime.

The network gives, for every pixel, how likely it belongs to the shrunken core of a line of text; the cores
are outlined, measured as rotated rectangles and grown back.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from .lines import TextBox

NETWORK_STRIDE = 32


@dataclass(frozen=True)
class DetectorSettings:
    """How a probability map becomes boxes.

    `growth` is the area-to-perimeter factor by which a core is grown back: small values keep a slogan or a
    state name from being joined to the serial under it.
    """

    pixel_threshold: float = 0.3
    box_threshold: float = 0.4
    growth: float = 1.3
    smallest_core: int = 3
    most_boxes: int = 200


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """A CPU session whose memory does not grow with every new image shape."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class TextDetector:
    def __init__(self, path: Path, threads: int, settings: DetectorSettings | None = None) -> None:
        self.settings = settings or DetectorSettings()
        self._session = open_session(path, threads)
        self._input = self._session.get_inputs()[0].name

    def find(self, image: np.ndarray, long_side: int) -> list[TextBox]:
        """Text boxes of a BGR image, in its own pixels; the image is looked at `long_side` pixels wide or
        high.
        """
        height, width = image.shape[:2]
        scale = long_side / max(height, width)
        seen_height = max(NETWORK_STRIDE, round(height * scale / NETWORK_STRIDE) * NETWORK_STRIDE)
        seen_width = max(NETWORK_STRIDE, round(width * scale / NETWORK_STRIDE) * NETWORK_STRIDE)
        shrinking = seen_width * seen_height < width * height
        resized = cv2.resize(
            image, (seen_width, seen_height), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
        )
        planes = cv2.dnn.blobFromImage(resized, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        probability = self._session.run(None, {self._input: planes})[0][0, 0]
        return self._boxes(probability, width / seen_width, height / seen_height)

    def _boxes(self, probability: np.ndarray, scale_x: float, scale_y: float) -> list[TextBox]:
        settings = self.settings
        core = (probability > settings.pixel_threshold).astype(np.uint8)
        core = cv2.dilate(core, np.ones((2, 2), np.uint8))
        outlines, _ = cv2.findContours(core, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        boxes = []
        for outline in sorted(outlines, key=len, reverse=True)[: settings.most_boxes]:
            (x, y), (w, h), angle = cv2.minAreaRect(outline)
            if min(w, h) < settings.smallest_core:
                continue
            score = _mean_inside(probability, outline)
            if score < settings.box_threshold:
                continue
            grown = settings.growth * w * h / (2 * (w + h))
            corners = cv2.boxPoints(((x, y), (w + 2 * grown, h + 2 * grown), angle))
            corners[:, 0] *= scale_x
            corners[:, 1] *= scale_y
            boxes.append(TextBox.from_corners(corners, score))
        return boxes


def _mean_inside(probability: np.ndarray, outline: np.ndarray) -> float:
    x, y, w, h = cv2.boundingRect(outline)
    window = probability[y : y + h, x : x + w]
    mask = np.zeros((h, w), np.uint8)
    cv2.fillPoly(mask, [outline - np.array([[x, y]])], 1)
    return float(cv2.mean(window, mask[: window.shape[0], : window.shape[1]])[0])
