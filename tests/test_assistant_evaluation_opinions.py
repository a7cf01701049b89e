"""Opinions on answers as evaluation cases: what is proposed, what is left open, and that the project's own loader reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation, CompetenceRef, Status
from assistant.conversations import Conversations
from assistant.evaluation.cases import Case, Expectation, case_lines, check_labels, read_cases
from assistant.evaluation.opinions import ANY_END, REFUSED, Proposal, propose
from assistant.evaluation.runs import run_sets
from assistant.exchange import Exchange
from assistant.feedback import Feedback, Reason
from assistant.library import Library
from assistant.reading import Forced
from assistant.service import Assistant
from ingest.errors import AcquisError

NOT_FOUND = Answer(status=Status.NOT_FOUND, answer="Le référentiel ne le dit pas.")


@pytest.fixture
def store(home: Path) -> Conversations:
    return Conversations(home)


@pytest.fixture(scope="module")
def certification(shelf_library: Library) -> str:
    return next(i for i in shelf_library.catalogue.ids() if shelf_library.catalogue[i].competence(1))


@pytest.fixture(scope="module")
def asked(assistant: Assistant, certification: str) -> Exchange:
    """A real answer that cites."""
    question = "Quels sont les moyens de la compétence 1 ?"
    answer, memory = assistant.ask(question, certification=certification)
    assert answer.status == Status.ANSWERED
    assert answer.citations
    return Exchange(question, answer, memory=memory, chosen=certification)


def only(store: Conversations, library: Library, *exchanges: Exchange) -> Proposal:
    """The one case of a conversation of these exchanges."""
    kept = store.start(exchanges[0])
    for exchange in exchanges[1:]:
        store.append(kept, exchange)
    (proposal,) = propose(store.rated(), library.shelf)
    return proposal


def rated(exchange: Exchange, reason: Reason | None = None, comment: str = "", *, useful: bool = False) -> Exchange:
    return Exchange(
        exchange.question, exchange.answer, memory=exchange.memory, chosen=exchange.chosen, forced=exchange.forced,
        feedback=Feedback(useful, reason, comment),
    )  # fmt: skip


def written(tmp_path: Path, *cases: Case) -> Path:
    path = tmp_path / "avis.jsonl"
    path.write_text(case_lines(cases), "utf-8")
    return path


def test_a_useful_answer_is_a_case_that_its_own_answer_meets(
    store: Conversations, shelf_library: Library, assistant: Assistant, asked: Exchange, tmp_path: Path
) -> None:
    case = only(store, shelf_library, rated(asked, useful=True)).case
    assert asked.answer is not None
    assert case.id == f"q-avis-{store.rated()[0].summary.id}-1"
    assert case.certification == asked.chosen
    (turn,) = case.turns
    assert turn.expect.status == (Status.ANSWERED,)
    assert turn.expect.needs == tuple((citation.passage,) for citation in asked.answer.citations)
    assert turn.is_proposed
    cases = read_cases(written(tmp_path, case))
    assert cases == [case]
    check_labels(cases, shelf_library.shelf)
    run = run_sets({"avis": cases}, assistant)
    assert run.rate("evidence") == (1, 1)
    assert run.failures() == []


def test_what_is_only_worth_reading_besides_is_not_needed(store: Conversations, shelf_library: Library, certification: str) -> None:
    first, second = [p for p in shelf_library.shelf.of(certification) if p.kind == "criterion"][:2]
    cited = tuple(Citation(passage=p.id, certification=certification, competence=p.competence, text=p.text, document="d") for p in (first, second))
    answer = Answer(status=Status.ANSWERED, answer="« a » [1]\n\n**À lire aussi**\n\n« b » [2]", certifications=(certification,), citations=cited)
    turn = only(store, shelf_library, rated(Exchange("Quoi ?", answer), useful=True)).case.turns[0]
    assert turn.expect.needs == ((first.id,),)
    assert turn.review is not None
    assert turn.review.cited == (first.id, second.id)


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        (Reason.MISSING_PASSAGE, (Status.ANSWERED,)),
        (Reason.WRONG_COMPETENCE, (Status.ANSWERED,)),
        (Reason.WRONG_CERTIFICATION, (Status.ANSWERED,)),
        (Reason.USELESS_CITATION, (Status.ANSWERED,)),
        (Reason.SHOULD_HAVE_REFUSED, REFUSED),
        (Reason.OTHER, ANY_END),
        (None, ANY_END),
    ],
)
def test_a_thumb_down_asks_for_no_passage_and_keeps_why(
    store: Conversations, shelf_library: Library, asked: Exchange, reason: Reason | None, status: tuple[Status, ...], tmp_path: Path
) -> None:
    case = only(store, shelf_library, rated(asked, reason, "Il manque la balance.")).case
    (turn,) = case.turns
    assert asked.answer is not None
    assert turn.expect.status == status
    assert turn.expect.needs == ()
    assert turn.review is not None
    assert (turn.review.useful, turn.review.reason, turn.review.comment) == (False, reason, "Il manque la balance.")
    assert turn.review.cited == tuple(citation.passage for citation in asked.answer.citations)
    line = json.loads(written(tmp_path, case).read_text("utf-8"))
    assert line["turns"][0]["review"]["done"] is False
    assert read_cases(tmp_path / "avis.jsonl") == [case]


def test_a_wrong_competence_is_not_proposed_again(store: Conversations, shelf_library: Library, asked: Exchange) -> None:
    expect = only(store, shelf_library, rated(asked, Reason.WRONG_COMPETENCE)).case.turns[0].expect
    assert expect.competences == ()
    assert expect.certifications == (asked.chosen,)


def test_a_refusal_judged_right_is_a_refusal_whichever_way(store: Conversations, shelf_library: Library) -> None:
    case = only(store, shelf_library, rated(Exchange("Combien ça coûte ?", NOT_FOUND), useful=True)).case
    assert case.id.startswith("r-avis-")
    assert case.turns[0].expect == Expectation(status=REFUSED)


def test_a_refusal_judged_wrong_must_be_answered(store: Conversations, shelf_library: Library) -> None:
    case = only(store, shelf_library, rated(Exchange("Quels moyens ?", NOT_FOUND), Reason.SHOULD_HAVE_ANSWERED)).case
    assert case.id.startswith("q-avis-")
    assert case.turns[0].expect == Expectation(status=(Status.ANSWERED,))


def test_a_dialogue_ends_at_its_last_opinion_and_other_turns_expect_nothing(
    store: Conversations, shelf_library: Library, asked: Exchange
) -> None:
    later = Exchange("Et après ?", NOT_FOUND, chosen=asked.chosen)
    case = only(store, shelf_library, asked, rated(later, Reason.SHOULD_HAVE_ANSWERED), later).case
    assert case.id.startswith("d-avis-")
    assert [turn.question for turn in case.turns] == [asked.question, later.question]
    assert case.turns[0].expect == Expectation(status=ANY_END)
    assert case.turns[0].review is None


def test_another_certification_chosen_or_a_missing_answer_begins_another_case(
    store: Conversations, shelf_library: Library, asked: Exchange
) -> None:
    kept = store.start(rated(asked, useful=True))
    store.append(kept, rated(Exchange("Sans choix ?", NOT_FOUND), useful=True))
    store.append(kept, Exchange("En panne ?", error="Le serveur est arrêté."))
    store.append(kept, rated(Exchange("Et ensuite ?", NOT_FOUND), useful=True))
    cases = [proposal.case for proposal in propose(store.rated(), shelf_library.shelf)]
    assert [case.id for case in cases] == [f"q-avis-{kept}-1", f"r-avis-{kept}-2", f"r-avis-{kept}-3"]
    assert [case.certification for case in cases] == [asked.chosen, None, None]


def test_conversations_without_an_opinion_give_nothing(store: Conversations, shelf_library: Library, asked: Exchange) -> None:
    assert propose(store.rated(), shelf_library.shelf) == []
    store.start(asked)
    assert propose(store.rated(), shelf_library.shelf) == []


def test_what_is_no_longer_in_store_is_said_and_not_expected(store: Conversations, shelf_library: Library, tmp_path: Path) -> None:
    gone = Citation(passage="disparu/C1/means/1", certification="disparu", competence=1, text="t", document="d")
    answer = Answer(
        status=Status.ANSWERED, answer="« t » [1]", certifications=("disparu",), citations=(gone,),
        competences=(CompetenceRef(certification="disparu", number=1),),
    )  # fmt: skip
    case = only(store, shelf_library, rated(Exchange("Quoi ?", answer, chosen="disparu", forced=Forced("disparu")), useful=True)).case
    assert case.turns[0].expect == Expectation(status=(Status.ANSWERED,))
    assert case.certification is None
    review = case.turns[0].review
    assert review is not None
    assert (review.cited, review.gone, review.forced) == ((), ("disparu/C1/means/1",), True)
    check_labels(read_cases(written(tmp_path, case)), shelf_library.shelf)


def test_personal_data_in_a_question_or_a_comment_is_noticed(store: Conversations, shelf_library: Library) -> None:
    said = rated(Exchange("Quels moyens ?", NOT_FOUND), Reason.OTHER, "Dites-le à Mme Dupuis, jeanne@exemple.test")
    assert only(store, shelf_library, said).personal == ("un nom de personne", "une adresse électronique")


def test_a_review_with_a_misspelt_key_is_refused(store: Conversations, shelf_library: Library, asked: Exchange, tmp_path: Path) -> None:
    path = written(tmp_path, only(store, shelf_library, rated(asked)).case)
    path.write_text(path.read_text("utf-8").replace('"done"', '"finished"'), "utf-8")
    with pytest.raises(AcquisError, match=r"turns\.0\.review\.finished"):
        read_cases(path)
