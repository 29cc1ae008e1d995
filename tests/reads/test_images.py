"""Uploaded files: what is taken as a frame, what is refused, and with which words."""

import hashlib
import io
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from reads.images import FrameRefused, inspect, safe_name
from tests.reads.picture_files import (
    chunk,
    encoded,
    exif_block,
    huge_png,
    jpeg,
    jpeg_with_exif,
    picture,
    png,
    rational,
    segment,
    with_segment,
)

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><script>alert(1)</script></html>"


def zip_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.sh", "echo")
    return out.getvalue()


def refused(data: bytes, name: str = "frame.jpg", **limits: int) -> FrameRefused:
    with pytest.raises(FrameRefused) as caught:
        inspect(data, name=name, **limits)
    return caught.value


def position(latitude: object, longitude: object) -> bytes:
    zero = rational(0)
    return jpeg_with_exif(exif_block(latitude=(latitude, zero, zero), longitude=(longitude, zero, zero)))


def test_plain_jpeg_is_described() -> None:
    data = jpeg()
    frame = inspect(data, name="frame.jpg")
    assert (frame.format, frame.width, frame.height) == ("JPEG", 320, 180)
    assert frame.sha256 == hashlib.sha256(data).hexdigest()
    assert frame.size == len(data)
    assert (frame.camera_time, frame.latitude, frame.longitude, frame.notes) == (None, None, None, ())
    assert frame.shown_name == "frame.jpg"


def test_plain_png_is_described_from_a_file_object() -> None:
    frame = inspect(io.BytesIO(png()), name="frame.png")
    assert (frame.format, frame.width, frame.height) == ("PNG", 320, 180)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_jpeg_mode_is_taken(mode: str) -> None:
    assert inspect(jpeg(picture(mode=mode)), name="a.jpg").width == 320


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_png_mode_is_taken(mode: str) -> None:
    image = Image.new("I;16", (320, 180), 40_000) if mode == "I;16" else picture(mode=mode)
    assert inspect(png(image), name="a.png").width == 320


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"restart_marker_rows": 1}, {"comment": b"hello"}]
)
def test_progressive_restart_marked_and_commented_jpegs_are_taken(options: dict[str, object]) -> None:
    assert inspect(jpeg(**options), name="a.jpg").format == "JPEG"


def test_empty_file_is_refused_by_name() -> None:
    error = refused(b"", "left 0012.jpg")
    assert error.code == "empty"
    assert "“left 0012.jpg”" in error.sentence


def test_file_over_the_limit_is_refused_without_reading_the_rest() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.given += size
            return bytes(size)

    stream = Endless()
    with pytest.raises(FrameRefused) as caught:
        inspect(stream, name="big.jpg", max_bytes=1_000_000)
    assert caught.value.code == "too_large"
    assert "1 MB" in caught.value.sentence
    assert stream.given == 1_000_001


@pytest.mark.parametrize(
    "data", [b"hello, officer", b"\x00" * 5000, HTML, b"\xff\xd8", b"\x7fELF" + bytes(60)]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert refused(data).code == "not_an_image"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (encoded(picture(), "GIF"), "a GIF"),
        (encoded(picture(), "TIFF"), "a TIFF"),
        (encoded(picture(), "WEBP"), "a WebP"),
        (encoded(picture(), "BMP"), "a BMP"),
        (SVG, "an SVG"),
        (b"\xef\xbb\xbf  <svg/>", "an SVG"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "an HEIC"),
        (b"%PDF-1.7\n", "a PDF"),
    ],
)
def test_other_formats_named_jpg_are_refused_by_what_they_are(data: bytes, kind: str) -> None:
    error = refused(data, "frame.jpg")
    assert error.code == "wrong_format"
    assert f"“frame.jpg” is {kind} file" in error.sentence
    assert "JPEG or PNG" in error.sentence


def test_jpeg_named_png_is_taken_for_what_it_is() -> None:
    assert inspect(jpeg(), name="frame.png").format == "JPEG"


