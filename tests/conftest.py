"""What tests share: the folder of measuring data, and a skip with its reason where that is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the same examples in every run: a red run must be a change's fault. Elsewhere each run looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the measuring data, which are third parties' texts and no part of the repository."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the measuring data are not there: ../shared is absent")
    return folder


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder with the two seed files."""
    return REPOSITORY / "raw"
