"""Clauses 3.1, 3.1(a), (b), (e), (g) and 8, and Civil Code 1798.90.51(b): what is posted, and true."""

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import trainings
from accounts.models import TrainingRecord
from accounts.purposes import PURPOSES
from accounts.roles import ROLES
from policy.actions import register, versions
from policy.sections import SECTIONS
from policy.selectors.register import designee_on
from tests.factories import accounts as people
from tests.factories import policy as made
from tests.factories.policy import WORDS, DesigneeFactory, HearingFactory


def posted_page() -> str:
    """The posted policy as somebody who never logged in reads it."""
    answer = Client().get("/policy")
    assert answer.status_code == 200
    return answer.content.decode()


def section(page: str, key: str) -> str:
    """One section of the page, without its markup."""
    found = re.search(rf'<section class="policy__section" id="{key}".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


@pytest.mark.clause("3.1", "1798.90.51(b)(1)")
def test_the_guidelines_are_made_by_the_manager_and_have_everything_the_code_asks_for() -> None:
    manager = people.manager()
    for one in SECTIONS:
        draft = made.drafted(**{one.key: ""})
        with pytest.raises(ValidationError, match=re.escape(one.heading)):
            versions.approve(seen=versions.digest_of(draft), by=manager, now=timezone.now())
        versions.discard(by=manager, now=timezone.now())
    draft = made.drafted()
    posted = versions.approve(seen=versions.digest_of(draft), by=manager, now=timezone.now())
    page = posted_page()
    assert all(words in page for words in WORDS.values())
    assert posted.approved_by == manager


@pytest.mark.clause("3.1(g)", "1798.90.51(b)(1)")
def test_the_policy_is_posted_conspicuously_in_writing_and_every_version_stays(client: Client) -> None:
    first = made.posted(scope="As it was.")
    second = made.posted(scope="As it is.")
    for place in ("/", "/account/login", "/policy", "/policy/figures"):
        assert re.search(r'href="/policy"', client.get(place).content.decode()), place
    people.log_in(client, people.officer())
    assert b'href="/policy"' in client.get("/account/my-access").content
    page = posted_page()
    assert "As it is." in page
    assert second.sha256 in page
    assert f'effective <time datetime="{timezone.localdate().isoformat()}">' in page
    for version, words in ((first, "As it was."), (second, "As it is.")):
        assert words in Client().get(f"/policy/{version.number}").content.decode()
        text = Client().get(f"/policy/{version.number}/text").content
        assert hashlib.sha256(text).hexdigest() == version.sha256


@pytest.mark.clause("1798.90.51(b)(2)(A)")
def test_the_authorized_purposes_that_are_posted_are_those_the_portal_accepts() -> None:
    made.posted()
    said = section(posted_page(), "purposes")
    assert WORDS["purposes"] in said
    for purpose in PURPOSES.values():
        assert purpose.label in said
        assert purpose.description in said


@pytest.mark.clause("3.1(a)", "1798.90.51(b)(2)(B)")
def test_job_titles_of_all_who_are_authorized_are_posted_employees_and_contractors_and_no_name() -> None:
    made.posted()
    members = [people.officer(), people.detective(), people.auditor()]
    technician = people.person(
        "administrator",
        username="tech",
        full_name="Tess Wrench",
        contractor=True,
        designation=people.DesignationFactory(title="Camera Technician"),
    )
    people.person(
        "officer", username="gone", is_active=False, designation=people.DesignationFactory(title="Long gone")
    )
    said = section(posted_page(), "people")
    for one in (*members, technician):
        assert str(one.designation) in said
        assert one.full_name not in said
    assert "Independent contractors, Curbside Systems, Inc." in said
    assert "Pasadena Police Department" in said
    assert "Long gone" not in said
    # Live: whoever loses the role is off the list with the next reading.
    technician.role_grants.all().update(revoked_at=timezone.now(), revoked_by=members[0])
    assert "Camera Technician" not in section(posted_page(), "people")


@pytest.mark.clause("3.1(b)", "1798.90.51(b)(2)(B)")
def test_training_requirements_are_posted_for_every_role_that_uses_the_system() -> None:
    made.posted()
    said = section(posted_page(), "training")
    for role in ROLES.values():
        assert f"{role.name} ALPR use and privacy, every 365 days" in said


@pytest.mark.clause("8")
def test_training_is_approved_by_another_and_ends(client: Client) -> None:
    officer, manager = people.untrained(), people.manager()
    today = timezone.localdate()
    with pytest.raises(Exception, match="themselves|own account"):
        trainings.record(user=manager, course="alpr_use", completed_on=today, by=manager, now=timezone.now())
    people.log_in(client, officer)
    assert client.get("/home").status_code == 403
    trainings.record(user=officer, course="alpr_use", completed_on=today, by=manager, now=timezone.now())
    assert client.get("/home").status_code == 200
    assert TrainingRecord.objects.get(user=officer).expires_on == today + timedelta(days=365)


@pytest.mark.clause("1798.90.51(b)(2)(C)")
def test_how_the_system_is_monitored_is_posted() -> None:
    made.posted(monitoring="Every look is written down, and reviewed every week.")
    assert "Every look is written down, and reviewed every week." in section(posted_page(), "monitoring")


@pytest.mark.clause("1798.90.51(b)(2)(D)")
def test_restrictions_on_sale_sharing_and_transfer_are_posted() -> None:
    made.posted(sharing="Never sold. Given to public agencies of California only.")
    assert "Never sold." in section(posted_page(), "sharing")


@pytest.mark.clause("3.1(e)", "1798.90.51(b)(2)(E)")
def test_title_and_name_of_the_designee_are_posted_today_and_known_for_every_day_before() -> None:
    made.posted()
    assert "Nobody is entered" in section(posted_page(), "custodian")
    first = date(2024, 1, 1)
    DesigneeFactory(title="Parking Manager", name="Ann Ash", starts_on=first)
    register.appoint(
        title="Acting Parking Manager",
        name="Ben Birch",
        starts_on=timezone.localdate(),
        account=None,
        by=made.approver(),
        now=timezone.now(),
    )
    said = section(posted_page(), "custodian")
    assert "Ben Birch , Acting Parking Manager" in said
    assert "Ann Ash" not in said
    day = first
    while day <= timezone.localdate():
        assert designee_on(day) is not None, day
        day += timedelta(days=30)
    assert designee_on(timezone.localdate() - timedelta(days=1)).name == "Ann Ash"


@pytest.mark.clause("1798.90.51(b)(2)(F)")
def test_accuracy_and_the_correction_of_errors_are_posted() -> None:
    made.posted(accuracy="A misread plate is corrected beside what was read.")
    assert "corrected beside what was read" in section(posted_page(), "accuracy")


@pytest.mark.clause("1798.90.51(b)(2)(G)")
def test_keeping_time_and_the_process_of_destruction_are_posted() -> None:
    made.posted(keeping="Two years, then purged.\n\n(a) A resolution.\n(b) Consent of the City Attorney.")
    said = section(posted_page(), "keeping")
    assert "Two years, then purged." in said
    assert "(b) Consent of the City Attorney." in said


@pytest.mark.clause("1798.90.55(a)")
def test_date_and_link_of_the_public_hearing_are_posted() -> None:
    made.posted()
    hearing = HearingFactory()
    page = posted_page()
    assert "February 9, 2026" in section(page, "hearing")
    assert f'href="{hearing.link}"' in page


@pytest.mark.clause("1798.90.52(b)")
def test_nobody_looks_before_they_acknowledged_the_purposes_in_force(client: Client) -> None:
    people.log_in(client, people.officer())
    made.posted()
    assert client.get("/reads/").url.startswith("/policy/acknowledge")
    version = made.posted(purposes="Other words.")
    said = {"sha256": version.sha256, "acknowledged": "on", "next": "/reads/"}
    assert client.post("/policy/acknowledge", said).url == "/reads/"
    assert client.get("/reads/").status_code == 200