@pytest.mark.parametrize("whole", [jpeg(), jpeg(progressive=True), png()], ids=["jpeg", "progressive", "png"])
def test_file_cut_short_anywhere_is_refused_by_name(whole: bytes) -> None:
    for cut in range(24, len(whole), max(1, len(whole) // 60)):
        error = refused(whole[:cut], "cut.jpg")
        assert error.code == "truncated"
        assert "“cut.jpg” is damaged or was cut short" in error.sentence


def test_png_whose_pixels_end_early_is_refused() -> None:
    whole = png()
    start = whole.index(b"IDAT") - 4
    early = whole[:start] + chunk(b"IDAT", b"\x78\x9c" + bytes(8)) + chunk(b"IEND", b"")
    assert refused(early).code == "truncated"
    assert refused(whole[:start] + chunk(b"IEND", b"")).code == "truncated"


def test_palette_png_without_its_palette_is_refused() -> None:
    whole = png(picture(mode="P"))
    start = whole.index(b"PLTE") - 4
    length = int.from_bytes(whole[start : start + 4], "big")
    assert refused(whole[:start] + whole[start + 12 + length :]).code == "truncated"


def test_png_with_a_wrong_checksum_is_refused() -> None:
    whole = bytearray(png())
    whole[whole.index(b"IDAT") + 20] ^= 0xFF
    assert refused(bytes(whole)).code == "truncated"


def test_bytes_flipped_anywhere_never_raise_anything_but_a_refusal() -> None:
    for whole in (jpeg_with_exif(exif_block(orientation=6, time="2026:03:01 21:04:05")), png()):
        for at in range(2, min(len(whole), 900)):
            broken = bytearray(whole)
            broken[at] ^= 0x55
            try:
                inspect(bytes(broken), name="x.jpg", max_pixels=1_000_000)
            except FrameRefused as error:
                assert error.sentence.startswith("“x.jpg” ")


def test_13000_by_13000_png_of_20_kb_is_refused_without_decoding_it(tmp_path: Path) -> None:
    bomb = huge_png()
    assert len(bomb) < 30_000
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from reads.images import FrameRefused, inspect\n"
        "data = Path(sys.argv[1]).read_bytes()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n"
        "    inspect(data, name='bomb.png')\n"
        "except FrameRefused as error:\n"
        "    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "    sys.stdout.write(f'{error.code} {grown}')\n"
    )
    root = Path(__file__).parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=root, capture_output=True, text=True, check=True
    )
    code, grown_kib = answer.stdout.split()
    assert code == "too_many_pixels"
    assert int(grown_kib) < 2_048


def test_refusal_for_too_many_pixels_says_the_size_and_the_limit() -> None:
    sentence = refused(huge_png(), "bomb.png").sentence
    assert "13000 × 13000 pixels" in sentence
    assert "40 megapixels" in sentence


def test_thumbnail_is_refused_as_too_small() -> None:
    assert refused(jpeg(picture((320, 40)))).code == "too_small"


@pytest.mark.parametrize(
    "tail", [HTML, zip_file(), jpeg(), b"\x00\x00x"], ids=["html", "zip", "jpeg", "zeros then text"]
)
@pytest.mark.parametrize("whole", [jpeg(), png()], ids=["jpeg", "png"])
def test_picture_with_another_file_behind_it_is_refused(whole: bytes, tail: bytes) -> None:
    error = refused(whole + tail, "both.jpg")
    assert error.code == "trailing_data"
    assert "save it again" in error.sentence


def test_png_with_a_payload_in_its_last_chunk_is_refused() -> None:
    assert refused(png().removesuffix(chunk(b"IEND", b"")) + chunk(b"IEND", HTML)).code == "trailing_data"


@pytest.mark.parametrize("whole", [jpeg(), png()], ids=["jpeg", "png"])
def test_zeros_that_fill_a_block_are_no_second_file(whole: bytes) -> None:
    assert inspect(whole + bytes(4096 - len(whole) % 4096), name="a.jpg").width == 320


