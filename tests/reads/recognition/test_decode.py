"""Files to upright BGR arrays."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reads.recognition import decode as decoding
from reads.recognition.decode import UnreadableImage, decode, read_file


def two_coloured() -> Image.Image:
    """Left half red, right half blue, twice as wide as high."""
    picture = Image.new("RGB", (80, 40), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 40, 40))
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_colours_come_as_blue_green_red() -> None:
    array = decode(encoded(two_coloured(), "PNG"))
    assert array.shape == (40, 80, 3) and array.dtype == np.uint8
    assert array[20, 10].tolist() == [0, 0, 255]


def test_a_rotated_photograph_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    array = decode(encoded(two_coloured(), "JPEG", exif=exif, quality=95))
    assert array.shape == (80, 40, 3)
    top = array[10, 20]
    assert top[2] > 200 and top[0] < 60


def test_grey_becomes_three_equal_channels() -> None:
    array = decode(encoded(Image.new("L", (30, 20), 90), "PNG"))
    assert array.shape == (20, 30, 3)
    assert array[0, 0].tolist() == [90, 90, 90]


def test_sixteen_bits_are_stretched_into_eight() -> None:
    ramp = np.linspace(1000, 5000, 64, dtype=np.uint16).reshape(1, 64).repeat(8, axis=0)
    array = decode(encoded(Image.fromarray(ramp), "PNG"))
    assert array.shape == (8, 64, 3)
    assert array[0, 0, 0] == 0 and array[0, 63, 0] == 255


def test_what_is_transparent_becomes_white() -> None:
    array = decode(encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))
    assert array[5, 5].tolist() == [255, 255, 255]


def test_print_colours_and_palettes_become_plain_ones() -> None:
    assert decode(encoded(two_coloured().convert("CMYK"), "JPEG")).shape == (40, 80, 3)
    assert decode(encoded(two_coloured().convert("P"), "PNG")).shape == (40, 80, 3)


def test_too_many_pixels_are_refused_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_PIXELS", 1000)
    with pytest.raises(UnreadableImage, match="send a smaller one"):
        decode(encoded(two_coloured(), "PNG"))


def test_a_huge_picture_of_few_bytes_is_refused() -> None:
    data = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (13000).to_bytes(4, "big") * 2
    with pytest.raises(UnreadableImage):
        decode(bytes(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused_in_a_sentence(kind: str) -> None:
    noisy = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noisy), kind)
    with pytest.raises(UnreadableImage, match=r"\.$"):
        decode(data[: len(data) // 2])


def test_what_is_no_picture_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableImage, match="not a picture"):
        decode(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_an_empty_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnreadableImage, match="empty"):
        decode(b"")


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage, match="cannot be opened"):
        read_file(tmp_path / "none.jpg")


def test_a_file_of_too_many_bytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_BYTES", 10)
    path = tmp_path / "large.jpg"
    path.write_bytes(b"x" * 11)
    with pytest.raises(UnreadableImage, match="larger than"):
        read_file(path)
