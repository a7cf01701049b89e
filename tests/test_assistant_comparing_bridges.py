"""Passerelles and concordance: what is close, what is left to prove, who names a term; and how both are measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.cli import main
from assistant.comparing.bridge_summary import statements_of_bridges
from assistant.comparing.bridges import CLOSE, Bridges, shared_words
from assistant.comparing.chat import concordance_answer, term_asked
from assistant.comparing.comparer import INDICATIVE, Comparer
from assistant.comparing.concordance import concordance
from assistant.comparing.exports.sheets import status_name
from assistant.comparing.model import Comparison, Pair, Relation, Status
from assistant.comparing.similarity import by_content, by_meaning, by_order
from assistant.comparing.units import Level, Unit
from assistant.evaluation.comparing import (
    AlignmentCase,
    BridgeCase,
    is_alignment_set,
    is_bridge_set,
    measure_alignments,
    measure_bridges,
    read_alignments,
    score_alignment,
    score_bridges,
)
from assistant.library import Library
from assistant.verification import verify
from ingest.errors import AcquisError
from ingest.model import Passage, Source
from ingest.settings import Settings
from vectorstore.embeddings import Embedder, load_embedder

HELD, AIMED, SHEET = "cqpm-horloger-de-clocher", "cqpm-animateur-gat-v2", "rncp-99123-animateur-gat"


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings())


@pytest.fixture(scope="module")
def comparison(shelf_library: Library) -> Comparison:
    return Comparer(shelf_library).compare(HELD, AIMED)


# similarity


def test_order_counts_common_words() -> None:
    """Three words of four on each side, in order: 2 × 3 / (4 + 4)."""
    assert by_order(["Le four est chaud"], ["Le four est froid"])[0, 0] == pytest.approx(0.75)
    assert by_order(["L'audit"], ["l’audit."])[0, 0] == 1.0
    assert by_order([], ["x"]).shape == (0, 1)


def test_content_weighs_rare_words_more() -> None:
    found = by_content(["le four du boulanger", "le moule du boulanger"], ["le four du pâtissier", "la table du boulanger"])
    assert found[0, 0] > found[0, 1]  # « four » is held by two texts, « boulanger » by three
    assert found[1, 0] == 0.0  # stop words are nothing in common


def test_meaning_is_never_below_zero(embedder: Embedder) -> None:
    found = by_meaning(["pain", ""], ["boulangerie", "audit"], embedder)
    assert found.shape == (2, 2)
    assert found.min() >= 0.0
    assert not found[1].any()


# bridges


def unit(certification: str, place: str, text: str) -> Unit:
    competence, _, rest = place.partition("/")
    part = rest.split("/")[0] or None
    kind = "criterion" if part else "competence"
    source = Source(document="d.md")
    passage = Passage(
        id=f"{certification}/{place}", certification=certification, kind=kind, text=text, competence=int(competence[1:]), block=1, part=part, source=source
    )
    return Unit(passage, Level.STATEMENT if part else Level.COMPETENCE, competence, 0.0)


BAKERY = [
    unit("boulanger", "C1", "Contrôler la qualité du pain"),
    unit("boulanger", "C1/methods/1", "Les écarts constatés lors du contrôle sont analysés avec un diagramme d'Ishikawa."),
    unit("boulanger", "C1/relations/1", "Le client pressé reçoit un croissant."),
]
DAIRY = [
    unit("fromager", "C1", "Contrôler la qualité du fromage"),
    unit("fromager", "C1/methods/1", "L'analyse des écarts constatés s'appuie sur le diagramme d'Ishikawa."),
    unit("fromager", "C1/means/1", "Les caves sont lavées à grande eau."),
]


def bridge(embedder: Embedder) -> Bridges:
    return Bridges([u.passage for u in BAKERY], [u.passage for u in DAIRY], embedder)


def test_the_closest_is_found_and_the_rest_is_left_to_prove(embedder: Embedder) -> None:
    bridges = bridge(embedder)
    assert bridges.nearest(0)[0][0].passage.id == "fromager/C1/methods/1"
    assert bridges.nearest(0)[0][1] >= CLOSE
    found = [(p.a and p.a.passage.id, p.b and p.b.passage.id, p.status) for p in bridges.pairs()]
    assert found == [
        ("boulanger/C1/methods/1", "fromager/C1/methods/1", Status.REWORDED),
        (None, "fromager/C1/means/1", Status.ADDED),
        ("boulanger/C1/relations/1", None, Status.REMOVED),
    ]
    assert all(pair.nearest for pair in bridges.pairs() if not (pair.a and pair.b))


def test_what_is_shared_and_what_is_not_are_words_of_the_text_aimed_at(embedder: Embedder) -> None:
    shared, own = shared_words(bridge(embedder).pairs()[0])
    assert {"écarts", "constatés", "diagramme", "Ishikawa"} <= set(shared)
    assert own == ["appuie"]


def test_titles_are_compared_where_a_side_has_no_criteria(embedder: Embedder) -> None:
    bridges = Bridges([BAKERY[0].passage], [u.passage for u in DAIRY], embedder)
    assert not bridges.by_statement
    assert [p.b and p.b.passage.id for p in bridges.pairs()] == ["fromager/C1"]
    turned = Bridges([u.passage for u in DAIRY], [BAKERY[0].passage], embedder)
    np.testing.assert_allclose(turned.scores, bridges.scores.T)


def test_an_empty_side_leaves_everything_to_prove(embedder: Embedder) -> None:
    assert [pair.status for pair in Bridges([], [u.passage for u in DAIRY], embedder).pairs()] == [Status.ADDED]


def test_two_certifications_are_bridged_and_say_that_it_is_no_equivalence(comparison: Comparison, shelf_library: Library) -> None:
    assert comparison.relation == Relation.CERTIFICATIONS
    assert comparison.notes[0] == INDICATIVE
    assert any("est une fiche" in note for note in comparison.notes)  # the clockmaker's
    asked = {pair.b.passage.id for pair in comparison.pairs if pair.b}
    assert len(asked) == sum(len(c.criteria) + len(c.results) for _, c in shelf_library.catalogue[AIMED].competences())
    assert not [pair for pair in comparison.pairs if pair.either.part == "conditions"]


def test_each_competence_aimed_at_is_told_of_with_both_sides(comparison: Comparison) -> None:
    assert [statement.competence for statement in comparison.statements] == [1, 2, 3, 4]
    for statement in comparison.statements:
        assert statement.a is not None
        assert statement.b is not None
        assert (statement.a.certification, statement.b.certification) == (HELD, AIMED)


def test_a_registry_sheet_is_no_version_of_its_referential(shelf_library: Library) -> None:
    found = Comparer(shelf_library).compare(SHEET, AIMED)
    assert found.relation == Relation.CERTIFICATIONS
    assert {pair.level for pair in found.pairs} == {Level.COMPETENCE}
    close = {(p.a.passage.competence, p.b.passage.competence) for p in found.pairs if p.a and p.b}
    assert (3, 3) in close  # « Traiter les réclamations » and « Analyser les réclamations des clients »


def test_counts_of_a_bridge_are_told_in_words(embedder: Embedder, shelf_library: Library) -> None:
    certification = shelf_library.catalogue[AIMED]
    block = certification.blocks[0]
    one = block.competences[0].model_copy(update={"title": "Contrôler"})
    small = certification.model_copy(update={"blocks": (block.model_copy(update={"competences": (one,)}),)})
    told = statements_of_bridges(bridge(embedder).pairs(), small, small)
    assert [statement.text for statement in told] == [
        "Compétence 1, «\xa0Contrôler\xa0»\xa0: 1 sur 2 critères et résultats ont un énoncé proche, "
        "dont 1 dans la compétence 1, «\xa0Contrôler\xa0»\xa0; 1 reste à prouver."
    ]


def test_what_is_close_by_its_competence_alone_is_close_maybe() -> None:
    """0.34 is below what two texts must share by themselves, 0.36 above; competences compared as wholes have no competence above them."""
    a, b = BAKERY[1], DAIRY[1]
    certification = Relation.CERTIFICATIONS
    assert status_name(Pair(a, b, Status.REWORDED, 0.34), certification) == "peut-être proche"
    assert status_name(Pair(a, b, Status.REWORDED, 0.36), certification) == "proche"
    assert status_name(Pair(BAKERY[0], DAIRY[0], Status.REWORDED, 0.34), certification) == "proche"
    assert status_name(Pair(a, b, Status.REWORDED, 0.34), Relation.VERSIONS) == "reformulé"


# concordance


def test_a_term_is_found_in_any_inflection_wherever_it_stands(shelf_library: Library) -> None:
    found = concordance("dégustateur", shelf_library.shelf)
    assert AIMED in found.holders
    assert HELD not in found.holders
    assert set(found.by_certification) == set(shelf_library.catalogue.ids())
    for occurrence in found.by_certification[AIMED]:
        assert "dégust" in occurrence.text.lower()  # « dégustation » is of the same family
        assert occurrence.passage.kind != "bullet"


def test_words_of_a_term_stand_in_a_row(shelf_library: Library) -> None:
    """« tableau blanc » stands in the fourth competence; a « tableau croisé » in the third."""
    found = concordance("tableau blanc", shelf_library.shelf, [AIMED])
    assert [occurrence.passage.id for occurrence in found.by_certification[AIMED]] == [f"{AIMED}/C4/means/1"]
    assert concordance("blanc tableau", shelf_library.shelf, [AIMED]).holders == ()


def test_a_term_without_words_is_refused(shelf_library: Library) -> None:
    with pytest.raises(AcquisError, match="aucun mot à chercher"):
        concordance("de la", shelf_library.shelf)


# evaluation


def test_alignments_are_scored_by_pair_and_by_status() -> None:
    """Four cases: one right, one of the wrong status, one with another counterpart, one change seen; one false change."""
    a = {n: unit("v1", f"C1/methods/{n}", "x") for n in range(1, 5)}
    b = {n: unit("v2", f"C1/methods/{n}", "x") for n in range(1, 5)}
    pairs = [
        Pair(a[1], b[1], Status.UNCHANGED, 1.0),
        Pair(a[2], b[2], Status.REWORDED, 0.9),
        Pair(a[3], None, Status.REMOVED, 0.0),
        Pair(None, b[4], Status.ADDED, 0.0),
    ]
    gold = [(1, 1, "unchanged"), (2, 2, "unchanged"), (3, 3, "moved"), (None, 4, "added")]
    cases = [
        AlignmentCase.model_validate(
            {"id": f"c{n}", "old": old and f"v1/C1/methods/{old}", "new": new and f"v2/C1/methods/{new}", "status": status}
        )
        for n, (old, new, status) in enumerate(gold)
    ]
    figures = score_alignment(cases, pairs)
    assert (figures.cases, figures.paired, figures.right, figures.changed, figures.found) == (4, 3, 2, 2, 1)
    assert figures.false == 2  # the reworded pair, and the removal
    assert [line.split()[0] for line in figures.wrong] == ["c1", "c2"]


def test_bridges_are_scored_by_the_nearest_and_by_abstention(embedder: Embedder) -> None:
    gold = [("methods/1", ["methods/1"]), ("relations/1", []), ("methods/1", ["means/1"])]
    cases = [
        BridgeCase.model_validate(
            {"id": f"c{n}", "from": f"boulanger/C1/{place}", "towards": "fromager", "close": [f"fromager/C1/{label}" for label in close]}
        )
        for n, (place, close) in enumerate(gold)
    ]
    figures = score_bridges(cases, bridge(embedder))
    assert (figures.close, figures.first, figures.third) == (2, 1, 2)  # of two statements, one is always among three
    assert (figures.alone, figures.abstained, figures.given, figures.good) == (1, 1, 2, 1)
    assert [line.split()[0] for line in figures.wrong] == ["c2"]


@pytest.mark.parametrize("status", ["added", "removed", "unchanged"])
def test_a_case_must_name_the_sides_that_its_status_tells_of(status: str) -> None:
    sides = {"added": ("x/C1", "y/C1"), "removed": (None, "y/C1"), "unchanged": ("x/C1", None)}[status]
    with pytest.raises(ValueError, match="ne va pas avec"):
        AlignmentCase.model_validate({"id": "1", "old": sides[0], "new": sides[1], "status": status})


def write(path: Path, *lines: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def test_the_command_measures_both_kinds_of_sets(
    shelf_library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = "cqpm-animateur-gat-v1", AIMED
    aligned = write(
        tmp_path / "alignments-dev.jsonl",
        {"id": "1", "old": f"{old}/C2", "new": f"{new}/C4", "status": "unchanged"},
        {"id": "2", "old": None, "new": f"{new}/C2", "status": "added"},
        {"id": "3", "old": f"{old}/C1", "new": f"{new}/C1", "status": "reworded"},
    )
    bridged = write(tmp_path / "passerelles-dev.jsonl", {"id": "4", "from": f"{SHEET}/C3", "towards": new, "close": [f"{new}/C3"]})
    assert is_alignment_set(aligned)
    assert is_bridge_set(bridged)
    assert not is_alignment_set(bridged)
    assert measure_alignments(aligned, shelf_library)[0] | {"false": 0} == {
        "cases": 3, "paired": 3, "right": 2, "changed": 2, "found": 1, "false": 0,
    }  # fmt: skip
    assert measure_bridges(bridged, shelf_library)[0]["good"] == 1
    assert main(["--home", str(shelf_library.home), "eval", str(aligned), str(bridged), "--failures"]) == 0
    printed = capsys.readouterr().out
    assert "3 correspondances entre versions, 2 avec le bon état" in printed
    assert "1 critère, le plus proche juste 1 fois sur 1" in printed
    assert f"3 {old}/C1 → {new}/C1\xa0: reworded attendu" in printed


def test_a_label_that_names_nothing_is_refused(shelf_library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": "1", "old": f"{AIMED}/C99", "new": f"{AIMED}/C1", "status": "moved"})
    with pytest.raises(AcquisError, match="C99"):
        read_alignments(path, shelf_library.shelf)


# in the chat


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Quels référentiels parlent d'AMDEC ?", "AMDEC"),
        ("Qui demande un audit ?", "audit"),
        ("Quelles certifications citent les 5S ?", "5S"),
        ("Où parle-t-on de l’analyse des causes ?", "analyse des causes"),
        ("Comment parler d'AMDEC ?", None),
        ("Quels documents faut-il fournir ?", None),
        ("Qui signe le livret ?", None),
    ],
)
def test_the_term_that_a_question_looks_for_is_read(question: str, term: str | None) -> None:
    assert term_asked(question) == term


def test_a_term_looked_for_everywhere_is_answered_with_quotations(shelf_library: Library) -> None:
    answer = concordance_answer("Quels référentiels parlent de tableau blanc ?", shelf_library.shelf)
    assert answer is not None
    assert answer.certifications == (AIMED,)
    assert [citation.passage for citation in answer.citations] == [f"{AIMED}/C4/means/1"]
    assert verify(answer.answer, answer.citations).failed == ()
    assert "Ne le nomment pas" in answer.answer


@pytest.mark.parametrize("question", ["Quels référentiels parlent de soudage ?", "Quels référentiels parlent de la ?", "Combien de blocs ?"])
def test_a_term_that_nothing_holds_is_no_answer(question: str, shelf_library: Library) -> None:
    assert concordance_answer(question, shelf_library.shelf) is None
