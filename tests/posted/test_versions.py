"""Versions: drafted, approved by a second person, and from then on never changed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import PostedPolicy
from policy.actions import versions
from policy.canonical import canonical_text, sha256_of
from policy.models import PolicyEdit, PolicyVersion
from policy.selectors.versions import in_force
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.policy import WORDS

NOW = timezone.now


def approve(draft: PolicyVersion, by: object = None) -> PolicyVersion:
    return versions.approve(seen=versions.digest_of(draft), by=by or made.approver(), now=NOW())


def test_an_approved_draft_is_posted_with_the_hash_of_its_text_and_the_gate_is_told() -> None:
    posted = approve(made.drafted())
    assert (posted.number, posted.is_draft) == (1, False)
    assert posted.sha256 == sha256_of(posted.text)
    assert f"Version 1, effective {timezone.localdate().isoformat()}" in posted.text
    assert all(words in posted.text for words in WORDS.values())
    assert abs(posted.approved_at - NOW()) < timedelta(minutes=1)
    told = PostedPolicy.objects.get()
    assert (told.number, told.effective_on, told.sha256) == (1, posted.effective_on, posted.sha256)
    assert in_force(NOW()) == posted


def test_the_canonical_text_can_be_made_again_from_what_is_kept(settings: object) -> None:
    posted = made.posted()
    again = canonical_text(
        city=settings.ALPR_CITY,
        division=settings.ALPR_DIVISION,
        number=posted.number,
        effective_on=posted.effective_on,
        sections=posted.sections,
        lists=posted.lists,
    )
    assert again == posted.text


def test_the_next_draft_begins_with_the_newest_words_and_the_next_number() -> None:
    posted = made.posted(scope="Cameras on cars.")
    begun = versions.draft(by=made.author(), now=NOW())
    assert (begun.number, begun.sections) == (posted.number + 1, posted.sections)


def test_there_is_one_draft_at_a_time() -> None:
    made.drafted()
    with pytest.raises(ValidationError, match="just begun a draft"):
        versions.draft(by=made.approver(), now=NOW())


def test_nobody_approves_what_they_wrote_at() -> None:
    draft = made.drafted(by=made.approver())
    with pytest.raises(ValidationError, match="another person approves"):
        approve(draft)
    other = people.manager()
    assert approve(draft, by=other).approved_by == other


def test_whoever_changed_a_word_of_anothers_draft_is_an_author_too() -> None:
    draft = made.drafted()
    changed = versions.change(
        sections={"scope": "Other words."},
        summary="",
        effective_on=draft.effective_on,
        seen=versions.digest_of(draft),
        by=made.approver(),
        now=NOW(),
    )
    with pytest.raises(ValidationError, match="another person approves"):
        approve(changed)


@pytest.mark.parametrize("by_whom", ["drafter", "editor"])
def test_the_database_itself_refuses_an_author_as_approver(by_whom: str) -> None:
    draft = made.drafted()
    editor = made.approver()
    PolicyEdit.objects.create(version=draft, by=editor)
    who = draft.drafted_by if by_whom == "drafter" else editor
    with pytest.raises(IntegrityError, match="wrote themselves"), transaction.atomic():
        PolicyVersion.objects.filter(pk=draft.pk).update(text="x", approved_at=NOW(), approved_by=who)


def test_an_author_cannot_be_taken_out_of_the_list_of_authors() -> None:
    draft = made.drafted()
    with pytest.raises(IntegrityError, match="stays among its authors"), transaction.atomic():
        PolicyEdit.objects.filter(version=draft).delete()
        connection.cursor().execute("set constraints all immediate")


@pytest.mark.parametrize(
    "attack",
    [
        lambda found: found.update(sections={}),
        lambda found: found.update(text="Other words."),
        lambda found: found.update(effective_on=timezone.localdate() - timedelta(days=9)),
        lambda found: found.update(approved_at=None, approved_by=None, text="", sha256=""),
        lambda found: found.delete(),
    ],
)
def test_what_is_posted_is_never_changed(attack: Callable[[object], object]) -> None:
    posted = made.posted()
    PolicyEdit.objects.all()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        attack(PolicyVersion.objects.filter(pk=posted.pk))


def test_the_database_says_the_hash_whatever_a_program_says() -> None:
    draft = made.drafted()
    PolicyVersion.objects.filter(pk=draft.pk).update(
        text="Words.", sha256="0" * 64, approved_at=NOW() - timedelta(days=99), approved_by=made.approver()
    )
    draft.refresh_from_db()
    assert draft.sha256 == sha256_of("Words.")
    assert NOW() - draft.approved_at < timedelta(minutes=1)


def test_a_draft_without_an_element_of_the_law_is_not_approved() -> None:
    draft = made.drafted(accuracy="   ")
    with pytest.raises(ValidationError, match="“Accuracy and correction of errors”"):
        approve(draft)


@pytest.mark.parametrize(("days", "said"), [(-1, "has passed"), (0, ""), (30, "")])
def test_a_version_takes_effect_on_the_day_of_approval_at_the_earliest(days: int, said: str) -> None:
    draft = made.drafted(effective_on=timezone.localdate() + timedelta(days=days))
    if said:
        with pytest.raises(ValidationError, match=said):
            approve(draft)
    else:
        assert approve(draft).number == 1


def test_a_version_does_not_take_effect_before_the_one_it_follows() -> None:
    made.posted(effective_on=timezone.localdate() + timedelta(days=30))
    draft = made.drafted(effective_on=timezone.localdate() + timedelta(days=10))
    with pytest.raises(ValidationError, match="before the version that is posted"):
        approve(draft)


def test_a_draft_that_changed_while_it_was_read_is_not_approved() -> None:
    draft = made.drafted()
    seen = versions.digest_of(draft)
    versions.change(
        sections={"sharing": "Anybody may have everything."},
        summary="",
        effective_on=draft.effective_on,
        seen=seen,
        by=made.author(),
        now=NOW(),
    )
    with pytest.raises(ValidationError, match="changed after you opened it"):
        versions.approve(seen=seen, by=made.approver(), now=NOW())


def test_two_who_write_at_once_do_not_overwrite_each_other() -> None:
    draft = made.drafted()
    seen = versions.digest_of(draft)
    said = {"summary": "", "effective_on": draft.effective_on, "seen": seen, "now": NOW()}
    versions.change(sections={"scope": "First."}, by=made.author(), **said)
    with pytest.raises(ValidationError, match="Somebody else saved"):
        versions.change(sections={"scope": "Second."}, by=people.manager(), **said)


def test_a_discarded_draft_is_gone_and_its_number_is_free_again() -> None:
    made.drafted()
    versions.discard(by=made.author(), now=NOW())
    connection.cursor().execute("set constraints all immediate")
    assert not PolicyVersion.objects.exists()
    assert made.drafted().number == 1


@pytest.mark.parametrize("make", [people.officer, people.auditor, people.detective])
def test_who_has_no_right_drafts_nothing_and_approves_nothing(make: Callable[[], object]) -> None:
    draft = made.drafted()
    for attempt in (
        lambda: versions.draft(by=make(), now=NOW()),
        lambda: versions.discard(by=make(), now=NOW()),
        lambda: approve(draft, by=make()),
    ):
        with pytest.raises(PermissionDenied, match="You do not have the right"), transaction.atomic():
            attempt()


def test_an_administrator_drafts_and_does_not_approve() -> None:
    draft = made.drafted(by=people.administrator())
    with pytest.raises(PermissionDenied):
        approve(draft, by=made.author())


def test_a_change_of_the_day_to_come_changes_nothing_today(client: Client) -> None:
    first = made.posted()
    made.posted(effective_on=timezone.localdate() + timedelta(days=1))
    assert in_force(NOW()) == first
    assert in_force(NOW() + timedelta(days=2)).number == 2
