"""A scene drawn as the file a camera would have sent."""

import io

import cv2
import numpy as np
from PIL import ExifTags, Image, TiffImagePlugin

from reads.drawing.body import shape_of
from reads.drawing.canvas import SCALE, Canvas
from reads.drawing.furniture import draw_lamp, draw_meter, draw_tree
from reads.drawing.light import exposed, photographed
from reads.drawing.placed import placed
from reads.drawing.scene import FRAME_HEIGHT, FRAME_WIDTH, Light, Place, Scene, Vehicle
from reads.drawing.street import draw_lot, draw_sky, draw_street
from reads.drawing.vehicle import draw_plate_on, draw_vehicle

Box = tuple[int, int, int, int]
QUALITY = 88


def draw_frame(scene: Scene) -> bytes:
    """The scene as a JPEG of 1280 x 720 pixels; the same scene gives the same bytes.

    Raises ValueError for a plate that cannot be drawn: an unknown character, or a region without a style.
    """
    generator = np.random.default_rng(scene.seed)
    canvas = Canvas(scene.view)
    plates = np.zeros((FRAME_HEIGHT, FRAME_WIDTH), np.uint8)
    draw_sky(canvas, scene, generator)
    if scene.place == Place.LOT:
        draw_lot(canvas, scene, generator)
    else:
        draw_street(canvas, scene, generator)
        _street_furniture(canvas, scene, generator)
    for vehicle in sorted(scene.vehicles, key=lambda vehicle: -vehicle.z):
        _hide(plates, canvas, vehicle)
        draw_vehicle(canvas, vehicle)
        draw_plate_on(canvas, vehicle, generator)
        if vehicle.plate:
            cv2.fillPoly(plates, [_plate_outline(canvas, vehicle).round().astype(np.int32)], 255)
    pixels = cv2.resize(canvas.pixels, (FRAME_WIDTH, FRAME_HEIGHT), interpolation=cv2.INTER_AREA)
    picture = exposed(pixels, canvas.glow, plates, scene, _beam(canvas, scene))
    return _file(photographed(picture, scene, generator), scene)


def plate_boxes(scene: Scene) -> tuple[Box | None, ...]:
    """Where each vehicle's plate is, in the scene's order: (x, y, w, h) in pixels; None for one without a
    plate, or
    with its plate outside the frame."""
    canvas = Canvas(scene.view)
    out: list[Box | None] = []
    for vehicle in scene.vehicles:
        outline = _plate_outline(canvas, vehicle)
        left, top = np.floor(outline.min(axis=0)).astype(int).tolist()
        right, low = np.ceil(outline.max(axis=0)).astype(int).tolist()
        inside = 0 <= left < right <= FRAME_WIDTH and 0 <= top < low <= FRAME_HEIGHT
        out.append((left, top, right - left, low - top) if vehicle.plate and inside else None)
    return tuple(out)


def _plate_outline(canvas: Canvas, vehicle: Vehicle) -> np.ndarray:
    """The plate's corners in frame pixels: 4 x 2."""
    return canvas.project(placed(vehicle).plate_corners()) / SCALE


def _hide(plates: np.ndarray, canvas: Canvas, vehicle: Vehicle) -> None:
    """A plate behind a nearer vehicle throws nothing back, and a light behind it is not seen."""
    skin = canvas.seen(placed(vehicle).world(shape_of(vehicle.body).mesh().reshape(-1, 3)))
    skin = skin[skin[:, 2] > 0.3]
    if len(skin):
        outline = np.clip(canvas.flat(skin), -9_000, 9_000).round().astype(np.int32)
        hull = cv2.convexHull(outline)[:, 0, :]
        cv2.fillConvexPoly(plates, (hull / SCALE).astype(np.int32), 0)
        canvas.darken_glow(hull)


def _beam(canvas: Canvas, scene: Scene) -> tuple[float, float]:
    if not scene.vehicles:
        return FRAME_WIDTH / 2, FRAME_HEIGHT * 0.6
    nearest = min(scene.vehicles, key=lambda vehicle: vehicle.z)
    x, y = _plate_outline(canvas, nearest).mean(axis=0).tolist()
    return x, y


def _street_furniture(canvas: Canvas, scene: Scene, generator: np.random.Generator) -> None:
    """Trees, lamps and meters along the near kerb, behind the nearest vehicle so that none hides it."""
    side = scene.kerb
    nearest = min((vehicle.z for vehicle in scene.vehicles), default=6.0)
    for z in sorted(generator.uniform(-1.2, 1.2, 6) + np.arange(6) * 9 + nearest + 6.5, reverse=True):
        draw_tree(canvas, side * 4.4, float(z), generator)
    for z in (46.0, 22.0):
        draw_lamp(canvas, scene, side * 4.0, z)
        draw_lamp(canvas, scene, -side * 8.2, z - 6)
    for z in (nearest + 16, nearest + 10.6, nearest + 5.2):
        draw_meter(canvas, side * 3.85, z)


def _file(pixels: np.ndarray, scene: Scene) -> bytes:
    out = io.BytesIO()
    image = Image.fromarray(pixels)
    if scene.light == Light.INFRARED:
        image = image.convert("L")
    image.save(out, "JPEG", quality=QUALITY, exif=_exif(scene))
    return out.getvalue()


def _exif(scene: Scene) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "Drawn by a program, no photograph"
    if scene.camera_time is not None:
        offset = scene.camera_time.strftime("%z") or "+0000"
        exif.get_ifd(ExifTags.IFD.Exif).update(
            {
                ExifTags.Base.DateTimeOriginal: scene.camera_time.strftime("%Y:%m:%d %H:%M:%S"),
                ExifTags.Base.OffsetTimeOriginal: f"{offset[:3]}:{offset[3:5]}",
            }
        )
    if scene.latitude is not None and scene.longitude is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                ExifTags.GPS.GPSLatitudeRef: "N" if scene.latitude >= 0 else "S",
                ExifTags.GPS.GPSLatitude: _degrees(scene.latitude),
                ExifTags.GPS.GPSLongitudeRef: "E" if scene.longitude >= 0 else "W",
                ExifTags.GPS.GPSLongitude: _degrees(scene.longitude),
            }
        )
    return exif.tobytes()


def _degrees(value: float) -> tuple[TiffImagePlugin.IFDRational, ...]:
    """Degrees, minutes and ten-thousandths of seconds."""
    parts = round(abs(value) * 36_000_000)
    minutes, seconds = divmod(parts, 600_000)
    degrees, minutes = divmod(minutes, 60)
    rational = TiffImagePlugin.IFDRational
    return rational(degrees), rational(minutes), rational(seconds, 10_000)
