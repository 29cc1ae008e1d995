"""Day, dusk, night and infrared: what the painted picture becomes, and what a camera adds to it."""

from dataclasses import dataclass

import cv2
import numpy as np

from reads.drawing.scene import FRAME_HEIGHT, FRAME_WIDTH, Light, Scene


@dataclass(frozen=True)
class Exposure:
    """Shares of the daylight picture: what the sky gives everywhere, what the camera's lamp adds in its beam,
    and what a
    plate throws back."""

    everywhere: tuple[float, float, float]
    beam: tuple[float, float, float]
    plate: float
    glow: float


EXPOSURES = {
    Light.DAY: Exposure((1.0, 1.0, 1.0), (0.0, 0.0, 0.0), 1.0, 0.0),
    Light.DUSK: Exposure((0.88, 0.74, 0.70), (0.06, 0.06, 0.05), 0.92, 0.7),
    Light.NIGHT: Exposure((0.15, 0.17, 0.25), (0.62, 0.59, 0.52), 0.98, 1.0),
    Light.INFRARED: Exposure((0.12, 0.12, 0.12), (0.66, 0.66, 0.66), 1.0, 0.25),
}


def exposed(
    pixels: np.ndarray, glow: np.ndarray, plates: np.ndarray, scene: Scene, beam_at: tuple[float, float]
) -> np.ndarray:
    """The daylight picture under the scene's light: frame-sized, RGB, float32, 0 to 255.

    `plates` is 255 where a plate is seen; `beam_at` is the middle of the lamp's beam in pixels.
    """
    picture = pixels.astype(np.float32)
    if scene.light == Light.DAY:
        return picture
    exposure = EXPOSURES[scene.light]
    across = (np.arange(FRAME_WIDTH, dtype=np.float32) - beam_at[0]) / (0.36 * FRAME_WIDTH)
    down = (np.arange(FRAME_HEIGHT, dtype=np.float32) - beam_at[1]) / (0.46 * FRAME_HEIGHT)
    beam = np.exp(-(down**2))[:, None] * np.exp(-(across**2))[None, :]
    if scene.light == Light.INFRARED:
        picture[:] = picture.mean(axis=2, keepdims=True)
        beam = beam**1.4
    thrown_back = plates.astype(np.float32) / 255
    for channel in range(3):
        share = exposure.everywhere[channel] + exposure.beam[channel] * beam
        picture[:, :, channel] *= share + (exposure.plate - share) * thrown_back
    near = cv2.resize(
        cv2.GaussianBlur(glow, (0, 0), 2.0), (FRAME_WIDTH, FRAME_HEIGHT), interpolation=cv2.INTER_LINEAR
    )
    small = cv2.resize(glow, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    wide = cv2.resize(
        cv2.GaussianBlur(small, (0, 0), 7), (FRAME_WIDTH, FRAME_HEIGHT), interpolation=cv2.INTER_LINEAR
    )
    light = near.astype(np.float32) * 0.85 + wide.astype(np.float32) * 0.9
    if scene.light == Light.INFRARED:
        light[:] = light.mean(axis=2, keepdims=True)
    picture += light * (1 - thrown_back[:, :, None]) * exposure.glow
    return picture


def photographed(picture: np.ndarray, scene: Scene, generator: np.random.Generator) -> np.ndarray:
    """What the lens and the sensor make of it: RGB, uint8."""
    if scene.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), scene.blur)
    if scene.smear >= 1:
        length = round(scene.smear)
        picture = cv2.blur(picture, (length, 1))
    across = np.linspace(-1, 1, FRAME_WIDTH, dtype=np.float32) ** 2
    down = np.linspace(-1, 1, FRAME_HEIGHT, dtype=np.float32) ** 2
    picture = picture * (1 - 0.10 * (across[None, :] + down[:, None]))[:, :, None]
    if scene.noise:
        grain = generator.standard_normal((FRAME_HEIGHT, FRAME_WIDTH), dtype=np.float32) * scene.noise
        picture += grain[:, :, None]
    return cv2.convertScaleAbs(np.maximum(picture, 0, out=picture))
