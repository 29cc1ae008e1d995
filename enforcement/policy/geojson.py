"""Zones from outside: GeoJSON (RFC 7946), or corners typed a line each. Pure; complaints name their field."""

import json
import re
from dataclasses import dataclass

from alpr_portal.json_body import NotJson, strict_json
from alpr_portal.lib.geo import BadShape, Box, Shape, shape_of

MOST_FEATURES = 500
LARGEST = 5 * 2**20
"""Bytes of one file."""
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
RESERVED = frozenset({"new", "import", "holidays"})
"""Words that are pages under /zones/ and so no zone's code."""
KINDS = ("block_face", "lot", "district")


@dataclass(frozen=True)
class ZoneSaid:
    """What a feature says of a zone. `district` is a code or ''."""

    code: str
    name: str
    kind: str
    district: str
    shape: Shape


@dataclass(frozen=True)
class Problem:
    """`feature` counts from 1; 0 is the file as a whole."""

    feature: int
    code: str
    field: str
    sentence: str


def code_problem(code: str) -> str:
    """A sentence, '' where the code is good."""
    if not CODE.fullmatch(code):
        return "Use small letters, digits and hyphens, at most 40, for example oak-100."
    if code in RESERVED:
        return f"“{code}” is the name of a page; choose another code."
    return ""


def shape_from_text(text: str, city: Box) -> Shape:
    """A GeoJSON geometry or feature; or corners, `latitude, longitude` a line, an empty line between two
    sides of a street. Raises BadShape."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            said = strict_json(text.encode("utf-8", "surrogatepass"))
        except NotJson as error:
            raise BadShape(f"This {error}") from None
        if isinstance(said, dict) and said.get("type") == "Feature":
            said = said.get("geometry")
        return shape_of(said, city=city)
    return shape_of({"type": "MultiPolygon", "coordinates": typed_polygons(text)}, city=city)


def typed_polygons(text: str) -> list[list[list[list[float]]]]:
    polygons: list[list[list[list[float]]]] = [[[]]]
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            if polygons[-1][0]:
                polygons.append([[]])
            continue
        parts = [part for part in re.split(r"[,;\s]+", line.strip()) if part]
        try:
            latitude, longitude = (float(part) for part in parts)
        except ValueError:
            raise BadShape(f"Line {number} is no corner; write 34.14700, -118.14400.") from None
        polygons[-1][0].append([longitude, latitude])
    return [polygon for polygon in polygons if polygon[0]]


def text_of(shape: Shape) -> str:
    """A shape as a person may change it: GeoJSON on as few lines as can be read."""
    return json.dumps({"type": "MultiPolygon", "coordinates": shape})


def zones_of(data: bytes, *, city: Box, kinds: dict[str, str]) -> tuple[list[ZoneSaid], list[Problem]]:
    """The zones of a FeatureCollection, or all that is wrong with it. `kinds`: the kind of each code that is
    there already."""

    def whole(sentence: str) -> tuple[list[ZoneSaid], list[Problem]]:
        return [], [Problem(0, "", "file", sentence)]

    if len(data) > LARGEST:
        return whole(f"The file has more than {LARGEST // 2**20} MB; take out what is no zone.")
    try:
        said = strict_json(data.removeprefix(b"\xef\xbb\xbf"))
    except NotJson as error:
        return whole(f"The file {error}")
    features = said.get("features") if isinstance(said, dict) else None
    if not isinstance(features, list) or said.get("type") != "FeatureCollection":
        return whole("The file is no GeoJSON FeatureCollection.")
    if not 1 <= len(features) <= MOST_FEATURES:
        return whole(f"A file has 1 to {MOST_FEATURES} features; this has {len(features)}.")
    found: dict[int, ZoneSaid] = {}
    problems: list[Problem] = []
    for number, feature in enumerate(features, start=1):
        zone, wrong = zone_of(number, feature, city)
        problems += wrong
        if zone is not None:
            found[number] = zone
    return list(found.values()), problems + between(found, kinds)


def zone_of(number: int, feature: object, city: Box) -> tuple[ZoneSaid | None, list[Problem]]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return None, [Problem(number, "", "type", "This is no GeoJSON Feature.")]
    said = feature.get("properties")
    properties: dict[str, object] = said if isinstance(said, dict) else {}
    code, name, kind, district = (
        text(properties.get(field)) for field in ("code", "name", "kind", "district")
    )
    wrong = []
    if sentence := code_problem(code):
        wrong.append(Problem(number, code[:40], "code", sentence))
    if not 1 <= len(name) <= 80:
        wrong.append(Problem(number, code[:40], "name", "Give a name of at most 80 characters."))
    if kind not in KINDS:
        wrong.append(Problem(number, code[:40], "kind", "Write block_face, lot or district."))
    if kind == "district" and district:
        wrong.append(Problem(number, code[:40], "district", "A district is part of no other district."))
    try:
        shape = shape_of(feature.get("geometry"), city=city)
    except BadShape as error:
        wrong.append(Problem(number, code[:40], "geometry", str(error)))
        return None, wrong
    return (None if wrong else ZoneSaid(code, name, kind, district, shape)), wrong


def between(found: dict[int, ZoneSaid], kinds: dict[str, str]) -> list[Problem]:
    """What is wrong between features: a code twice, a district that is nowhere, a zone of another kind."""
    now = kinds | {zone.code: zone.kind for zone in found.values()}
    seen: set[str] = set()
    wrong = []
    for number, zone in found.items():
        if zone.code in seen:
            wrong.append(Problem(number, zone.code, "code", "This code is in the file twice."))
        if zone.district and now.get(zone.district) != "district":
            wrong.append(Problem(number, zone.code, "district", "There is no district of this code."))
        if kinds.get(zone.code, zone.kind) != zone.kind:
            wrong.append(
                Problem(number, zone.code, "kind", f"This zone is a {kinds[zone.code]} and stays one.")
            )
        seen.add(zone.code)
    return wrong


def text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
