"""What is mounted on each body, and where: glass, lamps, lid, doors, wheels and plate."""

from dataclasses import dataclass

from reads.drawing.scene import Body


@dataclass(frozen=True)
class Fittings:
    """What is mounted on a body. Rear: (share of the half width, height); side: (z, height); wheels: z,
    radius."""

    window: tuple[tuple[float, float], ...]
    lamp: tuple[tuple[float, float], ...]
    plate_height: float
    bumper_top: float
    lid: tuple[float, float, float]
    side_windows: tuple[tuple[tuple[float, float], ...], ...]
    doors: tuple[float, ...]
    wheels: tuple[float, float, float]
    badge: float
    spoiler: bool = False
    step: bool = False


FITTINGS: dict[Body, Fittings] = {
    Body.SEDAN: Fittings(
        window=((-0.80, 1.365), (0.80, 1.365), (0.90, 1.055), (-0.90, 1.055)),
        lamp=((0.46, 0.90), (1.0, 0.885), (1.0, 0.70), (0.90, 0.675), (0.60, 0.745), (0.46, 0.80)),
        plate_height=0.755,
        bumper_top=0.55,
        lid=(0.66, 0.565, 0.95),
        side_windows=(
            ((1.36, 1.06), (2.02, 1.06), (2.02, 1.36), (1.62, 1.345)),
            ((2.10, 1.06), (3.05, 1.06), (2.62, 1.335), (2.10, 1.365)),
        ),
        doors=(1.30, 2.06, 3.10),
        wheels=(0.95, 3.62, 0.325),
        badge=0.90,
    ),
    Body.HATCHBACK: Fittings(
        window=((-0.82, 1.42), (0.82, 1.42), (0.88, 1.07), (-0.88, 1.07)),
        lamp=((0.68, 1.02), (1.0, 1.00), (1.0, 0.76), (0.88, 0.70), (0.62, 0.78)),
        plate_height=0.79,
        bumper_top=0.57,
        lid=(0.80, 0.585, 1.0),
        side_windows=(
            ((0.72, 1.09), (1.62, 1.08), (1.62, 1.42), (0.95, 1.40)),
            ((1.70, 1.08), (2.72, 1.06), (2.28, 1.39), (1.70, 1.42)),
        ),
        doors=(0.95, 1.66, 2.75),
        wheels=(0.72, 3.20, 0.315),
        badge=0.98,
        spoiler=True,
    ),
    Body.SUV: Fittings(
        window=((-0.80, 1.58), (0.80, 1.58), (0.86, 1.17), (-0.86, 1.17)),
        lamp=((0.74, 1.13), (1.0, 1.11), (1.0, 0.80), (0.90, 0.76), (0.66, 0.93), (0.66, 1.02)),
        plate_height=0.90,
        bumper_top=0.66,
        lid=(0.84, 0.68, 1.10),
        side_windows=(
            ((0.62, 1.18), (1.30, 1.18), (1.30, 1.56), (0.80, 1.55)),
            ((1.38, 1.18), (2.10, 1.18), (2.10, 1.58), (1.38, 1.57)),
            ((2.18, 1.18), (3.10, 1.17), (2.66, 1.55), (2.18, 1.58)),
        ),
        doors=(1.34, 2.14, 3.12),
        wheels=(0.92, 3.60, 0.37),
        badge=1.08,
        spoiler=True,
    ),
    Body.PICKUP: Fittings(
        window=((-0.78, 1.70), (0.78, 1.70), (0.84, 1.30), (-0.84, 1.30)),
        lamp=((0.86, 1.13), (1.0, 1.12), (1.0, 0.76), (0.86, 0.76)),
        plate_height=0.60,
        bumper_top=0.70,
        lid=(0.82, 0.73, 1.15),
        side_windows=(
            ((2.10, 1.29), (2.75, 1.29), (2.75, 1.70), (2.16, 1.69)),
            ((2.83, 1.29), (3.82, 1.28), (3.36, 1.67), (2.83, 1.70)),
        ),
        doors=(2.02, 2.79, 3.86),
        wheels=(1.15, 4.40, 0.39),
        badge=1.02,
        step=True,
    ),
    Body.VAN: Fittings(
        window=((-0.80, 1.78), (0.80, 1.78), (0.82, 1.18), (-0.82, 1.18)),
        lamp=((0.88, 1.20), (1.0, 1.20), (1.0, 0.72), (0.88, 0.72)),
        plate_height=0.80,
        bumper_top=0.52,
        lid=(0.84, 0.54, 1.90),
        side_windows=(((2.90, 1.22), (4.05, 1.20), (3.72, 1.72), (2.90, 1.75)),),
        doors=(1.10, 2.70, 4.10),
        wheels=(0.98, 4.20, 0.36),
        badge=1.06,
    ),
}
