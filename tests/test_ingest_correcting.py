"""A referential corrected by hand: what stays the document's words, what bears the day of the correction, what can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import INVENTED
from hypothesis import HealthCheck, given, settings
from test_ingest_markdown_format import NAME, certifications

from ingest.changes import Change, changes
from ingest.correcting import HAND_CORRECTED, correct, corrected_places, last_corrected, relabel, restore
from ingest.errors import AcquisError
from ingest.markdown_format import to_markdown
from ingest.model import Bullet, Certification, Competence, Criterion, Family, Provenance, Source, Statement
from ingest.passages import passages_of
from ingest.pipeline import DocumentReport, IngestOptions, ingest
from ingest.readers.plain import PlainFile
from ingest.readers.referential import read_referential
from ingest.storage import Record, Store

BAKER = "cqpm-boulanger-de-nuit"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
TARED, TARED_RIGHT = "La balance est tarée avant chaque pesée.", "La balance est tarée après chaque pesée."


@pytest.fixture
def record(home: Path) -> Record:
    ingest([INVENTED], home)
    return Store(home).record(BAKER)


def edited(record: Record, *steps: tuple[str, str]) -> Certification:
    """What reads back from the export of a record in which these words were replaced, once each."""
    text = to_markdown(record.certification)
    for old, new in steps:
        assert old in text
        text = text.replace(old, new, 1)
    return read_referential(PlainFile("corrige.md", text, "1"), BAKER)


def marked(certification: Certification) -> dict[str, date]:
    """The passages written by hand, with their day."""
    return {p.id: p.source.corrected for p in passages_of(certification) if p.source.corrected}


def test_a_corrected_statement_alone_bears_the_day_and_keeps_its_place(record: Record) -> None:
    after = correct(record, edited(record, (TARED, TARED_RIGHT)), MONDAY)
    assert marked(after.certification) == {f"{BAKER}/C1/means/1": MONDAY}
    (before,), (now,) = (state.certification.competence(1)[1].part("means") for state in (record, after))  # type: ignore[index]
    assert now.text == TARED_RIGHT
    assert now.source == before.source.model_copy(update={"corrected": MONDAY})
    assert (after.as_read, after.previous) == (record.certification, record.certification)
    assert (after.file_name, after.file_sha256) == (record.file_name, record.file_sha256)
    assert [d.code for d in after.diagnostics] == [HAND_CORRECTED]
    assert "1 texte corrigé à la main (en dernier le 23/11/2026)" in after.diagnostics[0].message


def test_nothing_changed_gives_the_same_record(record: Record) -> None:
    assert correct(record, edited(record), MONDAY) is record


def test_the_documents_words_lose_their_mark_and_earlier_corrections_keep_their_day(record: Record) -> None:
    first = correct(record, edited(record, (TARED, TARED_RIGHT), ("La recette du fournil est affichée.", "La recette est affichée.")), MONDAY)
    second = correct(first, edited(first, (TARED_RIGHT, TARED), ("Les farines et leur force.", "Les farines.")), TUESDAY)
    assert marked(second.certification) == {f"{BAKER}/C1/conditions/1": MONDAY, f"{BAKER}/B1/knowledge/1": TUESDAY}
    assert last_corrected(second.certification) == TUESDAY
    assert second.as_read == record.certification
    back = correct(second, edited(second, ("La recette est affichée.", "La recette du fournil est affichée."), ("Les farines.", "Les farines et leur force.")), TUESDAY)
    assert back.certification == record.certification
    assert back.as_read is None
    assert last_corrected(back.certification) is None


def test_of_a_list_only_the_item_rewritten_is_marked_with_the_statement_that_it_belongs_to(record: Record) -> None:
    after = correct(record, edited(record, ("l'eau et le levain.", "l'eau et la levure.")), MONDAY)
    root = f"{BAKER}/C1/methods/1"
    assert set(marked(after.certification)) == {root, f"{root}/2"}


def test_a_statement_added_stands_nowhere_in_the_document_and_the_others_keep_their_words(record: Record) -> None:
    line = next(line for line in to_markdown(record.certification).split("\n") if TARED in line)
    after = correct(record, edited(record, (line, f"- Le four est chaud.\n{line}")), MONDAY)
    assert marked(after.certification) == {f"{BAKER}/C1/means/1": MONDAY}
    found = after.certification.competence(1)
    assert found
    assert [s.source.lines for s in found[1].part("means")] == [None, record.certification.competence(1)[1].part("means")[0].source.lines]  # type: ignore[index]


def test_a_criterion_put_under_another_family_is_a_correction(record: Record) -> None:
    line = next(line for line in to_markdown(record.certification).split("\n") if TARED in line)
    heading = "#### Critères : liens professionnels / relationnels"
    after = correct(record, edited(record, (line + "\n", ""), (heading, f"{heading}\n{line}")), MONDAY)
    assert set(marked(after.certification)) == {f"{BAKER}/C1/relations/1"}
    told = changes(record.certification, after.certification)
    assert told == (
        Change("compétence 1, moyens utilisés 1", TARED, ""),
        Change("compétence 1, liens professionnels / relationnels 1", "", TARED),
    )


def test_a_competence_forgotten_by_the_reading_moves_the_numbers_and_marks_only_itself(record: Record) -> None:
    text = to_markdown(record.certification)
    for number in (3, 2):
        text = text.replace(f"### Compétence {number} ", f"### Compétence {number + 1} ", 1)
    start = text.index("### Compétence 3 ")
    text = text[:start] + "### Compétence 2 — Façonner les pains\n\n#### Résultats attendus\n- Les pains se ressemblent.\n\n" + text[start:]
    after = correct(record, read_referential(PlainFile("corrige.md", text, "1"), BAKER), MONDAY)
    assert set(marked(after.certification)) == {f"{BAKER}/C2", f"{BAKER}/C2/results/1"}
    assert changes(record.certification, after.certification) == (
        Change("compétence 2", "", "2. Façonner les pains"),
        Change("compétence 2, résultats attendus 1", "", "Les pains se ressemblent."),
        Change("compétence 3", "2. Conduire la pousse", "3. Conduire la pousse"),
        Change("compétence 4", f"3. {record.certification.competence(3)[1].title}", f"4. {record.certification.competence(3)[1].title}"),  # type: ignore[index]
    )


def test_a_title_a_block_and_a_removal_are_told(record: Record) -> None:
    title = record.certification.competence(1)[1].title  # type: ignore[index]
    line = next(line for line in to_markdown(record.certification).split("\n") if "La pâte est lisse" in line)
    steps = ((f"— {title}", "— Préparer la pâte"), ("— La conduite du pétrissage", "— Le pétrissage"), (line + "\n", ""))
    after = correct(record, edited(record, *steps), MONDAY)
    assert set(marked(after.certification)) == {f"{BAKER}/B1", f"{BAKER}/C1"}
    assert changes(record.certification, after.certification) == (
        Change("bloc 1", "1. [BDC9001] La conduite du pétrissage", "1. [BDC9001] Le pétrissage"),
        Change("compétence 1", f"1. {title}", "1. Préparer la pâte"),
        Change("compétence 1, résultats attendus 1", "La pâte est lisse et se décolle de la cuve.", ""),
    )


def test_no_correction_makes_a_fiche_official(record: Record) -> None:
    fiche = record.model_copy(update={"certification": record.certification.model_copy(update={"provenance": Provenance.FICHE})})
    after = correct(fiche, edited(fiche, ("provenance: fiche", "provenance: official"), (TARED, TARED_RIGHT)), MONDAY)
    assert after.certification.provenance == Provenance.FICHE
    assert after.certification.document == fiche.certification.document


def test_restoring_gives_the_state_before_back_and_keeps_the_other(record: Record) -> None:
    first = correct(record, edited(record, (TARED, TARED_RIGHT)), MONDAY)
    undone = restore(first)
    assert undone.certification == record.certification
    assert undone.as_read is None
    assert undone.diagnostics == record.diagnostics
    again = restore(undone)
    assert again.certification == first.certification
    assert again.as_read == record.certification
    with pytest.raises(AcquisError, match="rien n'y a été corrigé"):
        restore(record)


def test_a_label_is_changed_in_every_state(record: Record) -> None:
    first = relabel(correct(record, edited(record, (TARED, TARED_RIGHT)), MONDAY), "2019")
    assert [state.label for state in (first.certification, first.as_read, first.previous) if state] == ["2019"] * 3
    assert restore(first).certification.label == "2019"


def test_records_and_exports_keep_the_marks(record: Record, home: Path) -> None:
    after = correct(record, edited(record, (TARED, TARED_RIGHT)), MONDAY)
    Store(home).save(after)
    assert Store(home).record(BAKER) == after
    assert "l. 30, corrigé à la main le 2026-11-23 -->" in to_markdown(after.certification)
    assert edited(after) == after.certification


def one(path: Path, home: Path, **options: str) -> DocumentReport:
    (report,) = ingest([path], home, IngestOptions(**options))  # type: ignore[arg-type]
    return report


@pytest.fixture
def export(record: Record, tmp_path: Path) -> Callable[[str, str], Path]:
    def write(old: str, new: str) -> Path:
        path = tmp_path / f"{BAKER}.md"
        text = to_markdown(record.certification)
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return path

    return write


def test_ingesting_an_edited_export_is_a_correction(export: Callable[[str, str], Path], home: Path) -> None:
    path = export(TARED, TARED_RIGHT)
    report = one(path, home)
    assert (report.status, [d.code for d in report.diagnostics]) == ("updated", [HAND_CORRECTED])
    assert marked(Store(home).certification(BAKER)) == {f"{BAKER}/C1/means/1": date.today()}
    assert one(path, home).status == "unchanged"


def test_the_document_read_again_leaves_corrections_and_a_new_one_says_that_it_replaces_them(
    export: Callable[[str, str], Path], home: Path, tmp_path: Path
) -> None:
    one(export(TARED, TARED_RIGHT), home)
    corrected = Store(home).certification(BAKER)
    assert one(INVENTED, home).status == "unchanged"
    assert one(INVENTED, home, label="2019").status == "updated"
    assert Store(home).certification(BAKER) == corrected.model_copy(update={"label": "2019"})
    newer = tmp_path / "nouveau" / INVENTED.name
    newer.parent.mkdir()
    newer.write_text(INVENTED.read_text("utf-8").replace("chaque sac", "tout sac") + "\n## § Annexe\n- Fin.\n", "utf-8")
    report = one(newer, home)
    assert (report.status, [d.code for d in report.diagnostics]) == ("updated", ["corrections-replaced"])
    assert not list(corrected_places(Store(home).certification(BAKER)))
    assert restore(Store(home).record(BAKER)).certification == corrected.model_copy(update={"label": "2019"})


def test_a_date_that_is_none_is_named_with_its_line(record: Record) -> None:
    from ingest.errors import DamagedDocument

    with pytest.raises(DamagedDocument, match="« 2026-13-45 » n'est pas une date"):
        edited(record, ("l. 30 -->", "l. 30, corrigé à la main le 2026-13-45 -->"))


def test_a_bullet_keeps_its_own_mark() -> None:
    """The lead-in changed: all that is read with it is by hand, each at its own place."""
    place = Source(document="x.md", lines=(1, 1))
    items = (Bullet(text="un", marker="• ", source=place), Bullet(text="deux", marker="• ", source=place))
    statement = Criterion(text="Les étapes :", items=items, source=place, family=Family.METHODS)
    competence = Competence(number=1, title="Faire", criteria=(statement,), source=place)
    base = read_referential(PlainFile("x.md", INVENTED.read_text("utf-8"), "1"), "x")
    base = base.model_copy(update={"blocks": (base.blocks[0].model_copy(update={"competences": (competence,)}),)})
    record = Record(file_name="x.md", file_sha256="1", certification=base)
    changed = Statement(text="Les temps :", items=items, source=Source(document="autre"))
    new = competence.model_copy(update={"criteria": (Criterion(**changed.model_dump(), family=Family.METHODS),)})
    after = correct(record, base.model_copy(update={"blocks": (base.blocks[0].model_copy(update={"competences": (new,)}),)}), MONDAY)
    (found,) = after.certification.blocks[0].competences[0].criteria
    assert [found.source, *(item.source for item in found.items)] == [place.model_copy(update={"corrected": MONDAY})] * 3


@given(certifications(), certifications())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_words_without_a_mark_are_the_documents(read: Certification, edited_by_hand: Certification) -> None:
    """Whatever is written, what bears no day was read from the document under the same part; and restoring gives it all back."""
    read = unmarked(read)
    after = correct(Record(file_name=NAME, file_sha256="1", certification=read), unmarked(edited_by_hand), MONDAY)
    known = {(passage.kind, passage.part, passage.text) for passage in passages_of(read)}
    for passage in passages_of(after.certification):
        if not passage.source.corrected and passage.kind != "bullet":
            assert (passage.kind, passage.part, passage.text) in known
    assert (after.certification.id, after.certification.provenance, after.certification.document) == (read.id, read.provenance, read.document)
    if after.previous is not None:
        assert restore(after).certification == read
        again = read_referential(PlainFile("x.md", to_markdown(after.certification), "2"), read.id)
        assert correct(after, again, TUESDAY) is after


def unmarked(certification: Certification) -> Certification:
    """The same, as a document is read: nothing by hand."""
    return Certification.model_validate_json(re.sub(r'"corrected":"[^"]*"', '"corrected":null', certification.model_dump_json()))
