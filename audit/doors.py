"""Every marked door of the portal, found by walking the URL resolver."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from django.urls import URLPattern, URLResolver, get_resolver

from audit.marks import Kind, mark_of

View = Callable[..., object]


def walk(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(route, pattern) of every view the portal can be asked for."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        else:
            yield route, entry


@lru_cache(maxsize=1)
def known_doors() -> list[str]:
    """Names of the record views, sorted."""
    marks = (mark_of(pattern.callback) for _, pattern in walk())
    return sorted({mark.name for mark in marks if mark is not None and mark.kind is Kind.RECORDS})