def test_jpeg_with_an_exif_thumbnail_ends_where_the_picture_ends() -> None:
    assert (
        inspect(with_segment(jpeg(), 0xE1, b"Exif\x00\x00" + jpeg(picture((64, 64)))), name="a.jpg").height
        == 180
    )


def test_multi_picture_jpeg_is_taken_and_what_follows_its_last_picture_is_not() -> None:
    several = encoded(picture(), "MPO", save_all=True, append_images=[picture((160, 90))])
    assert inspect(several, name="a.jpg").width == 320
    assert inspect(several + bytes(100), name="a.jpg").width == 320
    assert refused(several + zip_file()).code == "trailing_data"


def test_animated_png_is_refused() -> None:
    film = png(save_all=True, append_images=[picture().rotate(180)])
    assert refused(film, "film.png").code == "animated"


def test_jpeg_of_a_thousand_scans_is_refused() -> None:
    whole = jpeg(progressive=True)
    last_scan = whole.rindex(b"\xff\xda")
    many = whole[:-2] + whole[last_scan:-2] * 1000 + b"\xff\xd9"
    assert refused(many).code == "truncated"


def test_jpeg_of_endless_segments_fill_bytes_or_pictures_is_refused() -> None:
    whole = jpeg()
    head = with_segment(whole, 0xE2, b"MPF\x00" + bytes(30))
    assert refused(whole[:2] + segment(0xFE, b"") * 100_000 + whole[2:]).code == "truncated"
    assert refused(whole[:2] + b"\xff" * 1_000_000 + whole[2:]).code == "truncated"
    assert refused(whole[:-2] + b"\xff" * 10_000_000 + b"\x00").code == "truncated"
    assert refused(head + whole * 1000).code == "trailing_data"


def test_jpeg_that_states_its_size_twice_is_refused() -> None:
    whole = jpeg()
    at = whole.index(b"\xff\xc0")
    second = segment(0xC0, b"\x08\xff\xff\xff\xff\x01\x01\x11\x00")
    assert refused(whole[:at] + second + whole[at:]).code == "truncated"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_width_and_height_are_those_of_the_upright_picture(orientation: int) -> None:
    frame = inspect(jpeg_with_exif(exif_block(orientation=orientation)), name="a.jpg")
    assert (frame.width, frame.height) == ((320, 180) if orientation < 5 else (180, 320))


def test_camera_time_and_place_are_kept_beside_the_frame() -> None:
    frame = inspect(
        jpeg_with_exif(
            exif_block(
                time="2026:03:01 21:04:05",
                offset="-08:00",
                latitude=(rational(34), rational(8), rational(4920, 100)),
                longitude=(rational(118), rational(8), rational(3840, 100)),
            )
        ),
        name="a.jpg",
    )
    assert frame.camera_time is not None
    assert frame.camera_time.astimezone(UTC) == datetime(2026, 3, 2, 5, 4, 5, tzinfo=UTC)
    assert frame.camera_time.utcoffset() == timedelta(hours=-8)
    assert frame.latitude == pytest.approx(34.147)
    assert frame.longitude == pytest.approx(-118.144)
    assert frame.notes == ()


def test_camera_time_and_place_of_a_png_are_found_too() -> None:
    block = exif_block(time="2026:03:01 21:04:05", orientation=6)
    frame = inspect(png(exif=block), name="a.png")
    assert (frame.width, frame.height) == (180, 320)
    assert frame.camera_time is not None
    assert frame.camera_time.isoformat() == "2026-03-01T21:04:05"


def test_camera_time_without_an_offset_stays_naive() -> None:
    frame = inspect(jpeg_with_exif(exif_block(time="2026:03:01 21:04:05")), name="a.jpg")
    assert frame.camera_time is not None
    assert frame.camera_time.tzinfo is None


