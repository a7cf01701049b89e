"""The thumbs under an answer, what they keep, and the opinions as a file in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from opening import open_page
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, ButtonGroup

from assistant.answer import Answer, Status
from assistant.conversations import Conversations
from assistant.exchange import Exchange
from assistant.feedback import Feedback, Reason
from assistant.library import Library
from assistant.service import Assistant

CHAT, SETTINGS = "assistant/ui/chat.py", "assistant/ui/preferences.py"
MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
NOT_FOUND = Answer(status=Status.NOT_FOUND, answer="Le référentiel ne le dit pas.")


@pytest.fixture
def store(stocked: Path) -> Conversations:
    return Conversations(stocked)


@pytest.fixture
def page(stocked: Path) -> AppTest:
    page = open_page(CHAT)
    page.chat_input[0].set_value(MEANS).run()
    assert not page.exception
    return page


def thumbs(page: AppTest, rank: int = 0) -> ButtonGroup[bool]:
    return [group for group in page.pills if str(group.key).startswith("thumb-")][rank]


def reasons(page: AppTest) -> list[ButtonGroup[Reason]]:
    return [group for group in page.pills if str(group.key).startswith("reason-")]


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if b.label == label)


def kept(store: Conversations) -> Feedback | None:
    (summary,) = store.summaries()
    return store.load(summary.id).exchanges[-1].feedback


def titles(page: AppTest) -> list[str]:
    return [expander.label.replace("\u00a0", " ").replace("\\", "") for expander in page.expander]


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.warning]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


# under an answer


def test_a_thumb_up_is_kept_at_once_and_found_after_a_reload(page: AppTest, store: Conversations) -> None:
    assert thumbs(page).value is None
    thumbs(page).select(True).run()
    feedback = kept(store)
    assert feedback is not None
    assert (feedback.useful, feedback.reason, feedback.comment) == (True, None, "")
    assert "Votre avis : utile. Préciser, modifier, retirer" in titles(page)
    assert reasons(page) == []  # the form is closed
    again = AppTest.from_file(str(Path(__file__).parents[1] / "app.py"), default_timeout=120).run()
    again.switch_page(CHAT)
    again.query_params["conversation"] = store.summaries()[0].id
    again.run()
    assert thumbs(again).value is True


def test_a_thumb_down_asks_why_and_keeps_the_reason_and_the_comment(page: AppTest, store: Conversations) -> None:
    thumbs(page).select(False).run()
    (asked,) = reasons(page)
    assert asked.options == [
        "Passage manquant", "Mauvaise compétence", "Mauvaise certification", "Citation inutile", "Aurait dû refuser", "Autre",
    ]  # fmt: skip
    assert "gardé sur cet ordinateur, avec la conversation" in words(page)
    asked.select(Reason.MISSING_PASSAGE)
    page.text_area[0].set_value("Il manque le pétrin.")
    button(page, "Enregistrer").click().run()
    feedback = kept(store)
    assert feedback is not None
    assert (feedback.useful, feedback.reason, feedback.comment) == (False, Reason.MISSING_PASSAGE, "Il manque le pétrin.")
    assert "Votre avis : à revoir (passage manquant). Préciser, modifier, retirer" in titles(page)
    assert reasons(page) == []


def test_an_opinion_changed_keeps_its_comment_and_loses_its_reason(page: AppTest, store: Conversations) -> None:
    summary = store.summaries()[0]
    store.rate(summary.id, 0, 0, Feedback(False, Reason.OTHER, "Trop long."))
    page.run()
    thumbs(page).select(True).run()
    feedback = kept(store)
    assert feedback is not None
    assert (feedback.useful, feedback.reason, feedback.comment) == (True, None, "Trop long.")


def test_an_opinion_is_taken_back_by_the_same_thumb_or_by_the_button(page: AppTest, store: Conversations) -> None:
    thumbs(page).select(True).run()
    thumbs(page).unselect(True).run()
    assert kept(store) is None
    assert not [title for title in titles(page) if "Votre avis" in title]
    thumbs(page).select(False).run()
    button(page, "Retirer mon avis").click().run()
    assert not page.exception
    assert kept(store) is None
    assert thumbs(page).value is None


def test_a_refusal_may_be_said_to_be_wrong(page: AppTest, store: Conversations) -> None:
    store.append(store.summaries()[0].id, Exchange("Combien ça coûte ?", NOT_FOUND))
    page.run()
    thumbs(page, 1).select(False).run()
    (asked,) = reasons(page)
    assert "N'aurait pas dû refuser" in asked.options
    assert "Aurait dû refuser" not in asked.options


def test_an_answer_erased_meanwhile_is_said_to_be_gone(page: AppTest, store: Conversations) -> None:
    summary = store.summaries()[0]
    answer = store.load(summary.id).exchanges[0]
    chosen = thumbs(page).select(True)
    store.replace(summary.id, 0, answer)
    chosen.run()
    assert not page.exception
    assert "remplacée ou effacée" in words(page)
    assert kept(store) is None


def test_a_question_without_an_answer_has_no_thumbs(page: AppTest, store: Conversations) -> None:
    store.append(store.summaries()[0].id, Exchange("Et puis ?", error="Le serveur est arrêté."))
    page.run()
    assert len([group for group in page.pills if str(group.key).startswith("thumb-")]) == 1


# in the settings


@pytest.fixture
def judged(store: Conversations, stocked: Path) -> str:
    """A useful answer in one conversation, a refusal that names somebody in the other; the id of the first."""
    answer, memory = Assistant(Library(stocked)).ask(MEANS)
    first = store.start(Exchange(MEANS, answer, memory=memory, feedback=Feedback(True)))
    store.start(Exchange("Combien ça coûte ?", NOT_FOUND, feedback=Feedback(False, Reason.OTHER, "Dites-le à Mme Dupuis.")))
    return first


def opened(page: AppTest) -> AppTest:
    page.session_state["opinions"] = True
    page.run()
    assert not page.exception
    return page


def test_without_an_opinion_there_is_nothing_to_take_away(stocked: Path) -> None:
    page = open_page(SETTINGS)
    assert "Aucun avis." in words(page)
    assert "Lire et choisir" not in " ".join(titles(page))


def test_all_that_would_leave_is_read_before_and_chosen(judged: str, tmp_path: Path) -> None:
    page = open_page(SETTINGS)
    assert "Lire et choisir ce qui sera exporté (2)" in titles(page)
    assert not page.download_button
    opened(page)
    assert f"Question : « {MEANS} »" in words(page)
    assert "Votre commentaire : « Dites-le à Mme Dupuis. »" in words(page)
    assert "Passages proposés comme attendus : cqpm-boulanger-de-nuit/C1/means/1" in words(page)
    assert "semble contenir un nom de personne" in words(page)
    boxes = {box.key: box for box in page.checkbox}
    assert boxes[f"opinion-q-avis-{judged}-1"].value is True
    (other,) = [box for key, box in boxes.items() if key != f"opinion-q-avis-{judged}-1"]
    assert other.value is False  # it seems to name somebody
    assert [download.label for download in page.download_button] == ["Télécharger 1 cas (.jsonl)"]
    other.check().run()
    assert [download.label for download in page.download_button] == ["Télécharger 2 cas (.jsonl)"]
    boxes[f"opinion-q-avis-{judged}-1"].uncheck()
    other.uncheck().run()
    assert "Rien n'est coché." in words(page)


def test_the_purge_takes_the_opinions(judged: str, store: Conversations) -> None:
    page = open_page(SETTINGS)
    button(page, "Oui, tout effacer").click().run()
    assert not page.exception
    assert store.rated() == []
    assert "Aucun avis." in words(page)
