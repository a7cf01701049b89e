"""One turn's answer against what was expected: a score per measure, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Answer, Status
from assistant.evaluation.cases import Expectation
from assistant.gathering import Shelf
from assistant.verification import normalise
from ingest.structure.columns import plain

REFUSED = {Status.NOT_FOUND, Status.OUT_OF_SCOPE}


@dataclass(frozen=True)
class Score:
    """``value``: right or not. ``reason`` says what was missing, empty when right."""

    value: bool
    reason: str = ""


@dataclass(frozen=True)
class TurnScores:
    """The measures of one turn; None where a measure does not apply.

    ``status``: the turn ended as expected. ``evidence``: every needed passage is cited, every value said. ``competence``: the right
    competences are named. ``refusal``: what must be refused is. ``answering``: what must be answered is not refused. ``verbatim``: every
    quotation is the text of its passage. ``characters``: how much was quoted.
    """

    status: Score
    evidence: Score | None
    competence: Score | None
    refusal: Score | None
    answering: Score | None
    verbatim: Score
    characters: int


def score(answer: Answer, expected: Expectation, shelf: Shelf) -> TurnScores:
    """Score one answer."""
    ended = answer.status in expected.status
    answerable = Status.ANSWERED in expected.status and (expected.must_answer or answer.status == Status.ANSWERED)
    refused = answer.status in REFUSED
    return TurnScores(
        status=Score(ended, "" if ended else f"attendu {'/'.join(expected.status)}, obtenu {answer.status}"),
        evidence=_evidence(answer, expected, shelf) if answerable and (expected.needs or expected.values) else None,
        competence=_competence(answer, expected) if answerable and expected.competences else None,
        refusal=Score(ended, "" if ended else "répond à ce que les textes ne disent pas") if set(expected.status) <= REFUSED else None,
        answering=Score(not refused, f"refusé à tort ({answer.status})" if refused else "") if expected.must_answer else None,
        verbatim=_verbatim(answer, shelf),
        characters=sum(len(citation.text) for citation in answer.citations),
    )


def _evidence(answer: Answer, expected: Expectation, shelf: Shelf) -> Score:
    said = plain(answer.answer)
    silent = [value for value in expected.values if not re.search(rf"\b{re.escape(plain(value))}\b", said)]
    lacking = [*missing(expected, lambda need: _is_cited(need, answer, shelf)), *silent]
    return Score(not lacking, "manque " + ", ".join(lacking) if lacking else "")


def missing(expected: Expectation, is_met: Callable[[tuple[str, ...]], bool]) -> list[str]:
    """The needs that are not met, each by its first passage; with ``any``, those of the certification that lacks least."""
    return min(([need[0] for need in needs if not is_met(need)] for needs in expected.alternatives()), key=len, default=[])


def _is_cited(need: tuple[str, ...], answer: Answer, shelf: Shelf) -> bool:
    """A title counts when it stands in the answer's prose, everything else only as a citation."""
    cited = {citation.passage for citation in answer.citations}
    if cited & set(need):
        return True
    titles = [passage for passage in map(shelf.passage, need) if passage and passage.kind in ("competence", "block")]
    return any(plain(title.text) in plain(answer.answer) for title in titles)


def _competence(answer: Answer, expected: Expectation) -> Score:
    named = {(ref.certification, ref.number) for ref in answer.competences}
    wanted = set(expected.competences)
    right = bool(wanted & named) if expected.any else wanted <= named
    return Score(right, "" if right else f"attendu {sorted(wanted)}, obtenu {sorted(named)[:4]}")


def _verbatim(answer: Answer, shelf: Shelf) -> Score:
    for citation in answer.citations:
        passage = shelf.passage(citation.passage)
        if passage is None or normalise(citation.text) not in normalise(passage.text):
            return Score(False, f"{citation.passage} n'est pas mot pour mot")
    return Score(True)
