"""How drafting is measured: counts that add up, Grammalecte's remarks where it is installed, the figures of the fiches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import DOCUMENTS

from assistant.cli import main
from assistant.drafting.items import Kind
from assistant.evaluation.drafting import CHECKER, Figures, grammar_remarks, measure_drafting, report
from assistant.library import Library

SERIES = 4
"""Drafts of one competence: 1, 3 and 5 items, and what covers everything."""


def test_figures_add_up_on_an_invented_trade(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    figures = measure_drafting(library, (Kind.INTERVIEW,))["entretien"]
    assert (figures.drafts, figures.exact) == (4 * SERIES, 4 * SERIES)
    assert figures.items == 4 * (1 + 3 + 5) + (5 + 3 + 3 + 1)  # and one question for each thing there is to ask
    assert (figures.criteria, figures.covered) == (13, 13)
    assert (figures.twins, figures.faulty) == (0, [])


def test_the_report_names_what_is_wrong() -> None:
    figures = Figures(drafts=1, exact=0, items=2, criteria=3, covered=1, twins=1, faulty=[("Le four , ici.", "espaces")])
    lines = report({"entretien": figures}).split("\n")
    assert lines[1].split() == ["entretien", "1", "0", "2", "1/3", "1", "1", "absent"]
    assert lines[2] == "entretien\u00a0: 1 × espaces — Le four , ici."


@pytest.mark.skipif(shutil.which(CHECKER) is None, reason=f"{CHECKER} n'est pas installé (paquet Debian grammalecte-cli)")
def test_grammalecte_finds_a_fault_of_agreement() -> None:
    remarks = grammar_remarks(["Les pains est cuits.", "Les pains sont cuits.", "Il a cité «\u00a0les pains est cuits\u00a0»."])
    assert remarks is not None
    assert {text for text, _ in remarks} == {"Les pains est cuits."}


def test_the_fiches_draft_without_fault(fiches_library: Library) -> None:
    """On a small part: the fiche that the grammar was not written on comes out exact, covered and sound."""
    figures = measure_drafting(fiches_library, (Kind.GRID,))["grille"]
    assert figures.exact == figures.drafts
    assert figures.covered == figures.criteria > 300
    assert figures.faulty == []
    assert figures.twins == 0


def test_the_command_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = Library(tmp_path)
    library.ingest([DOCUMENTS / "cqpm-confiseur.md"])
    assert main(["--home", str(tmp_path), "eval", "--drafting"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.split("\n")[1:7]] == [kind.value for kind in Kind]
