"""The tests' own PostgreSQL and Redis, started before Django reads its settings (`-p tests.services` in
pyproject.toml)."""

import os
from pathlib import Path

import pytest

from alpr_portal.embedded.services import services

VAR = Path(os.environ.get("ALPR_TEST_VAR") or Path(__file__).resolve().parent.parent / "var" / "test")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    os.environ["ALPR_ENV"] = "test"
    os.environ["ALPR_VAR"] = str(VAR)
    os.environ["ALPR_DATABASE"] = "alpr_test"
    for role in ("OWNER", "APP", "GATE", "AUDITOR", "SEALER"):
        os.environ[f"ALPR_DB_{role}_PASSWORD"] = "test"  # the tests' own server, gone with them
    (VAR / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where STATIC_ROOT is missing
    running = services(VAR)
    started = running.__enter__()
    early_config.add_cleanup(lambda: running.__exit__(None, None, None))
    os.environ["DATABASE_URL"] = started.database_url
    os.environ["REDIS_URL"] = started.redis_url
