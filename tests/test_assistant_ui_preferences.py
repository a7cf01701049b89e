"""« Réglages »: the chat model tried and kept, what lies where, the purge."""

from __future__ import annotations

from pathlib import Path

import pytest
from chat_server import ChatServer, Reply
from opening import open_page
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from telling import BAKER, STORY

from assistant.conversations import Conversations
from assistant.exchange import Exchange
from assistant.keeping import kept, readable_size
from assistant.library import Library
from assistant.preferences import changed, chat_settings, save_chat_model, try_chat_model
from assistant.ui import state
from ingest.errors import ChatModelError, SettingsError
from ingest.settings import Settings, load_settings

PAGE, ACTIVITIES = "assistant/ui/preferences.py", "assistant/ui/activities.py"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("ACQUIS_CHAT_MODEL", "ACQUIS_CHAT_BASE_URL", "ACQUIS_CHAT_TIMEOUT", "OPENAI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def page(stocked: Path) -> AppTest:
    return open_page(PAGE)


def fill(page: AppTest, model: str, address: str = "") -> None:
    page.text_input[0].set_value(model)
    page.text_input[1].set_value(address)


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if b.label == label)


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.success]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("\u00a0", " ")


def test_a_model_is_tried_then_kept(page: AppTest, stocked: Path) -> None:
    with ChatServer(Reply("Prêt.")) as server:
        fill(page, "openai:essai", server.url)
        button(page, "Essayer").click().run()
        assert "Le modèle répond, en" in words(page)
        assert "« Prêt. »" in words(page)
        assert load_settings(stocked).chat_model is None
        button(page, "Enregistrer").click().run()
        assert not page.exception
        assert "Le modèle openai:essai est enregistré." in words(page)
        assert load_settings(stocked) == Settings(chat_model="openai:essai", chat_base_url=server.url)
        assert page.text_input[0].value == "openai:essai"
        assert f"Un modèle de langage est configuré (openai:essai à l'adresse {server.url})" in words(page).replace("\u2060", "")


def test_a_model_is_taken_out(page: AppTest, stocked: Path) -> None:
    (stocked / "settings.toml").write_text('chat_model = "openai:essai"\nchat_base_url = "http://127.0.0.1:9/v1"\n', "utf-8")
    page.run()
    fill(page, " ")
    button(page, "Enregistrer").click().run()
    assert "Acquis répond sans modèle de langage." in words(page)
    assert load_settings(stocked) == Settings()


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("", "Aucun modèle de langage n'est indiqué"),
        ("mistral", "écrivez fournisseur:modèle"),
        ("openai:essai", "OPENAI_API_KEY"),
        ("<b>x</b>:y", "le fournisseur « <b>x</b> » est inconnu"),
    ],
)
def test_a_model_that_cannot_be_tried_is_a_sentence(page: AppTest, model: str, said: str) -> None:
    fill(page, model)
    button(page, "Essayer").click().run()
    assert not page.exception
    assert said in words(page).replace("\u2060", "")


def test_a_model_that_cannot_be_prepared_is_not_kept(page: AppTest, stocked: Path) -> None:
    fill(page, "mistral")
    button(page, "Enregistrer").click().run()
    assert "écrivez fournisseur:modèle" in words(page)
    assert not (stocked / "settings.toml").exists()


def test_the_environment_wins_and_it_is_said(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_CHAT_MODEL", "ollama:petit")
    assert "chat_model (ACQUIS_CHAT_MODEL)" in words(page.run())


def test_where_things_lie_and_what_is_kept(page: AppTest, stocked: Path) -> None:
    Conversations(stocked).start(Exchange("Bonjour ?"))
    page.run()
    assert str(stocked) in words(page).replace("\u2060", "")
    rows = dict(zip(page.table[0].value["Contenu"], page.table[0].value["Effacé par la purge"], strict=True))
    assert rows["Vos conversations avec l'assistant et vos avis sur ses réponses"] == "oui"
    assert rows["Les référentiels"] == rows["L'index de recherche"] == "non"


def test_the_purge_erases_what_is_personal_after_confirmation(page: AppTest, stocked: Path) -> None:
    Conversations(stocked).start(Exchange("Bonjour ?"))
    page.switch_page(ACTIVITIES).run()
    page.text_area[0].set_value(STORY).run()
    page.switch_page(PAGE).run()
    assert "1 récit de la page « Mes activités »" in words(page)
    assert (stocked / "conversations").exists()
    button(page, "Oui, tout effacer").click().run()
    assert not page.exception
    assert "Effacé : conversations" in words(page)
    assert not (stocked / "conversations").exists()
    assert not state.desk().stories
    assert Library(stocked).store.ids() == [BAKER]
    page.switch_page(ACTIVITIES).run()
    assert page.text_area[0].value == ""


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(""), "vide"),
        (Reply(status=401, error="no"), "refuse la clé"),
        (Reply(status=404, error="no"), "ne connaît pas ce modèle"),
        (Reply(raw=b"<html>"), "Vérifiez l'adresse|vide"),
    ],
)
def test_what_a_model_answers_badly_is_a_sentence_without_its_own_words(reply: Reply, said: str) -> None:
    with ChatServer(reply) as server, pytest.raises(ChatModelError, match=said) as error:
        try_chat_model(Settings(chat_model="openai:essai", chat_base_url=server.url))
    assert "composée sans lui" not in str(error.value)


def test_nobody_at_the_address(home: Path) -> None:
    with pytest.raises(ChatModelError, match="injoignable"):
        try_chat_model(Settings(chat_model="openai:essai", chat_base_url="http://127.0.0.1:9/v1"))


def test_the_other_lines_of_the_file_stay(home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('# le mien\nchroma_port = 9000\nchat_model = "openai:vieux"\nchat_timeout = 5\n', "utf-8")
    wanted = chat_settings(home, model="openai:neuf", address="http://127.0.0.1:9/v1", seconds=30.0)
    save_chat_model(home, wanted)
    assert (home / "settings.toml").read_text("utf-8") == (
        '# le mien\nchroma_port = 9000\nchat_model = "openai:neuf"\nchat_base_url = "http://127.0.0.1:9/v1"\nchat_timeout = 30.0\n'
    )
    assert load_settings(home) == wanted


@pytest.mark.parametrize("value", ['a"b', "a\\b", "a\nb", "é\x7f", "\x00", "]\n[x]"])
def test_whatever_is_typed_stays_a_value(value: str) -> None:
    import tomllib

    assert tomllib.loads(changed("", {"chat_model": value})) == {"chat_model": value}


def test_an_unknown_provider_is_refused_before_it_is_kept(home: Path) -> None:
    home.mkdir()
    with pytest.raises(SettingsError, match="inconnu"):
        save_chat_model(home, Settings(chat_model="nulle:part"))


def test_sizes() -> None:
    assert [readable_size(size) for size in (0, 1, 1000, 1001, 3_440_000)] == [
        "0\u00a0ko",
        "1\u00a0ko",
        "1\u00a0ko",
        "2\u00a0ko",
        "3,4\u00a0Mo",
    ]


def test_an_empty_home_keeps_nothing(home: Path) -> None:
    assert kept(home) == ()
