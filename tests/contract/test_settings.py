"""A production start is clean, and what would open a door by default is refused at the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

from audit.checks import gate_stands_last

ROOT = Path(__file__).resolve().parents[2]

PRODUCTION = {
    "ALPR_ENV": "production",
    "ALPR_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ_!",
    "ALPR_ALLOWED_HOSTS": "portal.example.org",
    "DATABASE_URL": "postgresql://db.example.org/postgres",
    "REDIS_URL": "redis://queue.example.org:6379/0",
    "ALPR_DB_OWNER_PASSWORD": "made-up-owner",
    "ALPR_DB_APP_PASSWORD": "made-up-app",
    "ALPR_DB_GATE_PASSWORD": "made-up-gate",
    "ALPR_DB_AUDITOR_PASSWORD": "made-up-auditor",
    "ALPR_DB_SEALER_PASSWORD": "made-up-sealer",
}


def check(tmp_path: Path, *more: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` of a production machine that has these settings and no others."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
    }
    environment = {**kept, **PRODUCTION, "ALPR_VAR": str(tmp_path), **changed}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", *more],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
    )


def test_a_production_start_has_nothing_to_complain_of(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ALPR_SECRET_KEY": ""}, "SECRET_KEY"),
        ({"ALPR_SECRET_KEY": "short"}, "security.W009"),
        ({"ALPR_ALLOWED_HOSTS": ""}, "security.W020"),
        ({"DATABASE_URL": ""}, "portal.E001"),
        ({"ALPR_SECOND_FACTOR": "false"}, "portal.W001"),
        ({"ALPR_SECOND_FACTOR": "perhaps"}, "write true or false"),
        ({"ALPR_IDLE_MINUTES": "600"}, "accounts.W001"),
        ({"ALPR_SESSION_HOURS": "soon"}, "write a whole number"),
        ({"ALPR_ENV": "staging"}, "write production, demo or test"),
        ({"ALPR_SSL_REDIRECT": "false"}, "security.W008"),
    ],
)
def test_an_odd_setting_stops_the_start_and_says_which(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    done = check(tmp_path, **changed)
    assert done.returncode != 0
    assert said in done.stderr


def test_nothing_but_production_is_the_default() -> None:
    text = (ROOT / "alpr_portal" / "settings.py").read_text()
    assert 'ENV = env_text("ALPR_ENV", "production")' in text
    assert "DEBUG = False" in text


@pytest.mark.parametrize(
    "middleware",
    [
        [],
        ["audit.gate.AccessGate", "django.middleware.common.CommonMiddleware"],
        ["django.middleware.common.CommonMiddleware"],
    ],
)
def test_the_start_is_refused_when_the_gate_does_not_stand_last(
    middleware: list[str], settings: object
) -> None:
    settings.MIDDLEWARE = middleware
    assert [found.id for found in gate_stands_last()] == ["audit.E001"]
    assert "audit.E001" in {found.id for found in run_checks()}


def test_drf_refuses_by_default() -> None:
    assert settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] == ["accounts.drf.PassedTheGate"]
    assert settings.REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] == ["rest_framework.renderers.JSONRenderer"]


def test_pictures_have_no_address_of_their_own() -> None:
    assert settings.STORAGES["default"]["OPTIONS"]["base_url"] is None
    assert settings.MEDIA_ROOT == ""


def test_the_owner_of_the_tables_is_used_for_migrations_only() -> None:
    assert settings.DATABASES["default"]["USER"] == "alpr_app"
    for file in (ROOT / app for app in ("audit", "accounts", "reads", "alpr_portal")):
        for source in file.rglob("*.py"):
            assert 'using("owner")' not in source.read_text(), source.name
