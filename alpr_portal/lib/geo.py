"""Places on earth: distances, what lies in what, and shapes that came from outside. WGS 84 throughout.

Coordinates inside a shape are GeoJSON's, (longitude, latitude); arguments are named, because that order is
the oldest mistake there is.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Point
from shapely.validation import explain_validity

EARTH_RADIUS = 6_371_008.8
"""Metres, mean."""
MOST_POINTS = 2_000
"""Corners of one zone. A block face has about a dozen."""
MOST_POLYGONS = 50

Shape = list[list[list[list[float]]]]
"""A MultiPolygon's coordinates: polygons of rings of (longitude, latitude), the first ring the outer one."""


class BadShape(ValueError):
    """A sentence that says what is wrong with a shape."""


@dataclass(frozen=True)
class Box:
    south: float
    west: float
    north: float
    east: float

    def holds(self, *, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


def distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Metres between two places, along the surface (haversine; good to half a per cent)."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    north = math.sin((there - here) / 2)
    east = math.sin(math.radians(other_longitude - longitude) / 2)
    share = north * north + math.cos(here) * math.cos(there) * east * east
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(share)))


def position_doubt(latitude: float | None, longitude: float | None, city: Box) -> str:
    """Why a position cannot be used, '' where it can."""
    if latitude is None or longitude is None:
        return "no position"
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        return "the position is not a number"
    if latitude == 0 and longitude == 0:
        return "the position is 0, 0"
    if city.holds(latitude=latitude, longitude=longitude):
        return ""
    if city.holds(latitude=longitude, longitude=latitude):
        return "latitude and longitude are swapped"
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return "the position is no place on earth"
    return "the position is outside the city"


def shape_of(geometry: object, *, city: Box) -> Shape:
    """A GeoJSON Polygon or MultiPolygon as a shape: rings closed, numbers finite, inside the city, crossing
    nothing.

    Raises BadShape. A shape of 10^5 points is refused before any of them is looked at.
    """
    if not isinstance(geometry, dict):
        raise BadShape("This is no GeoJSON geometry; write a Polygon or a MultiPolygon.")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise BadShape(f"The geometry is a {short(kind)}; a zone is a Polygon or a MultiPolygon.")
    if not isinstance(coordinates, list) or not coordinates or not all(map(is_polygon, coordinates)):
        raise BadShape("The coordinates are not polygons of rings of [longitude, latitude].")
    if len(coordinates) > MOST_POLYGONS:
        raise BadShape(f"A zone has at most {MOST_POLYGONS} polygons; this has {len(coordinates)}.")
    points = sum(len(ring) for polygon in coordinates for ring in polygon)
    if points > MOST_POINTS:
        raise BadShape(f"A zone has at most {MOST_POINTS} points; this has {points}. Simplify it first.")
    shape = [[ring_of(ring) for ring in polygon] for polygon in coordinates]
    inside(shape, city)
    crossing(shape)
    return shape


def is_polygon(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(ring, list) for ring in value)


def ring_of(points: list[object]) -> list[list[float]]:
    """One ring, closed. Heights are dropped."""
    ring = [point_of(point) for point in points]
    if ring and ring[0] != ring[-1]:
        ring.append(list(ring[0]))
    if len({tuple(point) for point in ring}) < 3:
        raise BadShape("A polygon has at least three different corners.")
    return ring


def point_of(point: object) -> list[float]:
    if (
        not isinstance(point, list)
        or len(point) not in (2, 3)
        or any(isinstance(number, bool) or not isinstance(number, int | float) for number in point)
    ):
        raise BadShape(f"{short(point)} is no point; write [longitude, latitude].")
    try:
        longitude, latitude = float(point[0]), float(point[1])
    except OverflowError:
        longitude = latitude = math.nan
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise BadShape("A coordinate is not a number.")
    return [round(longitude, 7), round(latitude, 7)]


def inside(shape: Shape, city: Box) -> None:
    """Raises BadShape for a point outside the city, and says so where all of them are merely swapped."""
    points = [point for polygon in shape for ring in polygon for point in ring]
    outside = [point for point in points if not city.holds(latitude=point[1], longitude=point[0])]
    if not outside:
        return
    if all(city.holds(latitude=point[0], longitude=point[1]) for point in points):
        raise BadShape("Latitude and longitude are swapped; GeoJSON puts the longitude first.")
    raise BadShape(f"The point [{outside[0][0]}, {outside[0][1]}] lies outside the city.")


def crossing(shape: Shape) -> None:
    """Raises BadShape where an outline crosses itself or another of the same zone."""
    said = explain_validity(multipolygon(shape))
    if said == "Valid Geometry":
        return
    reason, _, where = said.partition("[")
    longitude, _, latitude = where.rstrip("]").partition(" ")
    place = f" near longitude {float(longitude):.5f}, latitude {float(latitude):.5f}" if latitude else ""
    if "intersection" in reason.lower():
        raise BadShape(f"The outline crosses itself{place}.")
    raise BadShape(f"The outline is no area ({reason.strip().lower()}){place}.")


def multipolygon(shape: Shape) -> MultiPolygon:
    return MultiPolygon([(polygon[0], polygon[1:]) for polygon in shape])


def bounds(shape: Shape) -> Box:
    west, south, east, north = multipolygon(shape).bounds
    return Box(south=south, west=west, north=north, east=east)


def contains(shape: Shape, *, latitude: float, longitude: float) -> bool:
    """Whether a place lies in the shape, its edge included."""
    frozen = tuple(tuple(tuple(map(tuple, ring)) for ring in polygon) for polygon in shape)
    return prepared(frozen).covers(Point(longitude, latitude))


@lru_cache(maxsize=1024)
def prepared(shape: tuple) -> MultiPolygon:
    found = MultiPolygon([(polygon[0], polygon[1:]) for polygon in shape])
    shapely.prepare(found)
    return found


def short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
