"""« Mes activités », run without a browser: told, read, answered, ticked, taken away, kept over pages, never on the disk."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from chat_server import ChatServer, Reply
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from telling import ANSWER, BAKER, DONE, MISSING, STORY, bar_of

from assistant.activities.story import Story
from assistant.activities.summary import Bar, BlockBars
from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.model import Level
from assistant.ui import state
from assistant.ui.coverage import chart_html, table_rows
from ingest.errors import AcquisError

APP = Path(__file__).parents[1] / "app.py"
PAGE = "assistant/ui/activities.py"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    return opened()


def opened(story: str = "") -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.switch_page(PAGE)
    if story:
        app.query_params["recit"] = story
    app.run()
    assert not app.exception
    return app


def tell(page: AppTest, text: str = STORY) -> AppTest:
    page.selectbox[0].set_value(BAKER)
    page.text_area[0].set_value(text)
    button(page, "Lire mon récit").click().run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.success, *page.header]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if label in b.label.replace("\u00a0", " "))


def chart(page: AppTest) -> str:
    return next(str(html.proto.body) for html in page.get("html") if "Bloc 1" in html.proto.body)


def test_a_story_is_read_beside_the_referential(page: AppTest, stocked: Path) -> None:
    tell(page)
    bar = bar_of(Library(stocked))
    assert "1 compétence sur 3 apparaît dans votre récit : 1 " in words(page)
    assert bar.told in chart(page)
    assert page.table[0].value["Couverts"].tolist() == [str(bar.covered), "0"]
    assert page.table[0].value["Absents"].tolist() == ["1", "5"]
    assert f"Vous dites :  \n« {DONE} »" in words(page)
    assert "Le référentiel demande :  \n« La balance est tarée avant chaque pesée. »" in words(page)
    assert "« J'aimerais apprendre à conduire le four. » : c'est un projet ou une envie, pas encore un fait." in words(page)
    assert "seul un jury décide" in words(page)


def test_a_missing_point_is_answered_on_the_spot_and_the_result_changes(page: AppTest, stocked: Path) -> None:
    before, after = bar_of(Library(stocked)), bar_of(Library(stocked), ANSWER)
    assert (before.absent, after.absent) == (1, 0)
    tell(page)
    asked = next(area for area in page.text_area if area.label.startswith("Quelles règles ou contraintes"))
    assert f"Le référentiel demande :  \n« {MISSING} »" in words(page)
    asked.set_value(ANSWER)
    button(page, "Ajouter mes réponses").click().run()
    assert not page.exception
    assert "de plus ou mieux montrés, de la compétence 1." in words(page)
    assert after.told in chart(page)
    assert f"« {ANSWER} »" in words(page)
    button(page, "Retirer cette réponse").click().run()
    assert before.told in chart(page)


def test_an_empty_answer_is_said_in_a_sentence(page: AppTest) -> None:
    tell(page)
    button(page, "Ajouter mes réponses").click().run()
    assert "Aucune réponse n'est écrite" in page.error[0].value.replace("\\", "")
    assert page.header  # the rest of the page is there


def test_proofs_are_ticked_and_stay_so_on_another_page(page: AppTest) -> None:
    tell(page)
    first = page.checkbox[0]
    first.check().run()
    assert "Cochées : 1 sur" in words(page)
    page.switch_page("assistant/ui/chat.py").run().switch_page(PAGE).run()
    assert page.checkbox[0].value
    assert page.text_area[0].value == STORY
    assert "1 compétence sur 3" in words(page)
    page.checkbox[0].uncheck().run()
    assert "Cochées : 0 sur" in words(page)


def test_the_files_are_offered(page: AppTest) -> None:
    tell(page)
    labels = [download.label for download in page.download_button]
    files = ["Télécharger en Word (.docx)", "Télécharger en Excel (.xlsx)", "Télécharger en Markdown (.md)"]
    assert labels == [*files, "Télécharger cette lecture (.md)"]


def test_the_story_survives_a_reload_and_is_not_on_the_disk(page: AppTest, stocked: Path) -> None:
    tell(page)
    address = page.query_params["recit"]
    again = opened(address[0] if isinstance(address, list) else address)
    assert again.text_area[0].value == STORY
    assert not any(b"levain en suivant" in file.read_bytes() for file in stocked.rglob("*") if file.is_file())
    assert opened("nulle-part").text_area[0].value == ""


def test_two_sessions_have_each_their_own_story(page: AppTest) -> None:
    tell(page)
    assert opened().text_area[0].value == ""


def test_everything_is_erased(page: AppTest) -> None:
    tell(page)
    button(page, "Tout effacer").click().run()
    assert page.text_area[0].value == ""
    assert not page.header
    assert not state.desk().stories


def test_an_empty_story_and_a_missing_certification_are_said(page: AppTest) -> None:
    button(page, "Lire mon récit").click().run()
    assert "Le récit est vide" in page.error[0].value
    page.text_area[0].set_value(STORY)
    button(page, "Lire mon récit").click().run()
    assert "Choisissez la certification visée" in page.info[0].value
    assert not page.header


def test_a_text_changed_since_is_not_passed_off_as_read(page: AppTest) -> None:
    tell(page)
    page.text_area[0].set_value("Autre chose.").run()
    assert "Le texte a changé depuis la dernière lecture" in words(page)
    assert "1 compétence sur 3" in words(page)


def test_a_story_that_shows_nothing_says_so_and_asks_for_no_proof(page: AppTest) -> None:
    tell(page, "Le jardin est grand et les fleurs sont belles.")
    assert "Aucune des 3 compétences" in words(page)
    assert "Preuves à réunir" not in words(page)


def test_a_file_fills_the_box(page: AppTest) -> None:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(STORY.split("\n")[0])
    document.save(file)
    page.file_uploader[0].set_value(("recit.docx", file.getvalue(), "application/octet-stream")).run()
    assert not page.exception
    assert page.text_area[0].value == STORY.split("\n")[0]


def test_a_bad_file_is_said_in_a_sentence(page: AppTest) -> None:
    page.text_area[0].set_value("Mon texte.").run()
    page.file_uploader[0].set_value(("recit.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "application/pdf")).run()
    assert "recit.pdf" in page.error[0].value.replace("\\", "")
    assert page.text_area[0].value == "Mon texte."


def test_what_is_typed_is_shown_and_never_obeyed(page: AppTest) -> None:
    tell(page, f"J'aimerais <script>alert(1)</script> **apprendre**.\n\n{STORY}")
    reason = next(markdown.value for markdown in page.markdown if "alert" in markdown.value)
    assert "<script>" not in reason
    assert "\\*\\*apprendre" in reason


def test_a_title_with_html_is_only_text_in_the_chart() -> None:
    bars = BlockBars(1, "<b>x</b>", reached=False, bars=(Bar(1, "<img src=x>&amp;", Level.COVERED, 1, 0, 0),))
    html = chart_html((bars,))
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;img src=x&gt;&amp;amp;" in html
    assert table_rows(bars)[0]["Compétence"] == "1\\. \\<img src\\=x\\>\\&amp\\;"


def test_the_chart_of_a_registry_sheet_has_no_counts() -> None:
    bars = BlockBars(1, "", reached=True, bars=(Bar(1, "Titre", Level.COVERED, 0, 0, 0),))
    assert "Bloc 1 — bloc atteint" in chart_html((bars,))
    assert table_rows(bars)[0]["Couverts"] == "—"


def test_a_story_is_read_once_for_each_change(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = Mapper.map_activity

    def counted(self: Mapper, certification: str, text: str) -> object:
        read.append(text)
        return whole(self, certification, text)

    monkeypatch.setattr(Mapper, "map_activity", counted)
    tell(page)
    page.checkbox[0].check().run()
    page.switch_page("assistant/ui/about.py").run().switch_page(PAGE).run()
    assert read == [STORY]


def test_the_opinion_of_a_model_is_asked_for_and_shown_beside(page: AppTest, stocked: Path) -> None:
    verdict = [{"paire": 1, "accord": False, "personne": "la recette", "critere": "la recette", "raison": "Rien ne dit <b>qui</b> pesait."}]
    with ChatServer(Reply(json.dumps(verdict))) as server:
        (stocked / "settings.toml").write_text(f'chat_model = "openai:essai"\nchat_base_url = "{server.url}"\n', "utf-8")
        tell(page)
        assert not server.bodies  # nothing is sent before it is asked for
        button(page, "Demander l'avis").click().run()
        assert not page.exception
        assert len(server.bodies) == 1
    assert "1 compétence sur 3" in words(page)
    page.checkbox[0].check().run()
    assert len(server.bodies) == 1  # the opinion is kept with the story


def test_without_a_model_no_opinion_is_offered(page: AppTest) -> None:
    tell(page)
    assert not [b for b in page.button if "avis" in b.label]


def test_what_stops_the_reading_is_a_sentence(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AcquisError("L'index <b>manque</b> : relancez.")

    monkeypatch.setattr(Mapper, "map_activity", refuse)
    tell(page)
    assert page.error[0].value == "L\\'index \\<b\\>manque\\<\\/b\\>\u00a0\\: relancez\\."
    assert page.text_area[0].value == STORY


def test_the_stories_of_many_people_do_not_fill_the_memory(page: AppTest) -> None:
    desk = state.desk()
    desk.stories.update({str(number): Story() for number in range(300)})
    tell(page)
    assert len(desk.stories) == 200
    assert any(story.told == STORY for story in desk.stories.values())
