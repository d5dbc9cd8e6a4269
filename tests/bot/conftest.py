"""Stores for the tests of the command line."""

import shutil
from pathlib import Path

import pytest

from tests.bot.support import factotum


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the packs that ship, made once; not to be changed."""
    path = tmp_path_factory.mktemp("store") / "factotum.db"
    assert factotum("pack", "list", "--database", str(path)).status == 0
    return path


@pytest.fixture
def store(made_store: Path, tmp_path: Path) -> str:
    """A store of the test's own with the packs that ship."""
    return str(shutil.copy(made_store, tmp_path))
