"""The answer as a LangChain chain: read → retrieve → compose → verify.

``retrieve`` is the structure of the referential where the question names a place, the LangChain retriever otherwise; ``compose`` is the
extractive engine, or that of :mod:`assistant.wording` when a chat model is configured. Both engines end in the same verification.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assistant import cues
from assistant.answer import Answer, Status
from assistant.asking.model import question_model
from assistant.comparing.asked_bridge import read_as_bridge
from assistant.dialogue import Memory, accepted_suggestion
from assistant.evidence.advice import advise
from assistant.evidence.finding import ProofFinder
from assistant.extractive import NOT_SAID, compose, say_empty
from assistant.french import NBSP
from assistant.gathering import Gathered, from_structure
from assistant.library import Library
from assistant.mapping.chat import activity_answer, read_as_activity
from assistant.mapping.mapper import Mapper
from assistant.provenance import source_notices
from assistant.ranking import Limits as QuotingLimits
from assistant.ranking import Scored, choose, rank, score
from assistant.reading import Forced, Intent, Reading
from assistant.spelling import fold_question
from assistant.suggestions import catalogue_answer, reading_line, suggest
from assistant.topic_competence import with_competence_of_topic
from assistant.understanding import display_name, understand
from assistant.verification import verify
from assistant.wording.engine import OnText, Task, Worded, is_for_model, word
from assistant.wording.streaming import Limits
from ingest.errors import ChatModelError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

_SURE = 0.9
"""How probable it must be (0..1) that the texts answer a question with words of prices, opinions, law… before it is answered."""
GREETING = (
    "Bonjour ! Je réponds aux questions sur les référentiels de certification (blocs, compétences, critères, modalités d'évaluation…), "
    "en citant le texte. Que voulez-vous savoir ?"
)
WELCOME = "Avec plaisir. Posez une autre question quand vous voulez."
OUTSIDE = (
    "Cette question sort de ce que contiennent les référentiels : je ne peux pas y répondre. "
    "Pour un prix, un financement, un avis ou une question de droit, adressez-vous à votre conseiller VAE ou à l'UIMM territoriale."
)


@dataclass(frozen=True)
class Turn:
    """What goes through the chain: each step fills one more field."""

    question: str
    chosen: str | None = None
    memory: Memory | None = None
    forced: Forced | None = None
    reading: Reading | None = None
    gathered: Gathered = field(default_factory=Gathered)
    answer: Answer | None = None
    on_text: OnText | None = None


def build_chain(library: Library, chat_model: BaseChatModel | None = None) -> Runnable[Turn, Turn]:
    """The chain over one library; ``chat_model`` None means the extractive engine."""
    from langchain_core.runnables import RunnableLambda

    steps = Steps(library, chat_model)
    chain: Any = RunnableLambda(steps.read) | RunnableLambda(steps.retrieve) | RunnableLambda(steps.compose)
    return chain  # type: ignore[no-any-return]


class Steps:
    """The steps of the chain, each from a turn to a fuller turn."""

    def __init__(self, library: Library, chat_model: BaseChatModel | None) -> None:
        self.library = library
        self.chat_model = chat_model
        self.proofs = ProofFinder(library)
        self.mapper = Mapper(library)

    def read(self, turn: Turn) -> Turn:
        """Understand the question in the light of the dialogue."""
        question = turn.question
        if turn.memory:
            question = accepted_suggestion(question, turn.memory) or self._with_what_was_unclear(question, turn.memory)
        catalogue = self.library.catalogue
        reading = understand(question, catalogue, chosen=turn.chosen, memory=turn.memory, forced=turn.forced)
        bridge = read_as_bridge(reading, question, turn.chosen, turn.memory, catalogue) if turn.forced is None else reading
        if bridge.intent == Intent.BRIDGE:
            return replace(turn, reading=bridge)
        return replace(turn, reading=read_as_activity(reading, question, turn.chosen, catalogue))

    def _with_what_was_unclear(self, question: str, memory: Memory) -> str:
        """« l'horloger » after « de quelle certification s'agit-il ? » answers it: the question that was unclear is asked of it."""
        if not memory.reading.unclear:
            return question
        named = understand(question, self.library.catalogue)
        is_name = named.named and not (named.competences or named.blocks or named.parts or named.sections or named.facts or named.topic)
        return f"{memory.reading.question.rstrip(' ?')} — {question}" if is_name else question

    def retrieve(self, turn: Turn) -> Turn:
        """Find the passages that answer; none where no referential can."""
        reading = _read(turn)
        if reading.unclear or reading.intent in (Intent.SMALL_TALK, Intent.CATALOGUE, Intent.ACTIVITY, Intent.BRIDGE):
            return turn
        if reading.correction and not reading.competences and not reading.blocks:
            return replace(turn, gathered=self._instead_of_mistake(reading))
        if reading.intent == Intent.DRAFT:
            place = reading if reading.competences or reading.blocks or not reading.topic else self._place_of_topic(reading)
            return replace(turn, reading=place)
        scored, structure = self.describe(turn)
        reading = scored.asking.reading
        exact = reading.numbered and (reading.intent == Intent.EVIDENCE or (reading.intent == Intent.PARTS and bool(reading.parts)))
        limits = QuotingLimits(answerable=_SURE) if reading.outside else None
        gathered = choose(rank(scored), structure, limits, exact=exact)
        if reading.outside and not (gathered.passages or gathered.empty):
            reading, gathered = replace(reading, intent=Intent.OUT_OF_SCOPE), Gathered()
        return replace(turn, reading=reading, gathered=gathered)

    def describe(self, turn: Turn) -> tuple[Scored, Gathered | None]:
        """A question that was read, with every passage described in relation to it, and what stands in the places that it names."""
        library, reading = self.library, _read(turn)
        if reading.intent in (Intent.PARTS, Intent.EVIDENCE) and not reading.competences:
            reading = with_competence_of_topic(reading, library.shelf, library.index)
        structure = from_structure(reading, library.shelf)
        asked = question_model().read(fold_question(turn.question))
        return score(reading, asked, turn.memory, structure, library.shelf, library.index), structure

    def _place_of_topic(self, reading: Reading) -> Reading:
        return with_competence_of_topic(reading, self.library.shelf, self.library.index)

    def _instead_of_mistake(self, reading: Reading) -> Gathered:
        """After « il n'y a pas de compétence 9 », the list of those that exist."""
        listed = replace(reading, intent=Intent.STRUCTURE, competences=(), blocks=(), correction="")
        return from_structure(listed, self.library.shelf) or Gathered()

    def compose(self, turn: Turn) -> Turn:
        """Write the answer and verify its quotations."""
        reading, gathered, catalogue = _read(turn), turn.gathered, self.library.catalogue
        if reading.intent == Intent.DRAFT and not (reading.unclear or reading.correction):
            from assistant.drafting.chat import draft_answer
            from assistant.drafting.drafter import Drafter

            drafter = Drafter(self.library, model=self.chat_model)
            return replace(turn, answer=draft_answer(drafter, fold_question(turn.question), reading, self.library.shelf))
        if reading.intent == Intent.BRIDGE:
            from assistant.comparing.bridge_chat import bridge_answer

            return replace(turn, answer=bridge_answer(reading, self.library.shelf, self.library.index.embedder))
        if reading.intent == Intent.ACTIVITY:
            return replace(turn, answer=activity_answer(self.mapper, reading, self.library, self.chat_model))
        if plain := self._without_passages(reading, gathered):
            terms = self._where_terms_stand(turn.question) if plain.status == Status.NOT_FOUND else None
            return replace(turn, answer=terms or plain)
        if reading.correction and not reading.competences and not reading.blocks:
            reading = replace(reading, intent=Intent.STRUCTURE)
        draft = compose(reading, gathered, catalogue)
        quoted = (*gathered.passages, *gathered.besides)
        citations, text, engine = tuple(draft.citations), draft.markdown, "extractive"
        advice = advise(citations, gathered.passages, self.proofs) if reading.intent == Intent.EVIDENCE else ()
        if self.chat_model is not None and is_for_model(reading):
            try:
                worded = self._worded(self.chat_model, turn, reading)
                citations, text, engine = worded.citations, worded.markdown, self.library.settings.chat_model or "chat"
                advice = (*advice, *worded.advice)
            except ChatModelError as error:
                advice = (*advice, str(error))
        verified = verify(text, citations)
        text = verified.text
        if verified.failed:
            advice = (*advice, f"{len(verified.failed)} citation(s) non conforme(s) au texte ont été retirées.")
        competences = tuple(dict.fromkeys([*gathered.competences, *reading.competences]))
        answer = Answer(
            status=Status.NOT_FOUND if reading.correction and not reading.competences and not reading.blocks else Status.ANSWERED,
            answer=text,
            reading=reading_line(reading, catalogue),
            certifications=tuple(dict.fromkeys(p.certification for p in quoted)),
            competences=competences,
            citations=citations,
            advice=(*advice, *source_notices(quoted, catalogue)),
            suggestions=suggest(reading, gathered.passages, catalogue),
            engine=engine,
        )
        return replace(turn, answer=answer)

    def _where_terms_stand(self, question: str) -> Answer | None:
        """« Quels référentiels parlent d'AMDEC ? », where search has nothing to say."""
        from assistant.comparing.chat import concordance_answer

        return concordance_answer(question, self.library.shelf)

    def _worded(self, model: BaseChatModel, turn: Turn, reading: Reading) -> Worded:
        catalogue, passages = self.library.catalogue, turn.gathered.passages
        subject = reading_line(reading, catalogue)
        task = Task(
            question=reading.question,
            subject=f"{subject} ({reading.topic})" if reading.inherited and reading.topic else subject,
            passages=passages,
            names={p.certification: display_name(catalogue[p.certification]) for p in passages},
            opening=reading.correction,
        )
        return word(model, task, on_text=turn.on_text, limits=Limits(total=self.library.settings.chat_timeout))

    def _without_passages(self, reading: Reading, gathered: Gathered) -> Answer | None:
        """The answers that quote nothing."""
        catalogue = self.library.catalogue
        line = reading_line(reading, catalogue)
        suggestions = suggest(reading, gathered.nearest, catalogue)
        if reading.intent == Intent.CATALOGUE:
            return Answer(
                status=Status.ANSWERED,
                answer=catalogue_answer(catalogue),
                reading="référentiels en mémoire",
                certifications=tuple(catalogue.ids()),
            )
        if reading.intent == Intent.SMALL_TALK:
            said = WELCOME if cues.THANKS.search(fold_question(reading.question)) else GREETING
            return Answer(status=Status.OUT_OF_SCOPE, answer=said, reading="conversation", suggestions=suggestions)
        if reading.intent == Intent.OUT_OF_SCOPE:
            return Answer(status=Status.OUT_OF_SCOPE, answer=OUTSIDE, reading="hors des référentiels", suggestions=suggestions)
        if reading.unclear:
            offers = tuple(f"{reading.question.rstrip(' ?')} — {display_name(catalogue[i])}{NBSP}?" for i in reading.alternatives[:3])
            return Answer(
                status=Status.AMBIGUOUS, answer=reading.unclear, reading=line, certifications=reading.alternatives, suggestions=offers
            )
        if gathered.passages:
            return None
        return Answer(
            status=Status.NOT_FOUND,
            answer=_not_said(reading, gathered),
            reading=line,
            certifications=reading.certifications,
            suggestions=suggestions,
        )


def _not_said(reading: Reading, gathered: Gathered) -> str:
    from assistant.draft import Draft

    draft = Draft()
    draft.say(reading.correction or NOT_SAID)
    if gathered.empty:
        say_empty(draft, gathered.empty)
    if gathered.nearest:
        places = list(dict.fromkeys(passage.context for passage in gathered.nearest))
        draft.say()
        draft.say(f"Les passages les plus proches{NBSP}:")
        draft.say()
        for place in places:
            draft.say(f"- {place.replace(' > ', ' › ')}")
    return draft.markdown


def _read(turn: Turn) -> Reading:
    assert turn.reading is not None
    return turn.reading


def answer_turn(chain: Runnable[Turn, Turn], turn: Turn) -> Turn:
    """Run the chain and stamp the time it took."""
    from langsmith import tracing_context

    started = time.perf_counter()
    with tracing_context(enabled=False):  # LANGSMITH_TRACING, set for other work, must not send what people ask to a third party
        done = chain.invoke(turn)
    assert done.answer is not None
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    return replace(done, answer=done.answer.model_copy(update={"elapsed_ms": elapsed}))
