"""Paroles: how people at work say what a criterion describes. They are indexed beside their criterion and never quoted.

A certification's paroles are those shipped in ``vectorstore/paroles/<id>.jsonl``, those added in ``<home>/paroles/<id>.jsonl`` and, where
people sign in, those that each of them added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.errors import StoreError
from ingest.model import Passage
from ingest.settings import ACCOUNTS
from vectorstore.tokens import fold, tokens

_SHIPPED = Path(__file__).parent / "paroles"
_SHARED = {"cqpm-coordonnateur-qse-v1": "cqpm-coordonnateur-qse-v2"}
"""Certifications that use the paroles of another one beside their own: two versions with the same competences."""

COMPETENCE = "competence"
"""The ``part`` of a parole about a competence as a whole, in a document that gives no criteria (a registry sheet)."""
NEAR_MISS = "none"
"""The ``part`` of a parole that sounds close and shows nothing for its competence (it may show another one)."""


class Utterance(BaseModel):
    """One parole. ``about``: the first words of the paragraph that it evidences, None for a near miss. ``origin``: who it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    competence: int
    part: str
    about: str | None = None
    text: str
    origin: str = "acquis"


def load_utterances(certification: str, home: Path | None = None, *, shipped: Path = _SHIPPED) -> list[Utterance]:
    """The paroles of a certification, those of the folder ``shipped`` first; empty when there are none.

    Raises:
        StoreError: a line is not a parole; the message names file and line.
    """
    paths = [shipped / f"{_SHARED[certification]}.jsonl"] if certification in _SHARED else []
    paths.append(shipped / f"{certification}.jsonl")
    if home is not None:
        paths += added_paroles(home, certification)
    return [utterance for path in paths if path.is_file() for utterance in read_utterances(path)]


def added_paroles(home: Path, certification: str = "*") -> list[Path]:
    """The files of paroles added in a home: its own, then those of the people who sign in there."""
    folders = [home / "paroles", *sorted((home / ACCOUNTS).glob("*/paroles"))]
    return [path for folder in folders for path in sorted(folder.glob(f"{certification}.jsonl"))]


def read_utterances(path: Path) -> Iterator[Utterance]:
    """The paroles of one JSON lines file; raises as :func:`load_utterances`."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield Utterance.model_validate_json(line)
            except (ValidationError, UnicodeDecodeError) as error:
                raise StoreError(f"La ligne {number} de {path} n'est pas une parole lisible : corrigez-la ou supprimez-la.") from error


def attach(utterances: Iterable[Utterance], passages: Iterable[Passage]) -> list[tuple[Utterance, Passage]]:
    """Each parole with the statement that it evidences, among those of one certification with the same competence and part.

    The statement that begins with the words of ``about`` is taken, or else the first that contains them, or else the one that shares
    most of them (a fiche or another version words it differently). Near misses, and paroles that share no word with any statement
    where there are several to choose from, are left out.
    """
    by_place: dict[tuple[int | None, str | None], list[Passage]] = defaultdict(list)
    for passage in passages:
        place_in = COMPETENCE if passage.kind == "competence" else passage.part
        if passage.parent is None and place_in is not None:
            by_place[passage.competence, place_in].append(passage)
    found: dict[tuple[int, str, str], Passage | None] = {}
    pairs: list[tuple[Utterance, Passage]] = []
    for utterance in utterances:
        if utterance.part == NEAR_MISS:
            continue
        place = (utterance.competence, utterance.part, utterance.about or "")
        if place not in found:
            found[place] = _evidenced(utterance.about or "", by_place[place[:2]])
        if (statement := found[place]) is not None:
            pairs.append((utterance, statement))
    return pairs


def _evidenced(about: str, statements: Sequence[Passage]) -> Passage | None:
    wanted = _words(about)
    texts = [_words(statement.text) for statement in statements]
    for fits in (str.startswith, str.__contains__):
        for statement, text in zip(statements, texts, strict=True):
            if wanted.strip() and fits(text, wanted):
                return statement
    if len(statements) == 1:
        return statements[0]
    content = set(tokens(about))
    shared = [len(content & set(tokens(statement.text))) for statement in statements]
    return statements[shared.index(max(shared))] if any(shared) else None


def _words(text: str) -> str:
    """The words alone, without case, accents, marks or spacing, with a space at both ends."""
    found = re.findall(r"[^\W_]+", fold(text.lower().replace("œ", "oe")))
    return f" {' '.join(found)} "
