"""People from the command line: the demonstration's, and an installation's first."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.demo import PEOPLE, seed_people
from accounts.models import TrainingRecord, User
from accounts.passwords import PUBLISHED_PASSWORD
from accounts.permissions import Permission


def test_the_demonstrations_people_are_made_once_and_never_in_production(settings: object) -> None:
    now = timezone.now()
    seed_people(now)
    seed_people(now)
    assert User.objects.count() == len(PEOPLE)
    officer = User.objects.get(username="officer")
    assert officer.check_password(PUBLISHED_PASSWORD)
    assert officer.has_permission(Permission.UPLOAD_FRAMES, now)
    assert User.objects.get(username="locked").locked_at is not None
    assert not TrainingRecord.objects.filter(user__username="untrained").exists()
    assert User.objects.get(username="contractor").company
    settings.PRODUCTION = True
    with pytest.raises(RuntimeError):
        seed_people(now)
    with pytest.raises(CommandError):
        call_command("demo_logins")


def test_the_first_people_of_an_installation_come_from_the_command_line(capsys: object, events: list) -> None:
    call_command(
        "create_person",
        "m.vega",
        "--full-name=Marisol Vega",
        "--email=m.vega@example.org",
        "--designation=Parking Manager",
        "--role=parking_manager",
    )
    said = capsys.readouterr().out
    user = User.objects.get(username="m.vega")
    assert user.check_password(said.split("One-time password: ")[1].split()[0])
    assert user.must_change_password
    assert user.has_permission(Permission.GRANT_ROLES, timezone.now())
    assert [(one.event, one.username) for one in events] == [
        ("account_created", "system:command"),
        ("role_granted", "system:command"),
    ]
    with pytest.raises(CommandError, match="already exists"):
        call_command(
            "create_person",
            "M.Vega",
            "--full-name=X",
            "--email=x@example.org",
            "--designation=Parking Manager",
        )
    with pytest.raises(CommandError, match="no account"):
        call_command("release_person", "nobody", "--reason=x")
