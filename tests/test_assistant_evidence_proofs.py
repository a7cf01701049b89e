"""The catalogue of proofs is complete, well written and of one voice; the reviewed links name what exists."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest
from pydantic import ValidationError
from rapidfuzz import fuzz

from assistant.evidence.links import links, reviewed
from assistant.evidence.proofs import CATALOGUE, Proof, catalogue
from assistant.evidence.wording import details
from assistant.french import NBSP
from assistant.library import Library

PROOFS = list(catalogue().values())
GOOD = {
    "id": "carnet",
    "name": "Carnet de cuisson",
    "shows": "Vous suivez vos fournées.",
    "must_contain": ["date", "température", "visa"],
    "hide": [],
    "watch_out": "Un carnet vierge ne montre rien.",
    "families": ["methods"],
    "words": ["cahier", "fournée", "cuisson"],
}


def texts(proof: Proof) -> list[str]:
    return [proof.name, proof.shows, *proof.must_contain, *proof.hide, proof.watch_out, *proof.words]


def test_there_are_at_least_120_kinds_each_with_its_own_id() -> None:
    assert len(CATALOGUE.read_text("utf-8").splitlines()) == len(PROOFS) >= 120


@pytest.mark.parametrize("field", ["name", "shows", "watch_out"])
def test_no_two_proofs_are_alike(field: str) -> None:
    alike = [(a.id, b.id) for a, b in combinations(PROOFS, 2) if fuzz.token_sort_ratio(getattr(a, field), getattr(b, field)) >= 85]
    assert alike == []


def test_what_a_proof_must_contain_is_its_own() -> None:
    lists = Counter(proof.must_contain for proof in PROOFS)
    assert max(lists.values()) == 1
    asks = [any(re.search(r"\bdat|jour|période|mois|année|version|indice|fréquence|durée", item) for item in proof.must_contain) for proof in PROOFS]
    assert sum(asks) / len(asks) > 0.9  # a proof without any date convinces nobody


def test_every_sentence_is_one() -> None:
    for proof in PROOFS:
        assert proof.shows.endswith("."), proof.id
        assert proof.watch_out.endswith("."), proof.id
        assert not any(item.endswith(".") for item in (*proof.must_contain, *proof.hide, *proof.words, proof.name)), proof.id


def test_typography_is_french() -> None:
    wrong = [(proof.id, text) for proof in PROOFS for text in texts(proof) if re.search(r"\u0020[:;?!»]|«\u0020|\w[:;?!]|’|\.\.\.", text)]
    assert wrong == []
    assert any(f"{NBSP};" in proof.watch_out for proof in PROOFS)


def test_every_family_is_served_by_many() -> None:
    served = Counter(str(family) for proof in PROOFS for family in proof.families)
    assert all(served[family] >= 20 for family in ("methods", "means", "relations", "constraints", "results"))


@pytest.mark.parametrize(
    "change",
    [{"id": "Carnet 1"}, {"name": ""}, {"must_contain": ["date"]}, {"families": []}, {"families": ["méthodes"]}, {"words": ["un"]}, {"prix": 3}],
)
def test_the_schema_is_strict(change: dict[str, object]) -> None:
    assert Proof.model_validate(GOOD).id == "carnet"
    with pytest.raises(ValidationError):
        Proof.model_validate(GOOD | change)


def test_details_leave_out_what_there_is_nothing_to_hide_of() -> None:
    assert details(Proof.model_validate(GOOD)) == [
        f"À y lire pour convaincre{NBSP}: date{NBSP}; température{NBSP}; visa.",
        f"Attention{NBSP}: un carnet vierge ne montre rien.",
    ]


def test_links_name_proofs_of_the_catalogue_without_repeating() -> None:
    for by_passage in links().values():
        for proofs in by_passage.values():
            assert set(proofs) <= set(catalogue())
            assert len(set(proofs)) == len(proofs)


def test_links_are_used_only_for_the_text_that_was_reviewed() -> None:
    competence = "rncp-28242-coordonnateur-qse/C2"
    assert reviewed(competence, [competence])[competence][0] == "fiche-processus"
    assert reviewed(competence, [f"{competence}/methods/1"]) == {}
    assert reviewed("cqpm-boulanger-de-nuit/C1", []) == {}


def test_links_follow_the_fiches_but_for_one_competence(fiches_library: Library) -> None:
    """The fiches have the numbering of the official texts; a competence of one of them joins two official statements in one."""
    ids = {passage.id for certification in fiches_library.catalogue.ids() for passage in fiches_library.shelf.of(certification)}
    missing = {"/".join(passage.split("/")[:2]) for by_passage in links().values() for passage in by_passage if passage not in ids}
    assert len(missing) <= 1
