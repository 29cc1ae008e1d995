"""Plate recognition: an image in, plate readings out, by one of several engines.

Nothing here knows the database. `registry.recognise` reads an image, `decode.decode` makes one of a file.
"""

from .engines import easyocr, rapidocr
from .registry import register

register(rapidocr.NAME, rapidocr.RapidOcrEngine)
register(easyocr.NAME, easyocr.EasyOcrEngine)
