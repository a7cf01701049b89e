"""The boundary with a chat model: it words, the extractive engine stays ready, and every quotation is checked."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from assistant.answer import Answer, Status
from assistant.chain import Turn, answer_turn, build_chain
from assistant.chat_model import SYSTEM, make_chat_model, numbered, word, wording_chain
from assistant.library import Library
from assistant.verification import STRUCK
from ingest.errors import ChatModelError, SettingsError
from ingest.settings import Settings

QUESTION = "Quels verres noirs pour cacher la couleur ?"
FIRST = "Des verres noirs cachent la couleur des boissons."


class FakeChatModel(BaseChatModel):
    """Answers ``reply``, or raises it; keeps the prompts that it was given."""

    reply: Any = ""
    prompts: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _generate(self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **_: Any) -> ChatResult:  # noqa: ANN401
        self.prompts.append(messages)
        if isinstance(self.reply, Exception):
            raise self.reply
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.reply))])


@pytest.fixture
def model() -> FakeChatModel:
    return FakeChatModel()


def ask(library: Library, model: BaseChatModel | None, question: str = QUESTION) -> Answer:
    answer = answer_turn(build_chain(library, model), Turn(question)).answer
    assert answer is not None
    return answer


def extractive(library: Library, question: str = QUESTION) -> Answer:
    return ask(library, None, question)


def test_the_chain_is_a_runnable(shelf_library: Library) -> None:
    chain = build_chain(shelf_library)
    assert isinstance(chain, Runnable)
    first, second = chain.batch([Turn(QUESTION), Turn("bonjour")])
    assert first.answer is not None
    assert second.answer is not None
    assert (first.answer.status, second.answer.status) == (Status.ANSWERED, Status.OUT_OF_SCOPE)


def test_the_wording_is_prompt_model_parser(shelf_library: Library, model: FakeChatModel) -> None:
    model.reply = "Bonjour."
    assert wording_chain(model).invoke({"passages": "[1] (lieu) texte", "question": "{accolades} ?"}) == "Bonjour."
    (system, human), *_ = model.prompts
    assert system.content == SYSTEM
    assert human.content == "Passages :\n[1] (lieu) texte\n\nQuestion : {accolades} ?"


def test_verified_wording_is_the_answer_and_cites_only_what_it_uses(shelf_library: Library, model: FakeChatModel) -> None:
    question = "Que dit le GAT de la dégustation ?"
    passages = [citation.passage for citation in extractive(shelf_library, question).citations]
    assert len(passages) >= 2  # several passages are given, one is used
    shelf = shelf_library.shelf
    given = numbered([passage for i in passages if (passage := shelf.passage(i))])
    last = shelf.passage(passages[-1])
    assert last is not None
    model.reply = f"Le texte dit « {last.text} » [{len(passages)}]."
    answer = ask(shelf_library, model, question)
    assert answer.answer == f"Le texte dit « {last.text} » [1]."
    assert [citation.passage for citation in answer.citations] == [last.id]
    assert (answer.status, answer.engine) == (Status.ANSWERED, "chat")
    assert len(model.prompts) == 1
    assert model.prompts[0][1].content == f"Passages :\n{given}\n\nQuestion : {question}"


def test_a_misquotation_is_struck_out_and_said(shelf_library: Library, model: FakeChatModel) -> None:
    model.reply = f"« {FIRST} » [1] Et aussi « Des verres rouges cachent la couleur. » [1]"
    answer = ask(shelf_library, model)
    assert answer.answer == f"« {FIRST} » [1] Et aussi {STRUCK}"
    assert "1 citation(s) non conforme(s) au texte ont été retirées." in answer.advice
    assert [citation.text for citation in answer.citations] == [FIRST]


def test_a_quotation_without_a_number_is_checked_too(shelf_library: Library, model: FakeChatModel) -> None:
    model.reply = f"« {FIRST} » [1] Il ajoute : « les verres sont loués »."
    assert ask(shelf_library, model).answer == f"« {FIRST} » [1] Il ajoute : {STRUCK}."


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("Les verres sont noirs.", "aucune citation exacte"),
        ("« Des verres rouges cachent la couleur. » [1]", "aucune citation exacte"),
        (f"« {FIRST} »", "aucune citation exacte"),  # no number: no proof
        ("« » [1]", "aucune citation exacte"),
        ("", "texte vide"),
        ("  \n", "texte vide"),
        (RuntimeError("clé sk-secret refusée"), "n'a pas répondu (RuntimeError)"),
        (TimeoutError(), "n'a pas répondu (TimeoutError)"),
    ],
)
def test_without_a_verified_quotation_the_answer_is_extractive(
    reply: str | Exception, reason: str, shelf_library: Library, model: FakeChatModel
) -> None:
    model.reply = reply
    answer, expected = ask(shelf_library, model), extractive(shelf_library)
    assert (answer.answer, answer.citations, answer.engine) == (expected.answer, expected.citations, "extractive")
    assert reason in answer.advice[0]
    assert "sk-secret" not in " ".join(answer.advice)
    assert len(model.prompts) == 1


@pytest.mark.parametrize(
    "question",
    ["aspirateur lunaire à propulsion ionique", "bonjour", "Combien coûte le CQPM horloger ?", "moyens de la compétence 2", "compétence 9 de l'horloger"],
)
def test_the_model_is_not_called_when_nothing_was_found(question: str, shelf_library: Library, model: FakeChatModel) -> None:
    model.reply = f"« {FIRST} » [1]"
    answer = ask(shelf_library, model, question)
    assert model.prompts == []
    assert answer.model_copy(update={"elapsed_ms": 0}) == extractive(shelf_library, question).model_copy(update={"elapsed_ms": 0})


def test_what_the_structure_answers_needs_no_model(shelf_library: Library, model: FakeChatModel) -> None:
    assert ask(shelf_library, model, "moyens de la compétence 1 de l'horloger").engine == "extractive"
    assert model.prompts == []


def test_nothing_but_the_passages_and_the_question_is_sent(shelf_library: Library, model: FakeChatModel) -> None:
    model.reply = f"« {FIRST} » [1]"
    ask(shelf_library, model)
    sent = "\n".join(str(message.content) for message in model.prompts[0])
    assert sent.startswith(SYSTEM)
    assert sent.endswith(f"\n\nQuestion : {QUESTION}")
    assert str(shelf_library.home) not in sent


def test_an_error_of_the_model_is_named_and_its_message_kept_back(model: FakeChatModel) -> None:
    model.reply = ValueError("sk-secret")
    with pytest.raises(ChatModelError) as raised:
        word(model, QUESTION, [])
    assert "sk-secret" not in str(raised.value)


def test_no_model_is_made_unless_one_is_configured() -> None:
    assert make_chat_model(Settings()) is None


@pytest.mark.parametrize("name", ["licorne:7b", "sans-fournisseur-connu", ":", "openai:gpt"])
def test_an_unusable_provider_is_a_french_settings_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=r"Le modèle de langage « .* » n'est pas utilisable .* écrivez fournisseur:modèle"):
        make_chat_model(Settings(chat_model=name))
