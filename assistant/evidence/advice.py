"""The advice that goes with quoted criteria: few proofs that serve many, each with what it must contain.

Advice speaks of criteria by the numbers of their citations and never quotes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.evidence.finding import PROVABLE, ProofFinder
from assistant.evidence.proofs import Proof, catalogue
from assistant.evidence.wording import DECISION, details
from assistant.french import NBSP, listing
from ingest.model import Passage

GENERAL = (
    "Apportez une trace datée de ce que vous avez fait vous-même (compte rendu, plan d'actions, tableau de suivi, photo, courriel…), "
    "avec votre rôle et le résultat obtenu ; masquez les noms et les données confidentielles."
)
DESCRIBED = 6
"""How many proofs are described; the others are named in one line."""
_AT_LEAST = 3
"""A question about one criterion deserves a choice too."""
_WORTH = (1.0, 0.5, 0.35, 0.25)
"""What a criterion gains from its best proof, its second best, and so on: a second best does not stand for the best."""


def advise(citations: Sequence[Citation], passages: Sequence[Passage], finder: ProofFinder) -> tuple[str, ...]:
    """What to bring for the criteria cited, those that serve most first, closed by who decides.

    Args:
        citations: those of the answer, which the marks ``[1]``… count from 1.
        passages: the passages cited, in any order.
        finder: where proofs are looked up.
    """
    by_id = {passage.id: passage for passage in passages}
    cited = {number: by_id[c.passage] for number, c in enumerate(citations, start=1) if c.passage in by_id}
    suited = {number: finder.proofs_for(passage) for number, passage in cited.items() if _is_provable(passage)}
    if not suited:
        return (GENERAL, DECISION)
    chosen = most_useful_first(suited)
    described = [_described(proof, numbers) for proof, numbers in chosen[:DESCRIBED]]
    return (*described, *_named(chosen[DESCRIBED:], suited), DECISION)


def most_useful_first(suited: dict[int, tuple[Proof, ...]]) -> list[tuple[Proof, list[int]]]:
    """The best proof of every criterion among few others, each with all the criteria it serves; those that add most come first.

    A criterion is worth what its best chosen proof is worth; the next proof is the one that adds most (greedy facility location:
    Nemhauser, Wolsey and Fisher, 1978), of equals the first met.
    """
    worth: dict[str, dict[int, float]] = {proof.id: {} for proofs in suited.values() for proof in proofs}
    for number, proofs in suited.items():
        for rank, proof in enumerate(proofs):
            worth[proof.id][number] = _WORTH[rank]
    had = dict.fromkeys(suited, 0.0)
    left = list(worth)
    chosen: list[str] = []
    while left and (min(had.values()) < _WORTH[0] or len(chosen) < _AT_LEAST):
        best = max(left, key=lambda proof: (sum(max(0.0, w - had[n]) for n, w in worth[proof].items()), sum(worth[proof].values())))
        chosen.append(best)
        left.remove(best)
        had |= {number: max(had[number], value) for number, value in worth[best].items()}
    return [(catalogue()[proof], list(worth[proof])) for proof in chosen]


def _is_provable(passage: Passage) -> bool:
    return passage.part in PROVABLE or passage.kind == "competence"


def _described(proof: Proof, numbers: Sequence[int]) -> str:
    return "\n".join((f"{proof.name}, pour {_marks(numbers)}. {proof.shows}", *details(proof)))


def _named(chosen: Sequence[tuple[Proof, list[int]]], suited: dict[int, tuple[Proof, ...]]) -> tuple[str, ...]:
    """One line for the proofs that are not described, each with the criteria that it fits best."""
    if not chosen:
        return ()
    names = [f"{proof.name} pour {_marks([n for n in numbers if suited[n][0] == proof] or numbers)}" for proof, numbers in chosen]
    return (f"Et aussi{NBSP}: {f'{NBSP}; '.join(names)}.",)


def _marks(numbers: Sequence[int]) -> str:
    return listing([f"[{number}]" for number in numbers])
