"""« Corriger », run without a browser: in a form, through the Markdown file, back again, and the version's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import INVENTED
from opening import open_page
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from assistant.ui.correcting import change_html
from ingest.changes import Change
from ingest.markdown_format import to_markdown
from ingest.storage import Store

PAGE = "assistant/ui/referentials.py"
BAKER = "cqpm-boulanger-de-nuit"
TARED, TARED_RIGHT = "La balance est tarée avant chaque pesée.", "La <b>balance</b> est tarée après chaque pesée."
MEANS = "Critères\u00a0: moyens utilisés"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    page = open_page(PAGE)
    return press(page, "Boulanger de nuit")


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if label in b.label.replace("\\", ""))


def press(page: AppTest, label: str) -> AppTest:
    button(page, label).click().run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.success, *page.warning]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("\u00a0", " ")


def htmls(page: AppTest) -> str:
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def in_form(page: AppTest, text: str = TARED_RIGHT) -> AppTest:
    next(box for box in page.text_area if box.label == MEANS).set_value(text)
    return press(page, "Voir les différences")


def test_a_form_holds_the_competence_and_shows_the_differences_before_anything_is_kept(page: AppTest, stocked: Path) -> None:
    place = page.selectbox[0].value
    assert place is not None
    assert place.competence == 1
    assert next(box.value for box in page.text_area if box.label == MEANS) == TARED
    in_form(page)
    assert "1 différence avec ce qui est enregistré" in words(page)
    assert "Compétence 1, moyens utilisés 1" in htmls(page)
    assert "[−\u00a0avant\u00a0−]" in htmls(page)
    assert "<b>" not in htmls(page)
    assert TARED in Store(stocked).record(BAKER).model_dump_json()
    press(page, "Abandonner")
    assert Store(stocked).record(BAKER).as_read is None
    assert not [b for b in page.button if "Enregistrer la correction" in b.label]


def test_a_correction_is_kept_marked_and_taken_back(page: AppTest, stocked: Path) -> None:
    press(in_form(page), "Enregistrer la correction")
    kept = Store(stocked).certification(BAKER).competence(1)
    assert kept
    assert [(s.text, s.source.corrected) for s in kept[1].part("means")] == [(TARED_RIGHT, date.today())]
    day = f"{date.today():%d/%m/%Y}"
    assert f"corrigé à la main le {day}" in words(page)
    assert f"(l. 30, corrigé à la main le {day})" in words(page)  # beside the statement, in « Contenu »
    assert "1 différence enregistrée" in words(page)
    assert "1 texte corrigé à la main" in "".join(page.table[1].value["Remarque"]).replace("\\", "")
    press(page, "Oui, revenir")
    assert Store(stocked).record(BAKER).as_read is None
    assert "est revenu à sa version précédente" in words(page)


def test_a_file_is_taken_back_corrected(page: AppTest, stocked: Path) -> None:
    page.radio[0].set_value("Dans le fichier Markdown").run()
    assert "Télécharger le texte à corriger" in [download.label for download in page.download_button]
    text = to_markdown(Store(stocked).certification(BAKER)).replace(TARED, TARED_RIGHT)
    page.file_uploader[0].set_value(("corrige.md", text.encode(), "text/markdown"))
    press(page, "Voir les différences")
    press(page, "Enregistrer la correction")
    assert [c.text for c in Store(stocked).certification(BAKER).competence(1)[1].part("means")] == [TARED_RIGHT]  # type: ignore[index]


def test_a_bad_file_is_a_sentence(page: AppTest) -> None:
    text = INVENTED.read_text("utf-8")
    page.radio[0].set_value("Dans le fichier Markdown").run()
    for content, says in (
        ("# Autre chose\n", "n'est pas au format Markdown d'Acquis"),
        (text.replace(f"id: {BAKER}", "id: autre"), "décrit « autre » et non"),
        (text.replace("### Compétence 2", "### Compétence 1"), "la compétence 1 est déjà plus haut"),
    ):
        page.file_uploader[0].set_value(("corrige.md", content.encode(), "text/markdown"))
        press(page, "Voir les différences")
        assert says in words(page)
        assert not [b for b in page.button if "Enregistrer la correction" in b.label]


def test_a_form_left_as_it_was_or_without_title_says_so(page: AppTest) -> None:
    press(page, "Voir les différences")
    assert "Rien ne diffère de ce qui est enregistré." in words(page)
    next(box for box in page.text_input if box.label == "Intitulé de la compétence").set_value(" ")
    press(page, "Voir les différences")
    assert "ne peut pas être vide" in words(page)


def test_the_name_of_the_version_is_changed(page: AppTest, stocked: Path) -> None:
    label = next(box for box in page.text_input if box.label == "Nom de la version")
    assert label.value == "édition d'essai"
    label.set_value("ancienne version")
    press(page, "Enregistrer la version")
    assert Store(stocked).certification(BAKER).label == "ancienne version"
    assert [title.value.replace("\\", "") for title in page.title] == ["Boulanger de nuit (ancienne version)"]


def test_a_change_is_escaped() -> None:
    html = change_html(Change("section « <i> »", "<b>un</b>", ""))
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_corrected_quotation_says_so_in_the_chat(page: AppTest) -> None:
    press(in_form(page, "La balance est tarée après chaque pesée."), "Enregistrer la correction")
    page.switch_page("assistant/ui/chat.py").run()
    page.chat_input[0].set_value("Quels sont les moyens de la compétence 1 du boulanger de nuit ?").run()
    page.pills[0].set_value(1).run()
    assert not page.exception
    day = f"corrigé à la main le {date.today():%d/%m/%Y}"
    assert f"Passage cité tel qu'il a été {day}" in words(page)
    assert "mot pour mot" not in words(page)
    assert f"l. 30, {day}" in words(page)
    assert "ces mots ne sont pas ceux du document lu" in words(page)
