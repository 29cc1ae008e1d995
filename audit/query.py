"""The query elements of a request, as the ledger keeps them (Civ. Code 1798.90.52(a)(2))."""

import json

from django.http import HttpRequest
from django.http.request import RawPostDataException

from alpr_portal.lib.plates import ledger_plate, normalise
from alpr_portal.lib.text import canonical_json, one_line, storable
from audit.marks import Mark

NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2", "token"})
LONGEST_VALUE = 500
MOST_FIELDS = 60


def query_elements(request: HttpRequest, kwargs: dict[str, object]) -> str:
    """Canonical JSON of everything the person chose: the object in the path, the form, the names of sent files."""
    elements: dict[str, object] = {name: kept(str(value)) for name, value in kwargs.items()}
    for source in (request.GET, request.POST):
        for name in list(source)[:MOST_FIELDS]:
            if name not in NEVER_KEPT:
                values = [kept(value) for value in source.getlist(name)[:MOST_FIELDS]]
                elements[kept(name)] = values[0] if len(values) == 1 else values
    if request.content_type == "application/json":
        elements["body"] = json_body(request)
    if request.FILES:
        elements["files"] = [kept(file.name or "") for _, file in file_items(request)[:MOST_FIELDS]]
        elements["file_count"] = len(file_items(request))
    if sent_range := request.headers.get("Range"):
        elements["range"] = kept(sent_range)
    return canonical_json(elements)


def file_items(request: HttpRequest) -> list[tuple[str, object]]:
    return [(name, file) for name, files in request.FILES.lists() for file in files]


def json_body(request: HttpRequest) -> object:
    """The JSON a program sent, bounded; what is not JSON is kept as the text it was."""
    try:
        text = request.body[:4000].decode("utf-8", "replace")
    except RawPostDataException:
        return ""
    try:
        body = json.loads(text, parse_constant=str)
    except (ValueError, RecursionError):
        return kept(text)
    if not isinstance(body, dict):
        return kept(text)
    return {kept(str(name)): kept(str(value)) for name, value in list(body.items())[:MOST_FIELDS]}


def plates_sought(request: HttpRequest, mark: Mark) -> list[str]:
    """The plates asked for by number, in the form under which the ledger is searched. Patterns are in the query."""
    if not mark.plate_fields:
        return []
    fields = request.POST
    if request.content_type == "application/json":
        body = json_body(request)
        fields = body if isinstance(body, dict) else {}
    region = one_line(str(fields.get("region") or ""))[:10]
    plates = (normalise(str(fields.get(name) or "")[:40]) for name in mark.plate_fields)
    return [ledger_plate(plate, region) for plate in plates if plate]


def kept(value: str) -> str:
    return storable(value, longest=LONGEST_VALUE)