@pytest.mark.parametrize(
    "written", ["0000:00:00 00:00:00", "2026:02:30 10:00:00", "1901:01:01 00:00:00", "yesterday", ""]
)
def test_camera_time_that_is_none_becomes_a_note(written: str) -> None:
    frame = inspect(jpeg_with_exif(exif_block(time=written)), name="a.jpg")
    assert frame.camera_time is None
    assert "time" in frame.notes[0]


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        (rational(0), rational(0), "0, 0"),
        (rational(0, 0), rational(118), "no place"),
        (rational(1, 0), rational(118), "no place"),
        (rational(91), rational(118), "no place"),
        (rational(34), rational(181), "no place"),
        (rational(4_294_967_295), rational(118), "no place"),
    ],
    ids=["zero", "not a number", "infinite", "beyond the pole", "beyond the date line", "enormous"],
)
def test_position_that_is_no_place_becomes_a_note(latitude: object, longitude: object, said: str) -> None:
    frame = inspect(position(latitude, longitude), name="a.jpg")
    assert (frame.latitude, frame.longitude) == (None, None)
    assert said.replace("no place", "not a place") in frame.notes[0]


def test_position_without_its_hemisphere_becomes_a_note() -> None:
    block = exif_block(latitude=(34, 8, 49), longitude=(118, 8, 38), references=("", ""))
    frame = inspect(jpeg_with_exif(block), name="a.jpg")
    assert (frame.latitude, frame.longitude) == (None, None)
    assert frame.notes


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"garbage",
        b"II*\x00",
        b"MM\x00*\xff\xff\xff\xff",
        b"II*\x00\x08\x00\x00\x00\xff\xff" + bytes(900),
        bytes(60_000),
    ],
    ids=["empty", "text", "cut", "offset outside", "65535 entries", "large"],
)
def test_exif_garbage_never_costs_the_frame(block: bytes) -> None:
    frame = inspect(jpeg_with_exif(block), name="a.jpg")
    assert (frame.width, frame.height, frame.camera_time, frame.latitude) == (320, 180, None, None)


def test_exif_block_of_a_megabyte_is_left_out_with_a_note() -> None:
    whole = png()
    huge = whole[:33] + chunk(b"eXIf", b"II*\x00" + bytes(1_000_000)) + whole[33:]
    frame = inspect(huge, name="a.png")
    assert frame.width == 320
    assert "too large" in frame.notes[0]


def test_compressed_text_and_profiles_of_a_png_are_never_unpacked() -> None:
    whole = png()
    bomb = zlib.compress(bytes(50_000_000), 9)
    data = whole[:33] + chunk(b"zTXt", b"a\x00\x00" + bomb) + chunk(b"iCCP", b"a\x00\x00" + bomb) + whole[33:]
    assert inspect(data, name="a.png").width == 320


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("frame.jpg", "frame.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\left 1.jpg", "left 1.jpg"),
        ("a\x00b\x1b[31m.jpg", "ab[31m.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("two\nlines\t.jpg", "two lines .jpg"),
        ("zero\u200bwidth\ufeff.jpg", "zerowidth.jpg"),
        ("<b>&amp;.jpg", "<b>&amp;.jpg"),
        ("e\u0301te\u0301.jpg", "\u00e9t\u00e9.jpg"),
        ("駐車場.jpg", "駐車場.jpg"),
        ("..", "unnamed file"),
        ("", "unnamed file"),
        ("///", "unnamed file"),
        ("\u202e\x00", "unnamed file"),
        ("\ud800.jpg", ".jpg"),
    ],
)
def test_shown_name_is_plain_text_without_a_path(given: str, shown: str) -> None:
    assert safe_name(given) == shown


def test_name_of_300_characters_keeps_its_extension() -> None:
    name = safe_name("x" * 300 + ".jpeg")
    assert len(name) == 120
    assert name.endswith("x….jpeg")
    assert len(safe_name("." + "x" * 300)) == 120
    assert len(safe_name("x" * 300 + "." + "y" * 300)) == 120


def test_shown_name_holds_no_control_or_format_character_whatever_is_sent() -> None:
    name = safe_name("".join(map(chr, range(0x3000))) + ".jpg")
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_refusal_shows_the_cleaned_name_only() -> None:
    assert refused(b"", "../a\u202eb\x00.jpg").sentence.startswith("“ab.jpg” ")
