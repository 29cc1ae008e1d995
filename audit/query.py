"""The query elements of a request, as the ledger keeps them (Civ. Code 1798.90.52(a)(2))."""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException

from alpr_portal.lib.plates import LONGEST_PATTERN, REGIONS, folded, ledger_plate, normalise
from alpr_portal.lib.text import canonical_json, storable
from audit.marks import Mark

NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2", "token"}
)
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
LONGEST_VALUE = 500
MOST_FIELDS = 60


def query_elements(request: HttpRequest, kwargs: dict[str, object]) -> str:
    """Canonical JSON of everything the person chose: the object in the path, the form, the sent files' names.

    One name in several places keeps all its values, so that an address cannot talk over the path or the form.
    """
    left_out = 0
    said = {name: [kept(str(value))] for name, value in kwargs.items()}
    for source in (request.GET, request.POST):
        names = [name for name in source if name.lower() not in NEVER_KEPT]
        left_out += len(names[MOST_FIELDS:])
        for name in names[:MOST_FIELDS]:
            # A form takes the last of several values, so the last are those that are kept.
            said.setdefault(kept(name), []).extend(map(kept, source.getlist(name)[-MOST_FIELDS:]))
    elements: dict[str, object] = {
        name: values[0] if len(values) == 1 else values for name, values in said.items()
    }
    if left_out:
        elements["fields_left_out"] = left_out
    if request.content_type not in FORMS and (body := sent_body(request)):
        elements["body"] = body
    if request.FILES:
        elements["files"] = [kept(file.name or "") for _, file in file_items(request)[:MOST_FIELDS]]
        elements["file_count"] = len(file_items(request))
    if sent_range := request.headers.get("Range"):
        elements["range"] = kept(sent_range)
    return canonical_json(elements)


def file_items(request: HttpRequest) -> list[tuple[str, object]]:
    return [(name, file) for name, files in request.FILES.lists() for file in files]


def sent_body(request: HttpRequest) -> object:
    """What a program sent: the fields of a JSON object, or the beginning of whatever else; '' without any."""
    try:
        body = request.body
    except RawPostDataException:
        return ""
    except RequestDataTooBig:
        return "larger than the portal reads"
    if not (fields := json_fields(request)):
        return kept(body.decode("utf-8", "replace"))
    return {kept(name): kept(str(value)) for name, value in fields.items() if name.lower() not in NEVER_KEPT}


def json_fields(request: HttpRequest) -> dict[str, object]:
    """The whole JSON object a program sent, in the encoding that it names, because a view may read it so too.

    What is asked for is not to be hidden behind a long or an oddly encoded beginning.
    """
    try:
        body = json.loads(request.body.decode(request.encoding or "utf-8", "replace"), parse_constant=str)
    except (RawPostDataException, RequestDataTooBig, ValueError, LookupError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def plates_sought(request: HttpRequest, mark: Mark) -> list[str]:
    """The plates asked for by number, in the form under which the ledger is searched.

    Patterns are in the query only: they name no plate.
    """
    if not mark.plate_fields:
        return []
    fields = request.POST if request.content_type in FORMS else json_fields(request)
    region = str(fields.get("region") or "")
    region = region if region in REGIONS else ""
    typed = (str(fields.get(name) or "").strip()[:LONGEST_PATTERN] for name in mark.plate_fields)
    plates = (normalise(text) for text in typed if not set(folded(text)) & set("?*"))
    return [ledger_plate(plate, region)[:LONGEST_PATTERN] for plate in plates if plate]


def kept(value: str) -> str:
    return storable(value, longest=LONGEST_VALUE)
