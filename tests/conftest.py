"""What tests share: where their documents lie, and the official ones where they are available."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parent / "documents"
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def shared_folder() -> Path:
    """The folder of official documents beside the repository; the test skips where there is none."""
    if not (SHARED / "referentiels").is_dir():
        pytest.skip("les référentiels officiels (../shared/referentiels) ne sont pas sur cette machine")
    return SHARED
