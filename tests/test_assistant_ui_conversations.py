"""The conversations of the chat page: kept, found again, read otherwise, renamed, erased; answers written apart from the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Selectbox

from assistant.answer import Answer, CompetenceRef, Status
from assistant.conversations import Conversations
from assistant.dialogue import Memory
from assistant.exchange import Exchange
from assistant.library import Library
from assistant.reading import BlockRef, Forced, Intent, Reading
from assistant.service import Assistant
from assistant.ui import talk
from assistant.ui.inquiry import Inquiry
from assistant.ui.state import desk
from ingest.errors import AcquisError

APP = Path(__file__).parents[1] / "app.py"
BAKER = "cqpm-boulanger-de-nuit"
MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
WEIGHED = "La balance est tarée avant chaque pesée."
SMOOTH = "La pâte est lisse et se décolle de la cuve."
GOLDEN = "La croûte est dorée et sonne creux."


@pytest.fixture
def store(stocked: Path) -> Conversations:
    return Conversations(stocked)


@pytest.fixture
def page(stocked: Path) -> AppTest:
    return opened()


def opened(conversation: str = "") -> AppTest:
    """The page of the assistant, as a reload of the address shows it."""
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.switch_page("assistant/ui/chat.py")
    if conversation:
        app.query_params["conversation"] = conversation
    app.run()
    assert not app.exception
    return app


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if label in b.label.replace("\\", "").replace("\u00a0", " "))


def box(page: AppTest, label: str) -> Selectbox[object]:
    """The select box of the reading that is being chosen."""
    return next(box for box in page.selectbox if box.label == label and "reread" in str(box.key))


def listed(page: AppTest) -> list[str]:
    """The titles in the side bar."""
    return [b.label for b in page.button if str(b.key).startswith("open-")]


def current(page: AppTest) -> str:
    return str(page.session_state["conversation"])


def change(page: AppTest, rank: int = 0, revision: int = 0) -> AppTest:
    """Open « Changer » above an answer."""
    page.session_state[f"reading-{current(page)}-{rank}-{revision}"] = True
    return page.run()


# kept and found again


def test_a_conversation_is_kept_and_goes_on_after_a_reload(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    assert page.query_params["conversation"] in (current(page), [current(page)])
    again = opened(current(page))
    assert f"« {WEIGHED} » [1]" in words(again)
    ask(again, "et les résultats attendus ?")
    assert SMOOTH in words(again)
    assert GOLDEN not in words(again)
    assert [summary.exchanges for summary in store.summaries()] == [2]
    page.run()
    assert len(page.chat_message) == 4  # the first page shows what the second one asked


def test_a_change_of_page_keeps_it_open(page: AppTest) -> None:
    ask(page, MEANS)
    page.switch_page("assistant/ui/referentials.py").run()
    page.query_params.clear()
    page.switch_page("assistant/ui/chat.py").run()
    assert len(page.chat_message) == 2
    assert page.query_params["conversation"] in (current(page), [current(page)])


def test_a_new_conversation_then_back_to_the_first(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    first = current(page)
    button(page, "Nouvelle conversation").click().run()
    assert not page.chat_message
    assert "conversation" not in page.query_params
    ask(page, "et les résultats attendus de la compétence 2 ?")
    assert current(page) != first
    assert len(store.summaries()) == 2
    button(page, MEANS).click().run()
    assert current(page) == first
    assert WEIGHED in words(page)
    assert len(page.chat_message) == 2


@pytest.mark.parametrize("address", ["0123456789", "<script>alert(1)</script>", "' OR 1=1 --"])
def test_an_address_that_leads_nowhere_says_so(stocked: Path, address: str) -> None:
    page = opened(address)
    assert "Cette conversation n'existe pas, ou plus." in words(page)
    assert "conversation" not in page.query_params
    assert not page.run().error


def test_one_erased_elsewhere_is_gone_here_and_stays_gone(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    store.delete(current(page))
    ask(page, "et les résultats attendus ?")
    assert "Cette conversation n'existe pas, ou plus." in words(page)
    assert [summary.exchanges for summary in store.summaries()] == [1]  # the question began another one


def test_search_narrows_the_list(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    store.start(Exchange("Une tout autre question"))
    page.run()
    assert len(listed(page)) == 2
    page.text_input(key="search").set_value("TAREE balance").run()
    assert len(listed(page)) == 1
    page.text_input(key="search").set_value("introuvable").run()
    assert listed(page) == []
    assert "Aucune conversation ne contient ces mots." in words(page)


def test_a_long_list_is_folded(page: AppTest, store: Conversations) -> None:
    for rank in range(14):
        store.start(Exchange(f"Question {rank}"))
    page.run()
    assert len(listed(page)) == 12
    button(page, "Voir 2 autres conversations").click().run()
    assert len(listed(page)) == 14


def test_it_is_renamed_and_offered_in_two_formats(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    page.session_state[f"manage-{current(page)}"] = True
    page.run()
    assert [d.label for d in page.download_button] == ["Exporter pour Word (.docx)", "Exporter en Markdown (.md)"]
    title = next(t for t in page.text_input if t.label == "Titre")
    assert title.value == MEANS
    title.set_value("<b>Jury</b> du 12")
    button(page, "Renommer").click().run()
    assert [summary.title for summary in store.summaries()] == ["<b>Jury</b> du 12"]
    assert listed(page) == ["**\\<b\\>Jury\\<\\/b\\> du 12**"]
    assert not page.download_button  # the popover has closed
    page.session_state[f"manage-{current(page)}"] = True
    page.run()
    next(t for t in page.text_input if t.label == "Titre").set_value("  ")
    button(page, "Renommer").click().run()
    assert "Le titre est vide : écrivez-en un." in words(page)


def test_all_are_erased_after_confirmation(page: AppTest, store: Conversations) -> None:
    store.start(Exchange("Une autre"))
    ask(page, MEANS)
    button(page, "Oui, tout effacer").click().run()
    assert store.summaries() == []
    assert not page.chat_message
    assert not page.error
    assert "Vos conversations seront gardées ici" in words(page)


def test_a_damaged_file_is_said_in_a_sentence(stocked: Path) -> None:
    (stocked / "conversations").mkdir()
    (stocked / "conversations" / "conversations.sqlite3").write_bytes(b"pas une base" * 500)
    page = opened()
    assert "est endommagé" in words(page)
    ask(page, MEANS)
    assert "acquis purge" in words(page)
    assert "Erreur imprévue" not in words(page)


# another reading


def test_another_competence_is_chosen_and_the_answer_is_replaced(page: AppTest, store: Conversations) -> None:
    ask(page, "Quels résultats sont attendus pour la compétence 1 du boulanger de nuit ?")
    assert SMOOTH in words(page)
    assert not [b for b in page.selectbox if "reread" in str(b.key)]
    change(page)
    assert (box(page, "Certification").value, box(page, "Compétence").value, box(page, "Partie").value) == (BAKER, 1, ("results",))
    box(page, "Compétence").set_value(3).run()
    button(page, "Répondre ainsi").click().run()
    assert "Compris selon votre choix : résultats attendus de la compétence 3" in words(page)
    assert GOLDEN in words(page)
    assert SMOOTH not in words(page)
    assert len(page.chat_message) == 2
    kept = store.load(current(page)).exchanges[0]
    assert kept.forced == Forced(BAKER, CompetenceRef(certification=BAKER, number=3), ("results",))
    ask(page, "et les moyens ?")
    assert "moyens utilisés de la compétence 3" in words(page)  # the dialogue goes on from the reading chosen
    change(page, revision=1)
    button(page, "Revenir à la lecture d'Acquis").click().run()
    assert SMOOTH in words(page)
    assert store.load(current(page)).exchanges[0].forced is None
    assert len(page.chat_message) == 4


def test_another_part_is_chosen(page: AppTest) -> None:
    ask(page, MEANS)
    change(page)
    box(page, "Partie").set_value(("methods", "means", "relations", "constraints")).run()
    button(page, "Répondre ainsi").click().run()
    assert "Compris selon votre choix : critères de la compétence 1" in words(page)
    change(page, revision=1)
    box(page, "Partie").set_value(("results",)).run()
    box(page, "Compétence").set_value(3).run()
    assert box(page, "Partie").value == ("results",)  # another competence does not undo the choice


def test_a_click_that_comes_with_the_last_choice_takes_it(page: AppTest) -> None:
    ask(page, "Quels résultats sont attendus pour la compétence 1 du boulanger de nuit ?")
    change(page)
    box(page, "Compétence").set_value(3)
    button(page, "Répondre ainsi").click().run()  # both reach the server at once
    assert "Compris selon votre choix : résultats attendus de la compétence 3" in words(page)


def test_what_was_taken_for_something_else_can_be_read_as_a_question(page: AppTest) -> None:
    ask(page, "Combien coûte la VAE ?")
    assert "hors des référentiels" in words(page)
    change(page)
    assert box(page, "Certification").value == ""
    box(page, "Certification").set_value(BAKER).run()
    box(page, "Compétence").set_value(1).run()
    box(page, "Partie").set_value(("means",)).run()
    button(page, "Répondre ainsi").click().run()
    assert WEIGHED in words(page)


def test_a_reading_that_fails_leaves_the_answer(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(page, MEANS)
    change(page)

    def refuse(*_: object, **__: object) -> None:
        raise AcquisError("L'index manque.")

    monkeypatch.setattr(Assistant, "ask", refuse)
    button(page, "Répondre ainsi").click().run()
    assert "L'index manque." in words(page)
    assert WEIGHED in words(page)
    assert not page.run().error


def test_a_question_that_failed_is_asked_again_in_its_place(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AcquisError("L'index manque.")

    with monkeypatch.context() as patch:
        patch.setattr(Assistant, "ask", refuse)
        ask(page, MEANS)
    assert "L'index manque." in words(page)
    button(page, "Reposer la question").click().run()
    assert WEIGHED in words(page)
    assert not page.error
    assert len(page.chat_message) == 2


def test_readings_offered_are_buttons(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def hesitate(_: Assistant, question: str, **__: object) -> tuple[Answer, Memory]:
        asked.append(question)
        answer = Answer(status=Status.AMBIGUOUS, answer="De quelle certification s'agit-il ?", reading="?", suggestions=("Moyens — A ?",))
        return answer, Memory(Reading(question, Intent.PARTS))

    monkeypatch.setattr(Assistant, "ask", hesitate)
    ask(page, "Quels moyens ?")
    assert "Choisissez :" in words(page)
    button(page, "Moyens — A ?").click().run()
    assert asked[-1] == "Moyens — A ?"


# memory


@pytest.mark.parametrize(
    ("change", "usable"),
    [
        ({}, True),
        ({"certifications": ("partie",)}, False),
        ({"alternatives": ("partie",)}, False),
        ({"competences": (CompetenceRef(certification=BAKER, number=3),)}, True),
        ({"competences": (CompetenceRef(certification=BAKER, number=4),)}, False),
        ({"competences": (CompetenceRef(certification="partie", number=1),)}, False),
        ({"blocks": (BlockRef(BAKER, 2),)}, True),
        ({"blocks": (BlockRef(BAKER, 3),)}, False),
    ],
)
def test_a_memory_of_what_is_no_longer_there_is_not_used(stocked: Path, change: dict[str, object], usable: bool) -> None:
    fields: dict[str, object] = {"question": "Q", "intent": Intent.PARTS, "certifications": (BAKER,), **change}
    memory = Memory(Reading(**fields))  # type: ignore[arg-type]
    assert talk.usable(memory, Library(stocked).catalogue) is (memory if usable else None)


# answers that take their time


class Slow:
    """An engine that writes two pieces, each when it is told to."""

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.answered = 0

    def ask(self, _: Assistant, question: str, *, on_text: Callable[[str], None], **__: object) -> tuple[Answer, Memory]:
        from assistant.wording.engine import StopAnswer

        text = ""
        try:
            for piece in ("Première phrase. ", "Seconde phrase."):
                assert self.go.acquire(timeout=60)
                on_text(piece)
                text += piece
        except StopAnswer:
            text += "(arrêtée)"
        self.answered += 1
        return Answer(status=Status.ANSWERED, answer=text, reading="lecture"), Memory(Reading(question, Intent.SEARCH))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    engine = Slow()
    monkeypatch.setattr(Assistant, "ask", lambda *args, **options: engine.ask(*args, **options))
    yield engine
    for _ in range(10):
        engine.go.release()


def inquiry(home: Path, conversation: str, **options: object) -> Inquiry:
    return Inquiry(Assistant(Library(home)), home, conversation, Exchange("Quoi ?"), **options)  # type: ignore[arg-type]


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_is_written_is_seen_and_then_kept(stocked: Path, store: Conversations, slow: Slow) -> None:
    asking = inquiry(stocked, "0123456789", first=True)
    asking.start()
    slow.go.release()
    wait_for(lambda: asking.text == "Première phrase. ")
    assert asking.can_stop
    assert store.summaries() == []
    slow.go.release()
    asking.join(30)
    kept = store.load("0123456789").exchanges[0].answer
    assert kept is not None
    assert kept.answer == asking.text == "Première phrase. Seconde phrase."


def test_stopping_keeps_what_was_proved(stocked: Path, store: Conversations, slow: Slow) -> None:
    asking = inquiry(stocked, "0123456789", first=True)
    asking.start()
    slow.go.release()
    wait_for(lambda: bool(asking.text))
    asking.stop()
    slow.go.release()
    asking.join(30)
    kept = store.load("0123456789").exchanges[0].answer
    assert kept is not None
    assert kept.answer == "Première phrase. (arrêtée)"


def test_an_answer_to_a_conversation_erased_meanwhile_is_dropped(stocked: Path, store: Conversations, slow: Slow) -> None:
    kept = store.start(Exchange("D'abord"))
    asking = inquiry(stocked, kept)
    asking.start()
    store.delete(kept)
    slow.go.release()
    slow.go.release()
    asking.join(30)
    assert slow.answered == 1
    assert store.summaries() == []
    assert asking.problem == ""


def test_an_answer_that_cannot_be_kept_says_so(stocked: Path, slow: Slow) -> None:
    (stocked / "conversations").write_text("un fichier à la place du dossier", "utf-8")
    asking = inquiry(stocked, "0123456789", first=True)
    asking.start()
    slow.go.release()
    slow.go.release()
    asking.join(30)
    assert "n'est pas utilisable" in asking.problem


def test_the_page_follows_an_answer_and_another_page_finds_it(page: AppTest, slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "QUICK_SECONDS", 0.0)
    for _ in range(2):
        threading.Timer(1.0, slow.go.release).start()
    ask(page, "Quoi ?")
    assert "Première phrase. Seconde phrase." in words(page)
    assert len(page.chat_message) == 2
    assert desk().inquiries == {}


def test_what_is_asked_while_another_page_asks_waits_for_its_turn(page: AppTest, stocked: Path, slow: Slow) -> None:
    asking = inquiry(stocked, "0123456789", first=True)
    desk().inquiries["0123456789"] = asking
    asking.start()
    page.session_state["request"] = talk.Request("Autre question ?")
    page.query_params["conversation"] = "0123456789"
    for _ in range(4):  # two pieces for each question
        threading.Timer(1.0, slow.go.release).start()
    page.run()
    assert slow.answered == 2
    assert [exchange.question for exchange in Conversations(stocked).load("0123456789").exchanges] == ["Quoi ?", "Autre question ?"]


def test_what_is_asked_again_of_a_conversation_erased_elsewhere_is_dropped(page: AppTest, store: Conversations) -> None:
    ask(page, MEANS)
    change(page)
    store.delete(current(page))
    button(page, "Répondre ainsi").click().run()
    assert "Cette conversation n'existe pas, ou plus." in words(page)
    assert "Erreur imprévue" not in words(page)
    assert store.summaries() == []
