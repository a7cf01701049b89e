"""Passages and the parse report of a small invented referential."""

from __future__ import annotations

from conftest import INVENTED

from ingest.model import Block, Certification, Competence, Document, Fact, Kind, Source, Statement
from ingest.passages import fact_id, passages_of
from ingest.readers.plain import read_plain
from ingest.readers.referential import read_referential
from ingest.resemblance import resembling_fiches
from ingest.structure.checks import check
from ingest.structure.identify import with_ids
from ingest.structure.places import where

PLACE = Source(document="pain.md", lines=(1, 1))


def invented() -> Certification:
    return read_referential(read_plain(INVENTED), "x")


def test_each_wording_is_a_passage_with_its_breadcrumb() -> None:
    found = {passage.id: passage for passage in passages_of(invented())}
    method = found["cqpm-boulanger-de-nuit/C1/methods/1"]
    assert method.text == "Les pesées suivent la recette :\n• la farine,\n• l'eau et le levain."
    assert method.context == (
        "Boulanger de nuit (édition d'essai) > Bloc 1 BDC9001 La conduite du pétrissage > Compétence 1 Préparer une pâte à pain > méthodes utilisées"
    )
    assert (method.kind, method.block, method.competence, method.part) == ("criterion", 1, 1, "methods")
    bullet = found["cqpm-boulanger-de-nuit/C1/methods/1/2"]
    assert (bullet.kind, bullet.parent) == ("bullet", method.id)
    assert bullet.text == "Les pesées suivent la recette :\n• l'eau et le levain."
    assert found["cqpm-boulanger-de-nuit/B1/knowledge/2"].text == "• Le rôle du sel."


def test_ids_depend_on_the_id_and_the_order_alone() -> None:
    renamed = with_ids(invented().model_copy(update={"id": "autre"}))
    ours, theirs = ([p.id for p in passages_of(each)] for each in (invented(), renamed))
    assert len(set(ours)) == len(ours)
    assert [each.split("/", 1)[1] for each in theirs] == [each.split("/", 1)[1] for each in ours]


def test_an_empty_field_is_no_passage() -> None:
    facts = (Fact(key="nsf", label="Code NSF", values=("221", "222"), source=PLACE), Fact(key="level", label="Niveau", source=PLACE))
    found = [p for p in passages_of(invented().model_copy(update={"facts": facts})) if p.kind == "fact"]
    assert [(p.id, p.text) for p in found] == [(fact_id("cqpm-boulanger-de-nuit", "nsf"), "221\n222")]


def sheet(*blocks: Block, kind: Kind = Kind.CQPM, facts: tuple[Fact, ...] = ()) -> Certification:
    document = Document(name="pain.md", format="md", sha256="0")
    return Certification(id="pain", title="Pain", kind=kind, blocks=blocks, facts=facts, document=document)


def block(number: int, knowledge: list[str], *numbers: int) -> Block:
    competences = tuple(Competence(number=n, title=f"Faire {n}", source=PLACE) for n in numbers)
    items = tuple(Statement(text=text, source=PLACE) for text in knowledge)
    return Block(number=number, title="Bloc", knowledge=items, competences=competences, source=PLACE)


def test_a_sound_referential_has_no_doubts() -> None:
    assert check(invented()) == []


def test_the_report_names_gaps_empty_fields_and_missing_parts() -> None:
    empty = Fact(key="level", label="Niveau", source=PLACE)
    found = check(sheet(block(1, ["sel"], 1), block(2, ["eau"], 3), facts=(empty,)))
    codes = [d.code for d in found]
    assert codes == ["numbering-gap", *["missing-family"] * 12, "empty-field"]  # 2 competences × 6 parts
    assert found[0].message == "La numérotation passe de 1 à 3."
    assert all(d.where == "l. 1" for d in found)


def test_a_sheet_of_another_kind_misses_no_family_and_a_plain_text_says_so() -> None:
    assert check(sheet(block(1, [], 1), kind=Kind.RNCP)) == []
    assert [d.code for d in check(sheet(kind=Kind.OTHER))] == ["no-competence"]


def test_places_are_said_in_french() -> None:
    assert where(Source(document="d")) == ""
    assert where(Source(document="d", page=4)) == "p. 4"
    assert where(Source(document="d", lines=(12, 14))) == "l. 12-14"
    assert where(Source(document="d", page=4, lines=(2, 2))) == "p. 4, l. 2"


def test_only_a_fiche_of_the_same_competences_resembles_a_document() -> None:
    official = invented()
    fiche = official.model_copy(update={"id": "fiche-pain", "provenance": "fiche"})
    other = sheet(block(1, [], 1, 2, 3)).model_copy(update={"provenance": "fiche"})
    assert [d.code for d in resembling_fiches(official, [fiche, other, official])] == ["resembles-fiche"]
    assert resembling_fiches(fiche, [fiche]) == []
