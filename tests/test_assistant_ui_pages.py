"""The first page and the way from it to the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from telling import BAKER

from assistant.library import Library
from assistant.ui.pages import ACTIVITIES, ASSISTANT, ENTRIES, entry
from ingest.fiches import fiche_ids

ROOT = Path(__file__).parents[1]
WELCOME = "assistant/ui/welcome.py"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    return opened()


def opened() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not app.exception
    return app


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.success, *page.title, *page.header]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def example(page: AppTest, journey: str) -> Button:
    return page.button(key=f"example-{journey}")


def test_every_page_of_the_menu_opens(page: AppTest) -> None:
    assert len({found.path for found in ENTRIES}) == len(ENTRIES)
    for found in ENTRIES:
        assert (ROOT / found.script).is_file()
        page.switch_page(found.script).run()
        assert not page.exception, found.path
        assert len(page.title) == 1, found.path
        assert not page.error, found.path


def test_an_unknown_page_is_none() -> None:
    assert entry("nulle-part") is None


def test_the_first_page_names_three_people(page: AppTest) -> None:
    assert [title.value for title in page.title] == ["Acquis"]
    assert [header.value.split(",")[0] for header in page.header][:3] == ["Je suis candidat", "Je suis conseiller", "Je suis formateur"]
    assert "Tout reste sur cet ordinateur." in words(page)


def test_what_leaves_the_machine_is_said_when_something_does(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_CHAT_MODEL", "ollama:petit-modele")
    shown = words(opened_anew(page))
    assert "petit-modele" in shown
    assert "Tout reste sur cet ordinateur" not in shown


def opened_anew(page: AppTest) -> AppTest:
    """The settings are read with the referentials, when these change."""
    from assistant.ui import state

    (state.desk().home / "settings.toml").write_text("", "utf-8")
    return page.run()


def test_a_first_start_explains_fiches_and_offers_to_ingest(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    page = opened()
    assert len(page.selectbox[0].options) == 1 + len(fiche_ids())
    assert "seul le texte officiel fait foi" in words(page)
    next(button for button in page.button if button.label == "Ajouter un texte officiel").click().run()
    assert [title.value for title in page.title] == ["Référentiels"]


def test_with_an_official_text_nothing_is_explained_again(page: AppTest) -> None:
    assert "seul le texte officiel fait foi" not in words(page)


def test_a_candidate_is_led_to_an_example_that_is_read(page: AppTest) -> None:
    example(page, ACTIVITIES).click().run()
    assert not page.exception
    assert [title.value for title in page.title] == ["Mes activités"]
    assert str(page.text_area[0].value).startswith("Dans mon atelier")
    assert page.selectbox[0].value == BAKER  # the only one there is
    assert "Ce que votre récit montre" in words(page)


def test_an_example_comes_once(page: AppTest) -> None:
    example(page, ACTIVITIES).click().run()
    page.text_area[0].set_value("Autre chose.").run()
    page.switch_page(WELCOME).run().switch_page("assistant/ui/activities.py").run()
    assert page.text_area[0].value == "Autre chose."


def test_a_journey_without_a_page_of_its_own_yet_asks_the_assistant(page: AppTest) -> None:
    from assistant.ui.journeys import JOURNEYS

    for journey in JOURNEYS:
        page.switch_page(WELCOME).run()
        example(page, journey.page).click().run()
        assert not page.exception
        assert not page.error
        if journey.entry.path == ASSISTANT:
            assert len(page.chat_message) == 2


def test_the_certification_chosen_first_is_the_one_of_the_other_pages(page: AppTest) -> None:
    page.selectbox[0].set_value(BAKER).run()
    for script in ("assistant/ui/activities.py", "assistant/ui/chat.py", WELCOME):
        page.switch_page(script).run()
        assert page.selectbox[0].value == BAKER, script


def test_the_certification_survives_a_reload(page: AppTest) -> None:
    page.selectbox[0].set_value(BAKER).run()
    assert page.query_params["certification"] in (BAKER, [BAKER])
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    again.query_params["certification"] = BAKER
    assert again.run().selectbox[0].value == BAKER
    again.selectbox[0].set_value("").run()
    assert "certification" not in again.query_params


def test_an_address_with_an_unknown_certification_chooses_none(stocked: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["certification"] = "<script>"
    assert app.run().selectbox[0].value == ""
    assert not app.exception


def test_a_home_without_competences_says_what_to_do(page: AppTest, stocked: Path) -> None:
    Library(stocked).remove(BAKER)
    assert "Ajoutez-en un dans la page « Référentiels »" in words(page.run())
