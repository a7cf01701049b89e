"""The official referentials, where they are available: every word of every cell, and the structure of each document.

The files of ``golden/`` hold counts, ids and codes, no text. After a wanted change, ``PYTHONPATH=. python tests/test_ingest_golden.py`` writes
them again; the difference is then read line by line before it is committed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from conftest import SHARED

from ingest.elements import ReadDocument
from ingest.model import Certification, Competence, Diagnostic, Family, Part
from ingest.passages import passages_of
from ingest.pipeline import read_document
from ingest.structure import build

GOLDEN = Path(__file__).parent / "golden"
OFFICIAL = SHARED / "referentiels"
CELLS = {
    "cqpm-coordonnateur-qse-v1.md": 66,  # 11 competences × 6 parts
    "cqpm-coordonnateur-qse-v1.pdf": 66,
    "cqpm-coordonnateur-qse-v2.txt": 66,
    "cqpm-pilote-logistique.md": 42,  # 7 × 6
    "cqpm-technicien-qualite.md": 36,  # 6 × 6
    "cqpm-technicien-qualite.pdf": 36,
}
DOCUMENTS = [*CELLS, "rncp-28242-coordonnateur-qse.txt"]


@cache
def read(name: str) -> tuple[Certification, list[Diagnostic]]:
    document = read_document(OFFICIAL / name)
    assert isinstance(document, ReadDocument)
    return build(document, Path(name).stem)


def words(texts: list[str]) -> list[str]:
    """The words of some texts; marks, apostrophes, quotes and dashes are no words."""
    return re.findall(r"\w+", "\n".join(texts))


@pytest.mark.parametrize("name", CELLS)
def test_every_cell_has_the_words_of_the_document_once_and_in_order(name: str, shared_folder: Path) -> None:
    truth: dict[str, dict[str, list[str]]] = json.loads((OFFICIAL / "cells.json").read_text("utf-8"))[Path(name).stem]
    certification, _ = read(name)
    read_cells = {
        (competence.number, str(part)): words([s.verbatim for s in competence.part(part)])
        for _, competence in certification.competences()
        for part in Part
        if part != Part.KNOWLEDGE
    }
    true_cells = {(int(number), part): words(texts) for number, parts in truth.items() for part, texts in parts.items()}
    assert len(true_cells) == CELLS[name]
    assert read_cells.keys() == true_cells.keys()
    assert [cell for cell in true_cells if read_cells[cell] != true_cells[cell]] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_structure_is_the_one_on_record(name: str, shared_folder: Path) -> None:
    assert structure(*read(name)) == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "pdf"), [(f"{stem}.md", f"{stem}.pdf") for stem in ("cqpm-coordonnateur-qse-v1", "cqpm-technicien-qualite")])
def test_a_pdf_gives_the_blocks_and_competences_of_its_text(text: str, pdf: str, shared_folder: Path) -> None:
    (ours, _), (theirs, _) = read(pdf), read(text)
    assert _frame(ours) == _frame(theirs)
    assert ours.title == theirs.title
    pages = {statement.source.page for _, competence in ours.competences() for statement in competence.criteria}
    assert None not in pages
    assert max(page for page in pages if page) <= (ours.document.pages or 0)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_passages_have_ids_of_their_own_and_a_place(name: str, shared_folder: Path) -> None:
    passages = passages_of(read(name)[0])
    assert [passage for passage, count in Counter(p.id for p in passages).items() if count > 1] == []
    assert all(p.id.startswith(Path(name).stem + "/") and p.text.strip() for p in passages)
    assert all(p.source.document == name and (p.source.lines or p.source.page) for p in passages)


def _frame(certification: Certification) -> list[object]:
    return [
        (b.code, words([b.title]), [words([s.verbatim]) for s in b.knowledge], [(c.number, c.local_number, words([c.title])) for c in b.competences])
        for b in certification.blocks
    ]


def structure(certification: Certification, diagnostics: list[Diagnostic]) -> dict[str, object]:
    """Counts, ids and codes of a certification: what may be kept of a text that is not ours."""
    return {
        "id": certification.id,
        "kind": str(certification.kind),
        "pages": certification.document.pages,
        "codes": {name: list(values) for name, values in certification.codes.items()},
        "blocks": [
            {"code": block.code, "knowledge": len(block.knowledge), "competences": [_competence(c) for c in block.competences]}
            for block in certification.blocks
        ],
        "sections": [[len(section.path), len(section.paragraphs)] for section in certification.sections],
        "facts": {fact.key: len(fact.values) for fact in certification.facts},
        "passages": dict(sorted(Counter(passage.kind for passage in passages_of(certification)).items())),
        "diagnostics": dict(sorted(Counter(f"{d.level} {d.code}" for d in diagnostics).items())),
    }


def _competence(competence: Competence) -> dict[str, object]:
    parts = {str(part): len(competence.part(part)) for part in (Part.CONDITIONS, *Family, Part.RESULTS)}
    bullets = sum(len(s.items) for s in (*competence.conditions, *competence.criteria, *competence.results))
    return {"number": competence.number, "local_number": competence.local_number, "code": competence.code, **parts, "bullets": bullets}


if __name__ == "__main__":
    for each in DOCUMENTS:
        (GOLDEN / f"{each}.json").write_text(json.dumps(structure(*read(each)), indent=1, ensure_ascii=False) + "\n", "utf-8")
