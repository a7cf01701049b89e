from __future__ import annotations

from pathlib import Path

import pytest

from ingest.model import Passage
from ingest.settings import Settings
from vectorstore.fusion import reciprocal_rank_fusion
from vectorstore.index import build_index, open_index
from vectorstore.search import Filters, Index
from vectorstore.utterances import Utterance

SPOKEN = "Le matin je baisse le thermostat pour la brioche et je le monte pour la baguette."


def paroles(certification: str) -> list[Utterance]:
    if certification != "boulanger":
        return []
    return [
        Utterance(competence=1, part="methods", about="La température de cuisson", text=SPOKEN),
        Utterance(competence=1, part="none", text="Le zeppelin de mon oncle était gonflé au thermostat."),
    ]


@pytest.fixture
def index(tmp_path: Path, workshop_passages: list[Passage]) -> Index:
    build_index(tmp_path, workshop_passages, Settings(), utterances=paroles)
    return open_index(tmp_path, Settings())


def ids(index: Index, query: str, **filters: frozenset[object]) -> list[str]:
    return [hit.passage.id for hit in index.search(query, filters=Filters(**filters))]  # type: ignore[arg-type]


def test_ranks_are_fused_by_their_reciprocals() -> None:
    # 7 is first and second: 1/61 + 1/62; 8 is second only: 1/62; 9 is first only: 1/61
    assert reciprocal_rank_fusion([[7, 8], [9, 7]]) == pytest.approx({7: 1 / 61 + 1 / 62, 8: 1 / 62, 9: 1 / 61})


def test_a_shared_word_finds_the_passage(index: Index) -> None:
    hit = index.search("Quand affûter le sécateur ?")[0]
    assert hit.passage.id == "jardinier/C1/means/1"
    assert hit.lexical > 0
    assert hit.coverage == pytest.approx(1.0)
    assert hit.matched == hit.passage.text
    assert not hit.by_utterance


def test_words_or_meaning_can_be_left_out(index: Index) -> None:
    question = "Quand affûter le sécateur ?"
    words, meaning, both = index.search(question, by_meaning=False), index.search(question, by_words=False), index.search(question)
    assert [hit.passage.id for hit in words] == ["jardinier/C1/means/1"]  # no other passage shares a word
    assert words[0].score == pytest.approx(1 / 61)
    assert meaning[0].lexical == 0.0
    assert len(meaning) > 1
    assert both[0].score == pytest.approx(2 / 61)
    assert index.search(question, by_words=False, by_meaning=False) == []


def test_an_acronym_finds_its_wording_and_the_other_way_round(index: Index) -> None:
    assert index.search("DUERP")[0].passage.id == "jardinier/C1/constraints/1"
    assert index.search("équipements de protection individuelle")[0].passage.id == "boulanger/C1/constraints/1"


def test_a_bullet_stands_for_its_statement(index: Index) -> None:
    hits = index.search("couleur de la croûte")
    assert hits[0].passage.id == "boulanger/C1/methods/2"
    assert all(hit.passage.kind != "bullet" for hit in hits)
    assert len({hit.passage.id for hit in hits}) == len(hits)


def test_a_parole_stands_for_its_criterion_and_says_so(index: Index) -> None:
    hit = index.search("j'ai monté le thermostat pour la baguette")[0]
    assert hit.passage.id == "boulanger/C1/methods/1"
    assert hit.by_utterance
    assert hit.matched == SPOKEN
    assert SPOKEN not in hit.passage.text


def test_a_near_miss_is_not_indexed(index: Index) -> None:
    assert index.manifest.counts.utterances == 1
    assert all(hit.lexical == 0 for hit in index.search("zeppelin"))


def test_the_breadcrumb_is_searched(index: Index) -> None:
    assert ids(index, "recevoir")[0] == "boulanger/C2/relations/1"


def test_filters_apply_before_the_ranking(index: Index) -> None:
    assert set(ids(index, "four pain", certifications=frozenset({"jardinier"}))) <= {"jardinier/C1/means/1", "jardinier/C1/constraints/1"}
    assert ids(index, "four", kinds=frozenset({"competence"})) == ["boulanger/C1"]
    assert ids(index, "EPI", parts=frozenset({"means"})) in ([], ["jardinier/C1/means/1"])
    assert "boulanger/C2/relations/1" in ids(index, "four farine", competences=frozenset({2}))
    both = ids(index, "avant le four", competences=frozenset({("jardinier", 1)}))
    assert both
    assert all(passage.startswith("jardinier/C1") for passage in both)
    assert ids(index, "four", competences=frozenset({("inconnu", 1)})) == []
    assert ids(index, "four", certifications=frozenset()) == []


def test_a_bullet_and_a_parole_pass_the_filters_of_their_statement(index: Index) -> None:
    assert ids(index, "le poids", kinds=frozenset({"criterion"}), parts=frozenset({"methods"}))[0] == "boulanger/C1/methods/2"
    assert ids(index, "thermostat baguette", kinds=frozenset({"criterion"}))[0] == "boulanger/C1/methods/1"


def test_coverage_weighs_words_by_their_rarity(index: Index) -> None:
    # « sécateur » stands in 1 unit of 11, « zeppelin » in none: idf ln(1 + 10.5/1.5) = 2.079 and ln(1 + 11.5/0.5) = 3.178
    hit = index.search("sécateur zeppelin")[0]
    assert hit.passage.id == "jardinier/C1/means/1"
    assert hit.coverage == pytest.approx(2.0794 / (2.0794 + 3.1781), abs=1e-3)


@pytest.mark.parametrize("query", ["", "   ", "?", "le la les"])
def test_a_question_without_content_covers_nothing(index: Index, query: str) -> None:
    assert all(hit.coverage == 0 and hit.lexical == 0 for hit in index.search(query))


def test_limit_is_kept(index: Index) -> None:
    assert len(index.search("four pain farine sécateur chantier", limit=3)) == 3


def test_dense_is_the_cosine_of_the_nearest_unit(index: Index) -> None:
    text = "Le sécateur est affûté avant la taille des rosiers."
    assert index.search(text)[0].dense == pytest.approx(1.0, abs=1e-4)


def test_a_mistyped_word_is_searched_as_the_word_it_resembles(index: Index) -> None:
    # « sécatteur » becomes the token « secatteur », unknown; « secateur » is in the index
    assert index.search("sécatteur")[0].passage.id == "jardinier/C1/means/1"
    assert index.search("sécatteur")[0].coverage == pytest.approx(1.0)
    assert index.search("zeppelin")[0].coverage == 0  # nothing resembles it
