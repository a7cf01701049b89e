"""What people thought of answers, proposed as evaluation cases that an adviser finishes.

A case is a conversation up to its last answer with an opinion, since a question may lean on those before it. A turn that nobody judged
expects nothing. What an opinion does not tell is left open, never made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Answer, Citation, CompetenceRef, Status
from assistant.conversations import Conversation, Summary
from assistant.evaluation.cases import Case, CaseTurn, Expectation, Review, is_known
from assistant.exchange import Exchange
from assistant.extractive import BESIDES
from assistant.feedback import Feedback, Reason, told
from assistant.french import NBSP, quoted
from assistant.gathering import Shelf
from assistant.paroles.checking import personal_data

ANY_END = tuple(Status)
ANSWERED = (Status.ANSWERED,)
REFUSED = (Status.NOT_FOUND, Status.OUT_OF_SCOPE)
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Proposal:
    """A case, the conversation that it comes from, and what in its questions and comments seems to identify someone (in French)."""

    case: Case
    summary: Summary
    personal: tuple[str, ...]


def propose(conversations: Iterable[Conversation], shelf: Shelf) -> list[Proposal]:
    """The cases of these conversations, in their order; labels name only what is in store, so that the set can be run.

    A conversation is cut where an answer is missing (the next question leaned on nothing) and where another certification was chosen,
    since a case has one; only pieces with an opinion become cases.
    """
    return [proposal for conversation in conversations for proposal in _proposals(conversation, shelf)]


def _proposals(conversation: Conversation, shelf: Shelf) -> Iterator[Proposal]:
    pieces = [_up_to_the_last_opinion(piece) for piece in _pieces(conversation.exchanges)]
    for number, piece in enumerate((piece for piece in pieces if piece), start=1):
        turns = tuple(_turn(exchange, answer, shelf) for exchange, answer in piece)
        chosen = piece[0][0].chosen
        case = Case(
            id=f"{_kind(turns)}-avis-{conversation.summary.id}-{number}",
            turns=turns,
            certification=chosen if chosen and chosen in shelf.catalogue else None,
        )
        said = "\n".join([*(turn.question for turn in turns), *(turn.review.comment for turn in turns if turn.review)])
        yield Proposal(case, conversation.summary, tuple(personal_data(said)))


_Answered = tuple[Exchange, Answer]


def _pieces(exchanges: Iterable[Exchange]) -> list[list[_Answered]]:
    """Runs of answered exchanges with the same certification chosen."""
    runs = groupby(exchanges, key=lambda exchange: (exchange.answer is not None, exchange.chosen))
    return [[(exchange, exchange.answer) for exchange in run if exchange.answer] for (answered, _), run in runs if answered]


def _up_to_the_last_opinion(piece: list[_Answered]) -> list[_Answered]:
    rated = [rank for rank, (exchange, _) in enumerate(piece) if exchange.feedback]
    return piece[: rated[-1] + 1] if rated else []


def _kind(turns: tuple[CaseTurn, ...]) -> str:
    """The first letter of the ids of dialogues, refusals and questions."""
    if len(turns) > 1:
        return "d"
    return "r" if turns[0].expect.status == REFUSED else "q"


def _turn(exchange: Exchange, answer: Answer, shelf: Shelf) -> CaseTurn:
    if exchange.feedback is None:
        return CaseTurn(question=exchange.question, expect=Expectation(status=ANY_END))
    feedback, expect = exchange.feedback, _expectation(answer, exchange.feedback, shelf)
    cited = list(dict.fromkeys(citation.passage for citation in answer.citations))
    review = Review(
        useful=feedback.useful,
        reason=feedback.reason,
        comment=feedback.comment,
        ended=answer.status,
        reading=answer.reading,
        forced=exchange.forced is not None,
        cited=tuple(passage for passage in cited if shelf.passage(passage)),
        gone=tuple(passage for passage in cited if not shelf.passage(passage)),
    )
    return CaseTurn(question=exchange.question, expect=expect, review=review)


def _expectation(answer: Answer, feedback: Feedback, shelf: Shelf) -> Expectation:
    """What a right answer seems to be: all that a useful one cites to answer; of another, what its reason leaves standing."""
    if feedback.useful:
        return _as_answered(answer, shelf) if answer.status == Status.ANSWERED else Expectation(status=_end_of(answer))
    if feedback.reason is Reason.SHOULD_HAVE_REFUSED:
        return Expectation(status=REFUSED)
    if feedback.reason in (Reason.SHOULD_HAVE_ANSWERED, Reason.WRONG_CERTIFICATION):
        return Expectation(status=ANSWERED)
    about = tuple(known for known in answer.certifications if known in shelf.catalogue)
    if feedback.reason is Reason.WRONG_COMPETENCE:
        return Expectation(status=ANSWERED, certifications=about)
    if feedback.reason is Reason.MISSING_PASSAGE:
        return Expectation(status=ANSWERED, certifications=about, competences=_named(answer.competences, shelf))
    if feedback.reason is Reason.USELESS_CITATION:
        return Expectation(status=_end_of(answer), certifications=about, competences=_named(answer.competences, shelf))
    return Expectation(status=ANY_END)


def _as_answered(answer: Answer, shelf: Shelf) -> Expectation:
    citations = [citation for citation in _answering(answer) if shelf.passage(citation.passage)]
    places = {(citation.certification, citation.competence) for citation in citations}
    about = [ref for ref in answer.competences if (ref.certification, ref.number) in places] or answer.competences
    return Expectation(
        status=ANSWERED,
        certifications=tuple(known for known in answer.certifications if known in shelf.catalogue),
        competences=_named(about, shelf),
        needs=tuple((passage,) for passage in dict.fromkeys(citation.passage for citation in citations)),
    )


def _answering(answer: Answer) -> list[Citation]:
    """The citations of what answers, without those of what is worth reading besides."""
    marks = _MARK.findall(answer.answer.split(f"**{BESIDES}**")[0])
    return [answer.citations[int(mark) - 1] for mark in marks if 0 < int(mark) <= len(answer.citations)]


def _named(competences: Iterable[CompetenceRef], shelf: Shelf) -> tuple[tuple[str, int], ...]:
    return tuple((ref.certification, ref.number) for ref in competences if is_known(ref.certification, ref.number, shelf))


def _end_of(answer: Answer) -> tuple[Status, ...]:
    """Either way of refusing is as good as the other."""
    return REFUSED if answer.status in REFUSED else (answer.status,)


def lines(case: Case) -> Iterator[str]:
    """All of a case that somebody wrote or that tells of them, for the person to read before it leaves; plain text, a line each."""
    if case.certification:
        yield f"Certification choisie{NBSP}: {case.certification}"
    for turn in case.turns:
        yield f"Question{NBSP}: {quoted(turn.question)}"
        if turn.review is None:
            yield "Sans avis, gardée parce que la suite peut s'appuyer sur elle."
            continue
        review = turn.review
        yield f"Votre avis{NBSP}: {told(review.useful, review.reason)}"
        if review.comment:
            yield f"Votre commentaire{NBSP}: {quoted(review.comment)}"
        if review.reading:
            yield f"Question comprise ainsi{NBSP}: {review.reading}"
        proposed = [passage for need in turn.expect.needs for passage in need]
        if review.cited:
            yield f"Passages {'proposés comme attendus' if proposed else 'cités'}{NBSP}: {', '.join(proposed or review.cited)}"
