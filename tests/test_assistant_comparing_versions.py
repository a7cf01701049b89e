"""Two versions of an invented certification: what stayed, was reworded, moved, split, came and went; and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.comparing.comparer import Comparer
from assistant.comparing.impact import Carry, Proven, impact_of, read_shown
from assistant.comparing.model import Comparison, Pair, Relation, Status
from assistant.comparing.units import Level, heading_key, pieces, units_of
from assistant.comparing.versions import pairs_of_versions
from assistant.library import Library
from assistant.mapping.model import Level as Shown
from assistant.verification import normalise
from ingest.errors import AcquisError
from ingest.model import Passage, Source
from ingest.settings import Settings
from vectorstore.embeddings import Embedder, load_embedder

OLD, NEW = "fromager-v1", "fromager-v2"
_KINDS = {"conditions": "condition", "results": "result", "knowledge": "knowledge"}
_BLOCKS = {1: 1, 2: 1, 3: 2}
"""The block of each competence."""


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return load_embedder(Settings())


def passage(certification: str, place: str, text: str, block: int | None = None) -> Passage:
    """``C1``, ``B1``, ``C1/methods/1``, ``B1/knowledge/1`` or ``S1/1`` (the text then begins with its heading, up to a bar)."""
    root, _, rest = place.partition("/")
    part = rest.split("/")[0] if rest and root[0] != "S" else None
    kind = {"C": "competence", "B": "block", "S": "section"}[root[0]] if part is None else _KINDS.get(part, "criterion")
    heading, _, said = text.rpartition("|")
    number = int(root[1:])
    return Passage(
        id=f"{certification}/{place}",
        certification=certification,
        kind=kind,
        text=said,
        context=f"Fromager > {heading}" if heading else "",
        block=number if root[0] == "B" else (block or _BLOCKS[number]) if root[0] == "C" else None,
        competence=number if root[0] == "C" else None,
        part=part,
        source=Source(document="d.md"),
    )


def side(certification: str, places: dict[str, str], blocks: dict[int, int] | None = None) -> list[Passage]:
    return [passage(certification, place, text, (blocks or {}).get(int(place[1]))) for place, text in places.items()]


FIRST = {
    "B1": "La fabrication",
    "B2": "La vente",
    "B1/knowledge/1": "Les ferments",
    "B1/knowledge/2": "Les familles de fromages",
    "C1": "Cailler le lait",
    "C1/conditions/1": "Le lait est livré.",
    "C1/methods/1": "La température du lait et celle de la cave sont relevées toutes les heures. Le relevé est signé par le fromager.",
    "C1/methods/2": "La dose de présure est pesée.",
    "C1/means/1": "Un thermomètre étalonné sert à la mesure.",
    "C1/relations/1": "L'éleveur est prévenu d'un lait refusé.",
    "C1/results/1": "Le caillé est ferme :\n- il se découpe,\n- il ne colle pas.",
    "C2": "Affiner les meules",
    "C2/methods/1": "Les meules sont retournées chaque semaine.",
    "C2/results/1": "La croûte est régulière.",
    "C3": "Vendre au marché",
    "C3/methods/1": "Les prix sont affichés.",
    "S1/1": "1. Contexte|Le fromager travaille en cave.",
    "S2/1": "2. Jury|Le jury goûte trois fromages.",
}
SECOND = {
    "B1": "La fabrication du fromage",
    "B2": "La vente",
    "B1/knowledge/1": "Les ferments",
    "B1/knowledge/2": "La traçabilité des lots",
    "C1": "Cailler le lait",
    "C1/conditions/1": "Le lait est livré",
    "C1/methods/1": "La température du lait et celle de la cave sont relevées toutes les heures.",
    "C1/methods/2": "Le relevé est signé par le fromager.",
    "C1/methods/3": "La dose de présure est pesée au gramme près.",
    "C1/means/1": "Une balance de précision est utilisée.",
    "C1/relations/1": "L’éleveur est prévenu d’un lait refusé.",
    "C1/constraints/1": "Un thermomètre étalonné sert à la mesure.",
    "C1/results/1": "Le caillé est ferme :\n• il se découpe,\n• il ne colle pas",
    "C2": "Tenir un stand de vente au marché",
    "C2/methods/1": "Les prix sont affichés.",
    "C3": "Affiner les meules",
    "C3/methods/1": "Les meules sont retournées chaque semaine.",
    "C3/results/1": "La croûte est régulière.",
    "S1/1": "A) Contexte|Le fromager travaille en cave.",
    "S2/1": "2. Métier|Le métier change avec les goûts.",
}


@pytest.fixture(scope="session")
def pairs(embedder: Embedder) -> tuple[Pair, ...]:
    return pairs_of_versions(side(OLD, FIRST), side(NEW, SECOND, {2: 2, 3: 1}), embedder)


def became(pairs: tuple[Pair, ...]) -> set[tuple[str, str, str]]:
    return {
        (pair.a.passage.id.split("/", 1)[1] if pair.a else "", pair.b.passage.id.split("/", 1)[1] if pair.b else "", pair.status.value)
        for pair in pairs
    }


def test_each_unit_finds_what_became_of_it(pairs: tuple[Pair, ...]) -> None:
    assert became(pairs) == {
        ("B1", "B1", "reworded"),
        ("B2", "B2", "unchanged"),
        ("C1", "C1", "unchanged"),
        ("C2", "C3", "unchanged"),  # counted anew, in the same block
        ("C3", "C2", "reworded"),
        ("C1/conditions/1", "C1/conditions/1", "unchanged"),  # a full stop is typing
        ("C1/methods/1", "C1/methods/1", "reworded"),  # a sentence has left it
        ("C1/methods/1", "C1/methods/2", "moved"),  # and stands alone
        ("C1/methods/2", "C1/methods/3", "reworded"),
        ("C1/means/1", "C1/constraints/1", "moved"),
        ("", "C1/means/1", "added"),
        ("C1/relations/1", "C1/relations/1", "unchanged"),
        ("C1/results/1", "C1/results/1", "unchanged"),  # other bullets
        ("C2/methods/1", "C3/methods/1", "unchanged"),
        ("C2/results/1", "C3/results/1", "unchanged"),
        ("C3/methods/1", "C2/methods/1", "unchanged"),
        ("B1/knowledge/1", "B1/knowledge/1", "unchanged"),
        ("B1/knowledge/2", "", "removed"),
        ("", "B1/knowledge/2", "added"),
        ("S1/1", "S1/1", "unchanged"),  # its heading has another letter
        ("S2/1", "", "removed"),
        ("", "S2/1", "added"),
    }


def test_a_split_statement_says_which_piece_left(pairs: tuple[Pair, ...]) -> None:
    split = next(pair for pair in pairs if pair.excerpt)
    assert split.excerpt == "Le relevé est signé par le fromager."
    assert split.a is not None
    assert split.excerpt in split.a.text


def test_merged_statements_are_found_too(embedder: Embedder) -> None:
    turned = pairs_of_versions(side(NEW, SECOND, {2: 2, 3: 1}), side(OLD, FIRST), embedder)
    assert ("C1/methods/2", "C1/methods/1", "moved") in became(turned)
    assert ("C1/means/1", "", "removed") in became(turned)


def test_a_statement_taken_apart_is_followed_by_the_piece_at_its_place(embedder: Embedder) -> None:
    """Its lead-in stays, too short to be its counterpart by likeness; its bullets become criteria. Nothing has come or gone."""
    said = ["Les fromages sont vendus.", "Chaque fromage porte une étiquette lisible.", "Le client goûte avant d'acheter.", "La monnaie est rendue."]
    whole = "\n- ".join(said)
    old = side(OLD, {"C1": "Vendre au marché", "C1/results/1": whole})
    new = side(NEW, {"C1": "Vendre au marché", "C1/results/1": said[0]} | {f"C1/methods/{n}": said[n] for n in (1, 2, 3)})
    assert became(pairs_of_versions(old, new, embedder)) == {
        ("C1", "C1", "unchanged"),
        ("C1/results/1", "C1/results/1", "reworded"),
        *(("C1/results/1", f"C1/methods/{n}", "moved") for n in (1, 2, 3)),
    }
    assert became(pairs_of_versions(new, old, embedder)) == {
        ("C1", "C1", "unchanged"),
        ("C1/results/1", "C1/results/1", "reworded"),
        *((f"C1/methods/{n}", "C1/results/1", "moved") for n in (1, 2, 3)),
    }


def test_repeated_wordings_keep_to_their_competence(embedder: Embedder) -> None:
    """The same constraint in three competences: each faces its own, and a fourth of the same words is the one that came."""
    said = "Les règles d'hygiène sont appliquées."
    titles = {"C1": "Cailler le lait", "C2": "Affiner les meules", "C3": "Vendre au marché"}
    old = side(OLD, titles | {f"C{n}/constraints/1": said for n in (1, 2)})
    new = side(NEW, titles | {f"C{n}/constraints/1": said for n in (1, 2, 3)})
    assert became(pairs_of_versions(old, new, embedder)) >= {
        ("C1/constraints/1", "C1/constraints/1", "unchanged"),
        ("C2/constraints/1", "C2/constraints/1", "unchanged"),
        ("", "C3/constraints/1", "added"),
    }


def test_a_competence_that_changes_block_has_moved(embedder: Embedder) -> None:
    blocks = {"B1": "La fabrication", "B2": "La vente"}
    places = blocks | {"C1": "Cailler le lait", "C1/methods/1": "La présure est pesée."}
    found = became(pairs_of_versions(side(OLD, places), side(NEW, places, {1: 2}), embedder))
    assert ("C1", "C1", "moved") in found
    assert ("C1/methods/1", "C1/methods/1", "unchanged") in found  # at its place in its competence


def test_an_empty_side_gives_only_what_came_or_went(embedder: Embedder) -> None:
    assert {pair.status for pair in pairs_of_versions([], side(NEW, SECOND), embedder)} == {Status.ADDED}
    assert {pair.status for pair in pairs_of_versions(side(OLD, FIRST), [], embedder)} == {Status.REMOVED}
    assert pairs_of_versions([], [], embedder) == ()


def test_pieces_are_sentences_and_bullets() -> None:
    assert pieces("Un. Deux.") == ["Un.", "Deux."]
    assert pieces("On voit :\n- le four\n2) la cave") == ["On voit :", "le four", "la cave"]
    assert pieces("Un seul.") == []


def test_headings_are_known_without_their_numbers() -> None:
    assert heading_key("3.2.1. Conditions d'évaluation") == heading_key("A) Conditions d’évaluation") == "conditions d évaluation"
    assert heading_key("4") == "4"


def test_bullets_and_blank_texts_are_no_units() -> None:
    blank, bullet = (passage(OLD, f"C1/methods/{n}", text) for n, text in ((1, "—"), (2, "On pèse :\n- la présure")))
    assert units_of([blank, bullet.model_copy(update={"kind": "bullet"})], Level.STATEMENT) == []


# what is told


@pytest.fixture(scope="module")
def versions(shelf_library: Library) -> Comparison:
    return Comparer(shelf_library).compare("cqpm-animateur-gat-v1", "cqpm-animateur-gat-v2")


def test_every_statement_cites_both_sides_word_for_word(versions: Comparison, shelf_library: Library) -> None:
    assert versions.relation == Relation.VERSIONS
    assert len(versions.statements) > 10
    for statement in versions.statements:
        for cited, certification in ((statement.a, versions.a), (statement.b, versions.b)):
            assert cited is not None
            assert cited.certification == certification
            found = shelf_library.shelf.passage(cited.passage)
            assert found is not None
            assert normalise(cited.text) in normalise(found.text)


def test_what_came_with_a_competence_is_told_once(versions: Comparison) -> None:
    told = [statement.text for statement in versions.statements]
    assert "La compétence 2, «\xa0Former un panel de dégustateurs\xa0», est nouvelle." in told
    assert not [text for text in told if text.startswith("Compétence 2,")]


def test_what_went_bears_the_title_of_the_old_competence(versions: Comparison) -> None:
    """The second competence of the old version is the fourth of the new one."""
    gone = [statement.text for statement in versions.statements if "La réunion dure une heure" in statement.text]
    assert gone == [
        "Ancienne compétence 2, «\xa0Animer une réunion d'amélioration\xa0»\xa0: un critère (contraintes liées au milieu et à "
        "l'environnement de travail) de moins, «\xa0La réunion dure une heure au plus.\xa0»."
    ]


def test_a_change_is_told_by_its_words(versions: Comparison) -> None:
    assert any("«\xa0gobelets opaques\xa0» devient «\xa0verres noirs\xa0»" in statement.text for statement in versions.statements)
    assert any("«\xa0par les dégustateurs\xa0» est ajouté" in statement.text for statement in versions.statements)


def test_versions_given_backwards_are_compared_with_a_note(shelf_library: Library, versions: Comparison) -> None:
    turned = Comparer(shelf_library).compare(versions.b, versions.a)
    assert any("vers l'ancien" in note for note in turned.notes)
    assert not any("du nouveau texte" in note for note in versions.notes)
    assert turned.counts()["statement"]["removed"] == versions.counts()["statement"]["added"]


def test_counts_add_up(versions: Comparison) -> None:
    assert sum(sum(counts.values()) for counts in versions.counts().values()) == len(versions.pairs)


def test_a_referential_is_not_compared_with_itself(shelf_library: Library) -> None:
    with pytest.raises(AcquisError, match="sont le même"):
        Comparer(shelf_library).compare("cqpm-animateur-gat-v1", "cqpm-animateur-gat-v1")


# what was shown


def test_what_was_shown_is_carried_over(pairs: tuple[Pair, ...], versions: Comparison) -> None:
    comparison = Comparison(OLD, NEW, Relation.VERSIONS, versions.on, pairs)
    places = {"C1/methods/1": Shown.COVERED, "C1/methods/2": Shown.PARTIAL, "C1/means/1": Shown.COVERED, "C2/results/1": Shown.ABSENT}
    impact = impact_of(comparison, {f"{OLD}/{place}": Proven(status, ("J'ai pesé.",)) for place, status in places.items()})
    found = {(item.pair.either.passage.id.split("/", 1)[1], item.carry) for item in impact.carried}
    assert found == {
        ("C1/methods/1", Carry.REREAD),  # lost a sentence
        ("C1/methods/2", Carry.REREAD),  # that sentence: the proof may have been about the other
        ("C1/methods/3", Carry.REREAD),  # « au gramme près »
        ("C1/constraints/1", Carry.COUNTS),  # the same words elsewhere
        ("C1/means/1", Carry.NEW),
        ("C1/relations/1", Carry.MISSING),
        ("C1/results/1", Carry.MISSING),
        ("C2/methods/1", Carry.MISSING),
        ("C3/methods/1", Carry.MISSING),
        ("C3/results/1", Carry.MISSING),  # absent is not shown
    }
    assert all(item.proven is None for item in impact.of(Carry.MISSING))


def test_between_certifications_nothing_counts_by_itself(versions: Comparison, pairs: tuple[Pair, ...]) -> None:
    comparison = Comparison(OLD, NEW, Relation.CERTIFICATIONS, versions.on, pairs)
    impact = impact_of(comparison, {f"{OLD}/C2/results/1": Proven(Shown.COVERED)})
    assert [item.carry for item in impact.carried if item.proven] == [Carry.REREAD]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "n'est pas un résultat"),
        ('{"competences": [{"criteria": [{"id": "x/C1/methods/1", "status": "peut-être"}]}]}', "n'est pas un résultat"),
        ('{"competences": [{"criteria": [{"id": "autre/C1/methods/1", "status": "covered"}]}]}', "porte sur autre, pas sur fromager-v1"),
    ],
)
def test_a_file_that_is_no_result_on_the_older_text_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, "utf-8")
    with pytest.raises(AcquisError, match=said):
        read_shown(path, OLD)
