"""The article of the two seed files with its ledger, made once; what every export is tried on beside made-up ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import Cleaned, clean


@pytest.fixture(scope="session")
def seeds(raw: Path) -> Cleaned:
    return clean({f"raw/{path.name}": path.read_bytes() for path in sorted(raw.glob("*.txt"))})
