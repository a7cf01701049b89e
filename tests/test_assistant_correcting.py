"""A correction proposed from a file or a form, and kept: what is refused, what changes, what the answers then say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import INVENTED, SHELF

from assistant.correcting.editing import TITLE, Place, boxes, places, rewritten
from assistant.correcting.lines import as_lines, from_lines
from assistant.correcting.proposing import correction, differs_from_document, going_back, keep, labelling, read_edited
from assistant.drafting.composing import Request
from assistant.drafting.drafter import Drafter
from assistant.drafting.exports.sheets import quoted_criteria
from assistant.drafting.items import Kind
from assistant.library import Library
from assistant.service import Assistant
from ingest.changes import PARTS, Change
from ingest.errors import AcquisError
from ingest.fiches import FOLDER
from ingest.markdown_format import is_referential, to_markdown
from ingest.model import Certification, Level, Part
from ingest.readers.plain import read_plain
from ingest.readers.referential import read_referential
from ingest.storage import Record

BAKER = "cqpm-boulanger-de-nuit"
TARED, TARED_RIGHT = "La balance est tarée avant chaque pesée.", "La balance est tarée après chaque pesée."
MONDAY = date(2026, 11, 23)
WRITTEN = [path for path in sorted(SHELF.glob("*.md")) if is_referential(path.read_text("utf-8"))]
FIRST = Place(1, 1, "Compétence 1")


@pytest.fixture
def library(home: Path) -> Library:
    library = Library(home)
    library.ingest([INVENTED])
    return library


@pytest.fixture
def record(library: Library) -> Record:
    return library.store.record(BAKER)


def texts(certification: Certification, place: Place, **changed: str) -> dict[str, str]:
    return {box.key: box.text for box in boxes(certification, place)} | changed


def edited(record: Record, **changed: str) -> Certification:
    return rewritten(record.certification, FIRST, texts(record.certification, FIRST, **changed))


@pytest.mark.parametrize("path", [INVENTED, *sorted(FOLDER.glob("*.md")), *WRITTEN], ids=lambda path: path.stem)
def test_a_form_sent_as_it_was_changes_nothing(path: Path) -> None:
    certification = read_referential(read_plain(path), "x")
    record = Record(file_name=path.name, file_sha256="1", certification=certification)
    for place in places(certification):
        after = correction(record, rewritten(certification, place, texts(certification, place)), MONDAY)
        assert after.after is record, place.name


def test_official_statements_survive_their_lines_and_their_file(shared_folder: Path, tmp_path: Path) -> None:
    library = Library(tmp_path)
    from ingest.pipeline import ingest

    ingest([shared_folder / "referentiels"], library.home)
    statements = [s for c in library.store.certifications() for _, k in c.competences() for part in PARTS for s in k.part(part)]
    assert len(statements) > 300
    for statement in statements:
        (back,) = from_lines(as_lines([statement]), [statement])
        assert (back.marker, back.text, [(i.marker, i.text) for i in back.items]) == (
            statement.marker,
            statement.text,
            [(i.marker, i.text) for i in statement.items],
        )
    for record in library.records():
        path = tmp_path / "export.md"
        path.write_text(to_markdown(record.certification), "utf-8")
        assert correction(record, read_edited(path, record.certification.id), MONDAY).after is record


def test_lines_become_statements_with_their_marks_and_items() -> None:
    found = from_lines("Les étapes :\n    • observer\n    - agir\n\n  \n- Une règle.\nUne phrase ⏎ en deux.", [])
    assert [(s.marker, s.text, [(i.marker, i.text) for i in s.items]) for s in found] == [
        ("", "Les étapes :", [("• ", "observer"), ("- ", "agir")]),
        ("- ", "Une règle.", []),
        ("", "Une phrase\nen deux.", []),
    ]
    with pytest.raises(AcquisError, match="ne suit aucune phrase"):
        from_lines("   perdue", [])


def test_a_form_rewrites_one_competence(record: Record) -> None:
    proposal = correction(record, edited(record, means=TARED_RIGHT, title="Préparer la pâte"), MONDAY)
    assert proposal.changes == (
        Change("compétence 1", "1. Préparer une pâte à pain", "1. Préparer la pâte"),
        Change("compétence 1, moyens utilisés 1", TARED, TARED_RIGHT),
    )
    assert proposal.new_doubts == ()
    with pytest.raises(AcquisError, match="ne peut pas être vide"):
        edited(record, title="  ")


def test_a_block_is_rewritten_too(record: Record) -> None:
    place = places(record.certification)[0]
    assert place.competence is None
    after = rewritten(record.certification, place, texts(record.certification, place, **{TITLE: "Le pétrissage", Part.KNOWLEDGE: "Les farines."}))
    assert [c.new for c in correction(record, after, MONDAY).changes] == ["1. [BDC9001] Le pétrissage", "Les farines.", ""]


def test_a_family_left_empty_is_a_doubt_that_is_told_before(record: Record) -> None:
    proposal = correction(record, edited(record, means=""), MONDAY)
    assert [(d.level, d.code) for d in proposal.new_doubts] == [(Level.WARNING, "missing-family")]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "corrige.md") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_file_is_refused_in_a_sentence(record: Record, file: Callable[..., Path]) -> None:
    text = to_markdown(record.certification)
    with pytest.raises(AcquisError, match="n'est pas au format Markdown d'Acquis"):
        read_edited(file("# Rien\n"), BAKER)
    with pytest.raises(AcquisError, match="décrit «\xa0autre\xa0» et non «\xa0cqpm-boulanger-de-nuit\xa0»"):
        read_edited(file(text.replace(f"id: {BAKER}", "id: autre")), BAKER)
    with pytest.raises(AcquisError, match="n'est pas lisible à la ligne"):
        read_edited(file(text.replace("#### Critères : moyens utilisés", "#### Outils")), BAKER)
    with pytest.raises(AcquisError):
        read_edited(file("%PDF-1.7", "corrige.md"), BAKER)
    with pytest.raises(AcquisError):
        read_edited(file(text, "corrige.pdf"), BAKER)


def test_what_is_kept_is_found_quoted_and_marked(library: Library, record: Record, file: Callable[..., Path]) -> None:
    path = file(to_markdown(record.certification).replace(TARED, TARED_RIGHT))
    steps: list[str] = []
    keep(library, correction(record, read_edited(path, BAKER), MONDAY), lambda name, done, total: steps.append(name))
    answer, _ = Assistant(library).ask("Quels moyens pour la compétence 1 ?")
    (citation,) = answer.citations
    assert (citation.text, citation.corrected) == (TARED_RIGHT, MONDAY)
    assert TARED_RIGHT in answer.answer
    assert any("corrigé à la main (en dernier le 23/11/2026)" in line for line in answer.advice)
    assert not any("corrigé" in line for line in Assistant(library).ask("Quelles contraintes pour la compétence 1 ?")[0].advice)
    assert steps
    assert [change.new for change in differs_from_document(library.store.record(BAKER))] == [TARED_RIGHT]


def test_the_last_correction_is_taken_back(library: Library, record: Record) -> None:
    keep(library, correction(record, edited(record, means=TARED_RIGHT), MONDAY))
    keep(library, going_back(library.store.record(BAKER)))
    assert library.store.certification(BAKER) == record.certification
    (citation,) = Assistant(library).ask("Quels moyens pour la compétence 1 ?")[0].citations
    assert (citation.text, citation.corrected) == (TARED, None)


def test_a_referential_that_changed_meanwhile_is_left_alone(library: Library, record: Record) -> None:
    first, second = (correction(record, edited(record, means=text), MONDAY) for text in (TARED_RIGHT, "Autre chose."))
    keep(library, first)
    with pytest.raises(AcquisError, match="a changé pendant que vous le corrigiez"):
        keep(library, second)
    assert library.store.record(BAKER) == first.after


def test_removing_a_referential_forgets_its_corrections(library: Library, record: Record, home: Path) -> None:
    keep(library, correction(record, edited(record, means=TARED_RIGHT), MONDAY))
    library.remove(BAKER)
    library.ingest([INVENTED])
    fresh = library.store.record(BAKER)
    assert (fresh.as_read, fresh.previous) == (None, None)
    assert not any(TARED_RIGHT.encode() in path.read_bytes() for path in (home / "referentials").rglob("*") if path.is_file())


def test_a_label_is_given_and_taken_away(library: Library, record: Record) -> None:
    keep(library, labelling(record, "  2019 "))
    assert library.catalogue[BAKER].label == "2019"
    keep(library, labelling(library.store.record(BAKER), " "))
    assert library.catalogue[BAKER].label is None


def test_drafted_items_say_which_criterion_was_corrected(library: Library, record: Record) -> None:
    keep(library, correction(record, edited(record, means=TARED_RIGHT), MONDAY))
    drafted = Drafter(library).draft(BAKER, Request(Kind.GRID, (1,), (), None))
    told = [line for item in drafted.items for line in quoted_criteria(item)]
    assert f"«\xa0{TARED_RIGHT}\xa0» (C1, moyens 1, corrigé à la main le 23/11/2026)" in told
    assert sum("corrigé" in line for line in told) == 1
    assert any("ces mots-là ne sont pas ceux du document lu" in note for note in drafted.notes)
