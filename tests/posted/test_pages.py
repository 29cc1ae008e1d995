"""The pages of the policy: for strangers, for authors, for the approver."""

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from policy.actions import versions
from policy.models import PolicyVersion
from policy.selectors.versions import draft
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.policy import WORDS, DesigneeFactory, HearingFactory, MonthFigureFactory

HOSTILE = (
    "<script>alert(1)</script>\n- <b onmouseover=x>\n(a) {{ settings.SECRET_KEY }} {% load x %}\n## \u202eHi"
)


def test_a_stranger_reads_the_policy_from_the_front_page(client: Client) -> None:
    posted = made.posted()
    front = client.get("/")
    assert front.status_code == 200
    for place in ("/policy", "/policy/figures", "/account/login"):
        assert f'href="{place}"'.encode() in front.content
    page = client.get("/policy").content.decode()
    assert all(words in page for words in WORDS.values())
    assert f"Version {posted.number}" in page
    assert posted.sha256 in page
    assert b'href="/policy"' in client.get("/account/login").content


def test_the_text_alone_has_the_hash_that_the_page_shows(client: Client) -> None:
    posted = made.posted(scope="“Quoted” – and § 1798.90.51, naïve ½.")
    answer = client.get(f"/policy/{posted.number}/text")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(answer.content).hexdigest() == posted.sha256
    assert posted.sha256 in client.get("/policy").content.decode()


def test_an_older_version_stays_readable_with_the_lists_of_its_day(client: Client) -> None:
    people.officer()
    made.posted(scope="As it was.")
    people.detective()
    made.posted(scope="As it is.")
    old = client.get("/policy/1").content.decode()
    assert "As it was." in old
    assert "An older version." in old
    assert "Parking Enforcement Officer" in old
    assert "Detective" not in old
    now = client.get("/policy").content.decode()
    assert "As it is." in now
    assert "Detective" in now


@pytest.mark.parametrize(
    "place", ["/policy/99", "/policy/99999999999999999999", "/policy/0", "/policy/99/text"]
)
def test_a_version_that_was_never_posted_is_not_there(client: Client, place: str) -> None:
    made.drafted()
    assert client.get(place).status_code == 404
    assert client.get("/policy/1").status_code == 404, "a draft is nobody's to read"


def test_without_a_policy_the_page_says_so(client: Client) -> None:
    assert b"No version is in force yet" in client.get("/policy").content
    assert client.get("/").status_code == 200


def test_a_version_to_come_says_from_when(client: Client) -> None:
    made.posted(effective_on=timezone.localdate() + timedelta(days=30))
    assert b"Not in force yet" in client.get("/policy/1").content
    assert b"No version is in force yet" in client.get("/policy").content


def test_the_public_page_names_the_designee_and_the_hearing_and_nobody_else(client: Client) -> None:
    officer = people.officer()
    DesigneeFactory(name="Marguerite Holloway", title="Parking Manager")
    HearingFactory()
    made.posted()
    page = client.get("/policy").content.decode()
    assert "Marguerite Holloway" in page
    assert "https://council.example.org/2026-02-09" in page
    for person in (officer, made.author(), made.approver()):
        assert person.full_name not in page
        assert person.email not in page


def test_what_authors_type_is_shown_as_typed_and_never_becomes_markup(client: Client) -> None:
    made.posted(scope=HOSTILE)
    page = client.get("/policy").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b onmouseover" not in page
    assert "{{ settings.SECRET_KEY }}" in page
    assert "\u202e" not in page


def test_an_administrator_writes_and_the_manager_approves(client: Client) -> None:
    people.log_in(client, people.administrator())
    assert b"Begin a draft" in client.get("/policy/draft").content
    client.post("/policy/draft/begin")
    form = client.get("/policy/draft").context["form"]
    today = timezone.localdate().isoformat()
    sent = {**WORDS, "summary": "The first.", "effective_on": today, "seen": form["seen"].value()}
    assert client.post("/policy/draft", sent).url == "/policy/draft"
    assert client.get("/policy/draft/review").status_code == 403
    manager = Client()
    people.log_in(manager, people.manager())
    page = manager.get("/policy/draft/review")
    assert b"Written by Ada Quill" in page.content
    seen = page.context["form"]["seen"].value()
    # Unread, it is not approved.
    assert manager.post("/policy/draft/review", {"seen": seen}).status_code == 422
    assert manager.post("/policy/draft/review", {"seen": seen, "read_it": "on"}).url == "/policy/1"
    assert PolicyVersion.objects.posted().get().approved_by.username == "manager"


def test_a_refused_draft_keeps_what_was_typed_and_says_what_to_do(client: Client) -> None:
    people.log_in(client, people.administrator())
    client.post("/policy/draft/begin")
    seen = client.get("/policy/draft").context["form"]["seen"].value()
    long_ago = {"scope": "My words.", "effective_on": "2001-01-01", "seen": seen}
    answer = client.post("/policy/draft", long_ago)
    assert answer.status_code == 422
    assert b"Choose a day from today on" in answer.content
    assert b"My words." in answer.content
    stale = client.post("/policy/draft", {"scope": "My words.", "seen": "0" * 64})
    assert stale.status_code == 422
    assert b"Somebody else saved this draft" in stale.content
    too_long = client.post("/policy/draft", {"scope": "x" * 9000, "seen": seen})
    assert too_long.status_code == 422


def test_an_author_is_told_that_another_approves(client: Client) -> None:
    manager = people.manager()
    made.drafted(by=manager)
    people.log_in(client, manager)
    page = client.get("/policy/draft/review")
    assert b"another person approves it" in page.content
    assert b"Approve and post" not in page.content
    sent = {"seen": page.context["form"]["seen"].value(), "read_it": "on"}
    answer = client.post("/policy/draft/review", sent)
    assert answer.status_code == 422
    assert draft(asks=manager) is not None


def test_the_review_shows_what_changes(client: Client) -> None:
    made.posted(scope="Cameras read plates on cars.")
    made.drafted(scope="Cameras read plates on vans.")
    people.log_in(client, people.manager())
    page = re.sub(
        r'<span class="visually-hidden">[^<]*</span>', "", client.get("/policy/draft/review").content.decode()
    )
    assert "<del>cars.</del>" in page
    assert "<ins>vans.</ins>" in page


def test_discarding_needs_a_draft_and_says_so(client: Client) -> None:
    people.log_in(client, people.administrator())
    answer = client.post("/policy/draft/discard", follow=True)
    assert b"There is no draft any more" in answer.content


@pytest.mark.parametrize(
    ("given", "status"), [("2026/1", 200), ("2026/2", 404), ("2026/13", 404), ("0/0", 404), ("99999/1", 404)]
)
def test_figures_of_a_month(client: Client, given: str, status: int) -> None:
    MonthFigureFactory(month=date(2026, 1, 1))
    answer = client.get(f"/policy/figures/{given}")
    assert answer.status_code == status
    if status == 200:
        assert b"1,234" in answer.content


def test_policy_pages_leave_no_access_record_and_cost_few_queries(
    client: Client, ledger: object, django_assert_max_num_queries: object
) -> None:
    made.posted()
    with django_assert_max_num_queries(8):
        client.get("/policy")
    assert ledger.people() == []


def test_digest_changes_with_every_word_and_the_day() -> None:
    draft_ = made.drafted()
    first = versions.digest_of(draft_)
    draft_.sections = {**draft_.sections, "scope": "Other."}
    second = versions.digest_of(draft_)
    draft_.effective_on += timedelta(days=1)
    assert len({first, second, versions.digest_of(draft_)}) == 3
