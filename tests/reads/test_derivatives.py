"""What a browser is given: re-encoded, upright, without a word of what the camera or its owner wrote."""

import io

import pytest
from PIL import Image

from reads.image_container import ContainerFault
from reads.images import crop, derivative, upright
from tests.reads.picture_files import (
    exif_block,
    jpeg,
    jpeg_with_exif,
    picture,
    png,
    with_segment,
)

RED, LIME, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
UPPER_LEFT_BY_ORIENTATION = {1: RED, 2: LIME, 3: YELLOW, 4: BLUE, 5: RED, 6: BLUE, 7: YELLOW, 8: LIME}


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def near(seen: object, wanted: tuple[int, int, int]) -> bool:
    return isinstance(seen, tuple) and all(abs(a - b) < 40 for a, b in zip(seen, wanted, strict=True))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_derivative_stands_upright(orientation: int) -> None:
    image = opened(derivative(jpeg_with_exif(exif_block(orientation=orientation)), longest=160))
    assert image.size == ((160, 90) if orientation < 5 else (90, 160))
    assert near(image.getpixel((12, 12)), UPPER_LEFT_BY_ORIENTATION[orientation])


def test_derivative_carries_no_metadata() -> None:
    source = jpeg_with_exif(
        exif_block(time="2026:03:01 21:04:05", latitude=(34, 8, 49), longitude=(118, 8, 38))
    )
    source = with_segment(source, 0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>")
    source = with_segment(source, 0xFE, b"<script>alert(1)</script>")
    source = with_segment(source, 0xE2, b"ICC_PROFILE\x00\x01\x01" + bytes(200))
    made = derivative(source, longest=200)
    for word in (b"Exif", b"xmpmeta", b"script", b"ICC_PROFILE", b"2026"):
        assert word not in made
    assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_png_mode_becomes_rgb(mode: str) -> None:
    image = opened(derivative(png(picture(mode=mode)), longest=100))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (100, 56))


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    image = opened(derivative(png(Image.new("I;16", (100, 80), 128 * 257)), longest=100))
    assert near(image.getpixel((50, 40)), (128, 128, 128))


def test_cmyk_keeps_its_colours() -> None:
    image = opened(derivative(jpeg(picture(mode="CMYK")), longest=320))
    assert near(image.getpixel((40, 40)), RED)
    assert near(image.getpixel((300, 170)), YELLOW)


def test_transparent_parts_become_white() -> None:
    clear = png(Image.new("RGBA", (100, 80), (0, 0, 0, 0)))
    palette = Image.new("P", (100, 80), 0)
    palette.putpalette([0, 0, 0] * 256)
    for source in (clear, png(palette, transparency=0)):
        assert near(opened(derivative(source, longest=100)).getpixel((50, 40)), (255, 255, 255))


def test_derivative_is_never_enlarged() -> None:
    assert opened(derivative(jpeg(), longest=4000)).size == (320, 180)


def test_large_jpeg_comes_at_the_size_asked_for() -> None:
    assert opened(derivative(jpeg(picture((4000, 2250))), longest=640)).size == (640, 360)


def test_derivative_of_a_damaged_file_raises_a_fault() -> None:
    with pytest.raises(ContainerFault):
        derivative(jpeg()[:-40], longest=100)


def test_upright_pixels_are_rgb_at_full_size() -> None:
    image = upright(jpeg_with_exif(exif_block(orientation=6)))
    assert (image.mode, image.size) == ("RGB", (180, 320))


def test_crop_shows_the_box_and_its_margin() -> None:
    image = opened(crop(png(), (170, 20, 80, 40), margin=0.25, height=60))
    assert image.size == (100, 60)
    assert near(image.getpixel((50, 30)), LIME)


def test_crop_is_measured_on_the_upright_picture() -> None:
    turned = jpeg_with_exif(exif_block(orientation=6))
    assert near(opened(crop(turned, (0, 0, 60, 60), margin=0, height=64)).getpixel((32, 32)), BLUE)
    assert near(opened(crop(turned, (120, 260, 60, 60), margin=0, height=64)).getpixel((32, 32)), LIME)


@pytest.mark.parametrize(
    "box", [(-30, -10, 100, 50), (280, 150, 100, 100), (0, 0, 5000, 5000), (10, 10, 300, 1)]
)
def test_crop_is_cut_off_at_the_edge_of_the_frame(box: tuple[int, int, int, int]) -> None:
    image = opened(crop(jpeg(), box, margin=0.2, height=48))
    assert image.height == 48
    assert image.width <= 8 * 48


@pytest.mark.parametrize("box", [(400, 0, 10, 10), (0, -100, 10, 10), (5, 5, 0, 10), (5, 5, 10, -1)])
def test_box_outside_the_frame_is_an_error(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="outside the frame"):
        crop(jpeg(), box, margin=0, height=48)


def test_crop_carries_no_metadata() -> None:
    source = jpeg_with_exif(exif_block(time="2026:03:01 21:04:05"))
    assert b"Exif" not in crop(source, (0, 0, 80, 40), margin=0, height=40)
