"""What stands along a street: trees, lamps and parking meters."""

import cv2
import numpy as np

from reads.drawing.canvas import SCALE, Canvas, Colour
from reads.drawing.scene import Light, Scene

WARM: Colour = (255, 206, 128)


def draw_tree(canvas: Canvas, x: float, z: float, generator: np.random.Generator) -> None:
    base = np.array([x, 0.15, z])
    tall = generator.uniform(2.7, 3.4)
    trunk = np.array([(x - 0.11, 0, z), (x + 0.11, 0, z), (x + 0.07, tall, z), (x - 0.07, tall, z)])
    canvas.shadow(base + np.array([(-1.6, 0, -0.8), (1.6, 0, -0.8), (1.6, 0, 0.8), (-1.6, 0, 0.8)]), 0.30, 14)
    canvas.fill(trunk, (112, 90, 70), bottom=(84, 66, 52))
    for _ in range(4):
        spot = np.array([x + generator.uniform(-0.9, 0.9), tall + generator.uniform(0.2, 1.6), z])
        draw_leaves(canvas, spot, 1.0, 9, generator)


def draw_leaves(
    canvas: Canvas, middle: np.ndarray, size: float, count: int, generator: np.random.Generator
) -> None:
    """A clump of foliage, dark below and inside, light above."""
    seen = canvas.seen(middle[None])
    if seen[0, 2] < 2:
        return
    centre = canvas.flat(seen)[0]
    radius = canvas.focal * size / seen[0, 2]
    for tone, lift, grow in (
        ((44, 78, 50), 0.0, 1.0),
        ((66, 108, 62), -0.22, 0.80),
        ((98, 142, 78), -0.46, 0.52),
    ):
        for offset in generator.uniform(-0.62, 0.62, (count, 2)):
            at = centre + (offset + (0, lift)) * radius
            spot, wide = at.round().astype(int), max(1, round(radius * 0.46 * grow))
            cv2.circle(canvas.pixels, tuple(spot.tolist()), wide, tone, -1)
            if not lift:
                cv2.circle(
                    canvas.glow, tuple((spot // (SCALE * 2)).tolist()), wide // (SCALE * 2), (0, 0, 0), -1
                )


def draw_lamp(canvas: Canvas, scene: Scene, x: float, z: float) -> None:
    side = -1 if x > 0 else 1
    canvas.line(np.array([(x, 0.1, z), (x, 5.4, z), (x + side * 1.1, 5.7, z)]), (70, 74, 78), 0.11)
    head = np.array(
        [
            (x + side * 0.8, 5.75, z),
            (x + side * 1.5, 5.75, z),
            (x + side * 1.45, 5.62, z),
            (x + side * 0.85, 5.62, z),
        ]
    )
    canvas.fill(head, (90, 94, 98))
    if scene.light in (Light.DUSK, Light.NIGHT):
        canvas.shine(head + (0, -0.08, 0), WARM)
        pool = np.linspace(0, 2 * np.pi, 24)
        canvas.shine(
            np.stack(
                [x + side + 2.6 * np.cos(pool), np.full_like(pool, 0.02), z + 2.6 * np.sin(pool)], axis=1
            ),
            (52, 42, 26),
        )


def draw_meter(canvas: Canvas, x: float, z: float) -> None:
    canvas.line(np.array([(x, 0.15, z), (x, 1.05, z)]), (118, 122, 126), 0.055)
    turn = np.linspace(0, 2 * np.pi, 24)
    head = np.stack([x + 0.10 * np.cos(turn), 1.17 + 0.16 * np.sin(turn), np.full_like(turn, z)], axis=1)
    canvas.fill(head, (92, 100, 108), bottom=(58, 64, 70))
    pane = np.stack([x + 0.06 * np.cos(turn), 1.20 + 0.06 * np.sin(turn), np.full_like(turn, z)], axis=1)
    canvas.fill(pane, (178, 198, 190))
