"""What a browser is given asks no other host for anything and runs nothing that is not a file of ours."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.contract.access_table import TABLE
from tests.contract.personas import knocking, make_things
from tests.contract.test_every_url import address

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = frozenset(
    {"src", "href", "action", "formaction", "poster", "data", "srcset", "cite", "background", "ping"}
    | {f"hx-{verb}" for verb in ("get", "post", "put", "patch", "delete", "push-url", "replace-url")}
)
ELSEWHERE = re.compile(rb"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)
NAMESPACE = re.compile(rb"http://www\.w3\.org/[0-9a-z/]+", re.IGNORECASE)
STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


class Page(HTMLParser):
    """Collects what a page asks for and what in it would run by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            if name in ADDRESSES:
                self.asked.add(value or "")
            if name.startswith("on") or name == "style" or name.startswith("hx-on"):
                self.wrong.append(f"<{tag} {name}>")
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.wrong.append(f"<{tag}> without a file")
        if tag in ("iframe", "object", "embed", "base", "applet"):
            self.wrong.append(f"<{tag}>")
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            self.wrong.append("<meta http-equiv=refresh>")


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def policy_of(answer: object) -> dict[str, str]:
    directives = (
        part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")
    )
    return {name: value for name, _, value in directives}


def pages_of(persona: str) -> list[str]:
    return [
        route
        for (method, route), row in TABLE.items()
        if method == "GET" and row[persona][:3] == "200" and not route.startswith("admin/")
    ]


@pytest.mark.parametrize("persona", ["anonymous", "untrained", "manager"])
def test_every_page_asks_this_host_only_and_runs_nothing_inline(persona: str) -> None:
    things = make_things()
    client = knocking(persona)
    pages = 0
    for route in pages_of(persona):
        answer = client.get(address(route, things))
        body = answer.getvalue()
        assert policy_of(answer) == STRICT or not answer.headers["Content-Type"].startswith("text/html"), (
            route
        )
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        page = read(body.decode())
        assert page.wrong == [], route
        for asked in page.asked:
            assert not urlsplit(asked).netloc, (route, asked)
            assert urlsplit(asked).scheme in ("", "data", "mailto"), (route, asked)
            if asked.startswith("/static/"):
                assert finders.find(asked.removeprefix("/static/").partition("#")[0]), (route, asked)
    assert pages >= (1 if persona == "anonymous" else 4)


@pytest.mark.parametrize(
    ("persona", "path", "status"), [("manager", "/nowhere", 404), ("officer", "/ledger/", 403)]
)
def test_error_pages_are_as_strict(persona: str, path: str, status: int) -> None:
    answer = knocking(persona).get(path)
    assert answer.status_code == status
    page = read(answer.content.decode())
    assert page.wrong == []
    assert not [asked for asked in page.asked if urlsplit(asked).netloc]
    assert policy_of(answer) == STRICT


def test_pictures_come_in_a_sandbox() -> None:
    things = make_things()
    answer = knocking("officer").get(f"/reads/{things.read.uid}/crop.jpg")
    assert answer.getvalue()
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_administration_pages_relax_what_their_library_needs_and_nothing_else() -> None:
    policy = policy_of(knocking("manager").get("/admin/"))
    relaxed = {name: value for name, value in policy.items() if value != STRICT[name]}
    assert set(policy) == set(STRICT)
    assert relaxed == {"script-src": "'self' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'"}


@pytest.mark.parametrize("persona", ["manager"])
def test_the_administration_pages_ask_this_host_only(persona: str) -> None:
    things = make_things()
    client = knocking(persona)
    for (_, route), row in TABLE.items():
        if route.startswith("admin/") and row[persona] == "200":
            answer = client.get(address(route, things))
            if answer.headers["Content-Type"].startswith("text/html"):
                for tag in re.findall(rb"<(?:script|link|img|source|iframe)\b[^>]*>", answer.content):
                    assert not ELSEWHERE.search(NAMESPACE.sub(b"", tag)), (route, tag)


@pytest.mark.parametrize(
    "file",
    [file for kind in ("css", "js", "svg") for file in sorted((ROOT / "static").rglob(f"*.{kind}"))],
    ids=lambda file: file.name,
)
def test_our_own_files_name_no_other_host(file: Path) -> None:
    assert not ELSEWHERE.search(NAMESPACE.sub(b"", file.read_bytes()))
    assert b"eval(" not in file.read_bytes()
    assert b"innerHTML" not in file.read_bytes()


def test_templates_name_no_other_host() -> None:
    for template in (ROOT / "templates").rglob("*.html"):
        assert not ELSEWHERE.search(NAMESPACE.sub(b"", template.read_bytes())), template.name
