"""What is measured: sentence similarity in general, and whether paroles find their competence."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vectorstore.embeddings import Embedder
from vectorstore.training.spoken import Spoken, SpokenCertification, key_of


def similarity_correlation(embedder: Embedder, path: Path, split: str) -> float:
    """Spearman's correlation between cosine and human score on one split of the French STS benchmark."""
    from scipy.stats import spearmanr

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for line in lines if (row := json.loads(line))["split"] == split]
    left, right = (embedder.encode([row[side] for row in rows]) for side in ("a", "b"))
    return float(spearmanr(np.sum(left * right, axis=1), [row["score"] for row in rows]).statistic)


def hold_out(certifications: Sequence[SpokenCertification], share: float, seed: int, *, by_statement: bool) -> set[str]:
    """The texts of paroles to keep from training: a share of all, or all those of a share of what they are about."""
    chance = random.Random(seed)
    everything = {item.utterance.text: key_of(item.utterance) for certification in certifications for item in certification.spoken}
    if not by_statement:
        return set(chance.sample(sorted(everything), int(len(everything) * share)))
    keys = sorted(set(everything.values()))
    chosen = set(chance.sample(keys, int(len(keys) * share)))
    return {text for text, key in everything.items() if key in chosen}


def competence_accuracy(embedder: Embedder, certification: SpokenCertification, texts: set[str], seed: int) -> tuple[int, int, int, int]:
    """How often the competence of the nearest statement is right: for single paroles, and for activities of one parole per part.

    The result is (right, of all) for single paroles, then for activities.
    """
    competences = sorted({int(statement.competence or 0) for statement in certification.statements})
    column = {competence: number for number, competence in enumerate(competences)}
    owners = np.array([column[int(statement.competence or 0)] for statement in certification.statements])
    asked = [item for item in certification.spoken if item.utterance.text in texts]
    if not asked:
        return 0, 0, 0, 0
    statements = embedder.encode([statement.text for statement in certification.statements])
    cosines = embedder.encode([item.utterance.text for item in asked]) @ statements.T
    best = np.stack([cosines[:, owners == number].max(axis=1) for number in range(len(competences))], axis=1)
    wanted = np.array([column[item.utterance.competence] for item in asked])
    right = int((best.argmax(axis=1) == wanted).sum())
    activities = _activities(asked, random.Random(seed))
    evidence = best - best.mean(axis=1, keepdims=True)
    told = sum(int(evidence[rows].sum(axis=0).argmax() == column[competence]) for competence, rows in activities)
    return right, len(asked), told, len(activities)


def _activities(asked: Sequence[Spoken], chance: random.Random, count: int = 30) -> list[tuple[int, list[int]]]:
    """Per competence, ``count`` draws of one parole from each part, where at least four parts have one."""
    places: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, item in enumerate(asked):
        places[item.utterance.competence][item.utterance.part].append(row)
    drawn = []
    for competence, parts in sorted(places.items()):
        if len(parts) >= 4:
            drawn += [(competence, [chance.choice(parts[part]) for part in sorted(parts)]) for _ in range(count)]
    return drawn
