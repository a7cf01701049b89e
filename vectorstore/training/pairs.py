"""The open pairs: two texts that mean the same thing or belong together, tempered by kind."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_UNLICENSED = "tess_"  # the thesaurus of the labour code has no stated licence
_EVALUATION = "stsb_"  # never trained on
_WEAK = ("_faible", "_ict", "_alinea", "_paragraphe", "rome_metier_savoir", "rome_savoir_categorie")
_MEDIUM = ("rome_metier_savoirfaire", "rome_comp_macro", "_generique", "_broader", "rncp_titre_rome", "rncp_titre_nsf", "_domaine")
_CAP_WEAK, _CAP_MEDIUM, _CAP_STRONG = 6_000, 15_000, 20_000


@dataclass(frozen=True)
class Pair:
    """Two texts to bring together. ``key``: pairs of one key mean the same and are never each other's negatives."""

    a: str
    b: str
    key: str


def load_pairs(folder: Path, seed: int) -> list[Pair]:
    """All pairs of the ``*.jsonl.gz`` files, each kind cut at random to the cap of its strength, shuffled."""
    by_kind: dict[str, list[Pair]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl.gz")):
        if path.name.startswith(_EVALUATION):
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if not row["kind"].startswith(_UNLICENSED):
                    by_kind[row["kind"]].append(Pair(row["a"], row["b"], row["b"]))
    chance = random.Random(seed)
    kept: list[Pair] = []
    for kind in sorted(by_kind):
        pairs, cap = by_kind[kind], _cap(kind)
        kept += chance.sample(pairs, cap) if len(pairs) > cap else pairs
    chance.shuffle(kept)
    return kept


def load_lexicon(path: Path) -> list[Pair]:
    """Expressions of the workshop with their formal equivalent."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Pair(row["everyday"], row["formal"], row["formal"]) for row in rows]


def load_themes(folder: Path) -> list[Pair]:
    """Paroles on the themes of industry with the formal statement that each shows; near misses, which show none, are left out."""
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Pair(row["text"], row["formal"], row["formal"]) for row in rows if row["formal"]]


def _cap(kind: str) -> int:
    if kind.endswith(_WEAK):
        return _CAP_WEAK
    return _CAP_MEDIUM if kind.endswith(_MEDIUM) else _CAP_STRONG
