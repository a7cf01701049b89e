"""A kind of proof told to a person, and who decides in the end."""

from __future__ import annotations

from assistant.evidence.proofs import Proof
from assistant.french import NBSP

DECISION = "Ce sont des conseils, pas des exigences du référentiel. La commission d'évaluation décide."


def details(proof: Proof) -> list[str]:
    """What it must contain, what to mask and what is not enough, one line each."""
    lines = [
        f"À y lire pour convaincre{NBSP}: {f'{NBSP}; '.join(proof.must_contain)}.",
        f"À masquer{NBSP}: {f'{NBSP}; '.join(proof.hide)}." if proof.hide else "",
        f"Attention{NBSP}: {proof.watch_out[0].lower()}{proof.watch_out[1:]}",
    ]
    return [line for line in lines if line]
