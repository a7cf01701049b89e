"""Measuring the application: what the figures are made of, and what is said where they cannot be taken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import INVENTED

from assistant.bench_app import _measures, _Run, measure_app
from assistant.library import Library
from ingest.errors import AcquisError


def test_the_figures_are_medians_of_servers_and_of_answers() -> None:
    runs = [
        _Run(first_page=1.0, answers=[0.9, 0.2], alone=300.0, crowded=319.0),  # 19 Mo for 19 sessions more
        _Run(first_page=3.0, answers=[0.4, 0.3], alone=310.0, crowded=367.0),  # 3 Mo each
        _Run(first_page=1.5, answers=[0.5, 0.1], alone=290.0, crowded=328.0),  # 2 Mo each
    ]
    page, answer, alone, each = _measures(runs)
    assert (page.value, page.aim, page.ratio) == (1.5, 2.0, 0.75)
    assert (answer.value, answer.aim) == (0.35, 0.5)  # 0.1 0.2 0.3 0.4 0.5 0.9
    assert "la première d'un serveur 0,9\u00a0s au plus" in answer.detail
    assert (alone.value, each.value, each.unit) == (300.0, 2.0, "Mo")
    assert each.detail == "20 sessions\u00a0: 328\u00a0Mo"


def test_memory_that_the_system_does_not_tell_is_not_made_up() -> None:
    _, _, alone, each = _measures([_Run(first_page=1.0, answers=[0.1])])
    assert (alone.value, each.value, alone.detail) == (None, None, "inconnue sur ce système")


def test_without_a_browser_a_sentence_says_what_to_install(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library(home).ingest([INVENTED])
    found = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if "chrom" in name else found(name))
    with pytest.raises(AcquisError, match="demande Chromium"):
        measure_app(home, notice=lambda _: None)
