"""Folders for servers that may run as another system user."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    """Not under pytest's own folder: every start of pytest closes that to PostgreSQL's system user again."""
    folder = Path(tempfile.mkdtemp(prefix="alpr-test-")).resolve()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def tmp_path(module_folder: Path) -> Path:
    """A folder of the test's own."""
    return Path(tempfile.mkdtemp(dir=module_folder))
