"""The advice that goes with quoted criteria: few proofs that serve many, each with what it must contain.

Advice speaks of criteria by the numbers of their citations and never quotes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.evidence.finding import PROVABLE, ProofFinder
from assistant.evidence.proofs import Proof, catalogue
from assistant.french import NBSP, listing
from ingest.model import Passage

DECISION = "Ce sont des conseils, pas des exigences du référentiel. La commission d'évaluation décide."
GENERAL = (
    "Apportez une trace datée de ce que vous avez fait vous-même (compte rendu, plan d'actions, tableau de suivi, photo, courriel…), "
    "avec votre rôle et le résultat obtenu ; masquez les noms et les données confidentielles."
)
DESCRIBED = 6
"""How many proofs are described; those that only serve what is left are named in one line."""


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
    chosen = fewest(suited)
    described = [_described(proof, numbers) for proof, numbers in chosen[:DESCRIBED]]
    return (*described, *_named(chosen[DESCRIBED:]), DECISION)


def fewest(suited: dict[int, tuple[Proof, ...]]) -> list[tuple[Proof, list[int]]]:
    """Few proofs that together serve every criterion, each with all the criteria it serves; those that add most come first.

    Greedy set cover; of equals, the one that serves most in all, then the one that fits best.
    """
    serves: dict[str, list[int]] = {}
    for number, proofs in suited.items():
        for proof in proofs:
            serves.setdefault(proof.id, []).append(number)
    ranks = {proof: sum(_rank(proof, suited[number]) for number in numbers) / len(numbers) for proof, numbers in serves.items()}
    left = set(suited)
    chosen: list[str] = []
    while left:
        best = min(serves, key=lambda proof: (-len(left.intersection(serves[proof])), -len(serves[proof]), ranks[proof]))
        chosen.append(best)
        left.difference_update(serves[best])
    return [(catalogue()[proof], serves[proof]) for proof in chosen]


def _rank(proof: str, proofs: Sequence[Proof]) -> int:
    return [p.id for p in proofs].index(proof)


def _is_provable(passage: Passage) -> bool:
    return passage.part in PROVABLE or passage.kind == "competence"


def _described(proof: Proof, numbers: Sequence[int]) -> str:
    lines = [
        f"{proof.name}, pour {_marks(numbers)}. {proof.shows}",
        f"À y faire figurer{NBSP}: {f'{NBSP}; '.join(proof.must_contain)}.",
        f"À masquer{NBSP}: {f'{NBSP}; '.join(proof.hide)}." if proof.hide else "",
        f"Attention{NBSP}: {proof.watch_out[0].lower()}{proof.watch_out[1:]}",
    ]
    return "\n".join(line for line in lines if line)


def _named(chosen: Sequence[tuple[Proof, list[int]]]) -> tuple[str, ...]:
    if not chosen:
        return ()
    names = [f"{proof.name} pour {_marks(numbers)}" for proof, numbers in chosen]
    return (f"Pour le reste{NBSP}: {f'{NBSP}; '.join(names)}.",)


def _marks(numbers: Sequence[int]) -> str:
    return listing([f"[{number}]" for number in numbers])
