"""The advice beside quoted criteria: few proofs, the best of each criterion among them, by number and never by quotation."""

from __future__ import annotations

import re

import pytest

from assistant.answer import Citation
from assistant.draft import citation_of
from assistant.evidence.advice import DESCRIBED, GENERAL, advise, most_useful_first
from assistant.evidence.finding import ProofFinder
from assistant.evidence.proofs import Proof, catalogue
from assistant.evidence.wording import DECISION
from assistant.library import Library
from ingest.model import Passage

QUALITY = "cqpm-technicien-qualite"


def proofs(*ids: str) -> tuple[Proof, ...]:
    return tuple(catalogue()[proof] for proof in ids)


def chosen(suited: dict[int, tuple[Proof, ...]]) -> list[tuple[str, list[int]]]:
    return [(proof.id, numbers) for proof, numbers in most_useful_first(suited)]


def criteria(library: Library, number: int) -> tuple[list[Citation], list[Passage]]:
    passages = [p for p in ProofFinder(library).provable(QUALITY, number) if p.part != "results"]
    return [citation_of(p) for p in passages], passages


def marks(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\[(\d+)\]", text)}


def test_the_proof_that_serves_most_comes_first() -> None:
    suited = {1: proofs("rex", "smed"), 2: proofs("rex"), 3: proofs("vsm", "rex")}
    assert chosen(suited) == [
        ("rex", [1, 2, 3]),  # adds 1 + 1 + 0.5
        ("vsm", [3]),  # adds 1 - 0.5 to the third
        ("smed", [1]),  # adds nothing: a choice of three
    ]


def test_a_second_best_proof_does_not_stand_for_the_best_one() -> None:
    suited = {1: proofs("check-engin"), 2: proofs("check-engin"), 3: proofs("autorisation-conduite", "check-engin")}
    assert [proof for proof, _ in chosen(suited)] == ["check-engin", "autorisation-conduite"]


def test_every_criterion_has_its_best_proof_and_no_proof_comes_twice(fiches_library: Library) -> None:
    finder = ProofFinder(fiches_library)
    for number in range(1, 7):
        passages = finder.provable(QUALITY, number)
        suited = {n: finder.proofs_for(p) for n, p in enumerate(passages, start=1)}
        found = [proof for proof, _ in chosen(suited)]
        assert {offered[0].id for offered in suited.values()} <= set(found)
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("number", range(1, 7))
def test_advice_serves_every_criterion_cited_and_quotes_none(number: int, fiches_library: Library) -> None:
    citations, passages = criteria(fiches_library, number)
    *advice, last = advise(citations, passages, ProofFinder(fiches_library))
    assert last == DECISION
    assert last.endswith("La commission d'évaluation décide.")
    assert len(advice) <= DESCRIBED + 1
    assert set().union(*(marks(line) for line in advice)) == set(range(1, len(citations) + 1))
    assert not any(citation.text in line for citation in citations for line in advice)
    for described in advice[:DESCRIBED]:
        assert [line.split("\u00a0")[0] for line in described.splitlines()[1:]] == ["À y lire pour convaincre", "À masquer", "Attention"]


def test_numbers_are_those_of_the_citations(fiches_library: Library) -> None:
    citations, passages = criteria(fiches_library, 6)
    first, _ = advise(citations[:1], passages, ProofFinder(fiches_library))[:2]
    moved = advise([citations[5], citations[0]], passages, ProofFinder(fiches_library))
    assert marks(first) == {1}
    assert any(line.splitlines()[0].split(",")[0] == first.splitlines()[0].split(",")[0] and 2 in marks(line) for line in moved)


def test_a_single_criterion_deserves_a_choice(fiches_library: Library) -> None:
    citations, passages = criteria(fiches_library, 1)
    *advice, _ = advise(citations[:1], passages, ProofFinder(fiches_library))
    assert len(advice) == 3


def test_what_is_no_criterion_gets_a_general_advice(fiches_library: Library) -> None:
    knowledge = next(p for p in fiches_library.shelf.of(QUALITY) if p.kind == "knowledge")
    assert advise([citation_of(knowledge)], [knowledge], ProofFinder(fiches_library)) == (GENERAL, DECISION)
