"""Paroles as training pairs: with the statement that each evidences, and with other paroles of the same statement."""

from __future__ import annotations

import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.model import Certification, Part, Passage
from ingest.passages import passages_of
from vectorstore.tokens import fold
from vectorstore.training.pairs import Pair
from vectorstore.utterances import Utterance, attach, load_utterances

_KEY_WORDS = 5
_SIBLINGS = 2


@dataclass(frozen=True)
class Spoken:
    """A parole with a statement that it evidences."""

    utterance: Utterance
    statement: Passage


@dataclass(frozen=True)
class SpokenCertification:
    """The statements of one certification and the paroles attached to them."""

    id: str
    statements: tuple[Passage, ...]
    spoken: tuple[Spoken, ...]


def read_certifications(folders: Iterable[Path]) -> list[Certification]:
    """Every referential of these folders: official documents, fiches, exports. The same id may come from several folders."""
    from ingest.pipeline import ingest
    from ingest.storage import Store

    found: list[Certification] = []
    for folder in folders:
        with tempfile.TemporaryDirectory() as home:
            ingest([folder], Path(home))
            found += Store(Path(home)).certifications()
    return found


def with_paroles(certifications: Iterable[Certification], folder: Path) -> list[SpokenCertification]:
    """The certifications that have paroles in this folder, each with its statements."""
    result = []
    for certification in certifications:
        passages = [passage for passage in passages_of(certification) if passage.competence and passage.parent is None]
        parts = tuple(passage for passage in passages if passage.part and passage.part != Part.CONDITIONS)
        statements = parts or tuple(passage for passage in passages if passage.kind == "competence")
        pairs = attach(load_utterances(certification.id, shipped=folder), statements)
        if pairs:
            spoken = tuple(Spoken(utterance, statement) for utterance, statement in pairs)
            result.append(SpokenCertification(certification.id, statements, spoken))
    return result


def training_pairs(spoken: Sequence[Spoken], seed: int) -> list[Pair]:
    """Each parole with every wording of its statement (official, fiche, other version), and with two other paroles about the same."""
    chance = random.Random(seed)
    siblings: dict[str, list[str]] = defaultdict(list)
    for text, key in dict.fromkeys((item.utterance.text, key_of(item.utterance)) for item in spoken):
        siblings[key].append(text)
    wordings = dict.fromkeys((item.utterance.text, item.statement.text, key_of(item.utterance)) for item in spoken)
    pairs = [Pair(*wording) for wording in wordings]
    for key, texts in siblings.items():
        for text in texts:
            others = [other for other in texts if other != text]
            pairs += [Pair(text, other, key) for other in chance.sample(others, min(_SIBLINGS, len(others)))]
    return pairs


def key_of(utterance: Utterance) -> str:
    """What a parole is about, alike for competences that repeat the same sentence."""
    return " ".join(re.findall(r"\w+", fold((utterance.about or "").lower()))[:_KEY_WORDS])
