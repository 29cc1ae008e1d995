"""JSON that a program sends: UTF-8, bounded, and refused as a whole where anything of it is not JSON."""

import json
from typing import NoReturn

from django.http import HttpRequest
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import JSONParser

ENCODINGS = frozenset({"", "utf-8", "utf8"})


class StrictJSONParser(JSONParser):
    """One reading of the bytes, the same that the access ledger makes of them (audit.query).

    RFC 8259: no other encoding than UTF-8, no NaN, no half of a surrogate pair.
    """

    def parse(
        self, stream: object, media_type: str | None = None, parser_context: dict[str, object] | None = None
    ) -> object:
        request: HttpRequest = (parser_context or {})["request"]._request  # type: ignore[attr-defined]
        charset = request.content_params.get("charset", "") if request.content_params else ""
        if charset.lower() not in ENCODINGS:
            raise UnsupportedMediaType(media_type or "", detail="Send JSON in UTF-8.")
        try:
            return strict_json(request.body)
        except NotJson as error:
            raise ParseError(f"The body {error}") from None


class NotJson(ValueError):
    """The end of a sentence that says what is wrong."""


def strict_json(body: bytes) -> object:
    """What the bytes say. Raises NotJson."""
    try:
        said = json.loads(body.decode(), parse_constant=not_json)
        if b"\\u" in body:
            json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotJson("is not JSON as RFC 8259 has it; check its quotes and brackets.") from None
    return said


def not_json(word: str) -> NoReturn:
    raise ValueError(word)
