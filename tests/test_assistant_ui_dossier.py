"""« Dossier », run without a browser: read, filtered, opened row by row, judged by the adviser, compared, taken away; never on the disk."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from dossiers import write_pdf
from opening import APP, open_page
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from telling import ANSWER, BAKER, DONE, MISSING, STORY

from assistant.dossier.board import Remark, board, filtered, page_around, remarked
from assistant.dossier.model import Dossier, Extract, Kind
from assistant.mapping.model import Level, Segment
from assistant.ui import state
from assistant.ui.dossier_reading import Open

PAGE = "assistant/ui/dossier.py"
SECRET = "levain en suivant"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    app = open_page(PAGE)
    app.selectbox[0].set_value(BAKER).run()
    assert not app.exception
    return app


def written(text: str) -> bytes:
    document = docx.Document()
    document.add_heading("Mon fournil", level=1)
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def check(page: AppTest, text: str = STORY, name: str = "dossier.docx") -> AppTest:
    page.file_uploader[0].set_value((name, written(text), "application/octet-stream"))
    button(page, "Lire le dossier").click().run()
    assert not page.exception
    return page


def reloaded(**query: str) -> AppTest:
    """The page in another session, at an address."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in {"certification": BAKER, **query}.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def opened(page: AppTest) -> Open:
    found = page.session_state["dossier_open"]
    assert isinstance(found, Open)
    return found


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.warning, *page.header]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if label in b.label)


def open_row(page: AppTest, text: str) -> str:
    row = next(row for row in board(opened(page).check) if text in row.text)
    next(box for box in page.selectbox if box.label == "Ligne ouverte").set_value(row.id).run()
    return row.id


def test_a_dossier_is_read_and_its_matrix_shown(page: AppTest) -> None:
    check(page)
    rows = board(opened(page).check)
    assert len(rows) == len(page.dataframe[0].value) == sum(len(m.criteria) or 1 for m in opened(page).check.mapping.competences)
    assert f"{len(rows)} lignes sur {len(rows)}." in words(page)
    assert "3 compétences : " in words(page)
    assert "Seul un jury décide" in words(page)


def test_a_row_opens_the_dossier_s_words_beside_the_criterion_s(page: AppTest) -> None:
    check(page)
    open_row(page, "La balance est tarée avant chaque pesée.")
    assert "Le référentiel demande :  \n« La balance est tarée avant chaque pesée. »" in words(page)
    assert "Le dossier dit (§ 2, sous « Mon fournil »)" in words(page)
    html = " ".join(str(element.proto.body) for element in page.get("html"))
    assert ">J&#x27;ai taré la balance avant chaque pesée" in html
    assert DONE.split(",")[0] in words(page)  # the paragraphs around
    open_row(page, MISSING)
    assert "Aucun passage du dossier n'en a été rapproché." in words(page)


def test_the_page_of_a_pdf_is_shown(page: AppTest, tmp_path: Path) -> None:
    path = write_pdf(f"# Mon fournil\n\n{STORY}", tmp_path / "dossier.pdf")
    page.file_uploader[0].set_value(("dossier.pdf", path.read_bytes(), "application/pdf"))
    button(page, "Lire le dossier").click().run()
    open_row(page, "La balance est tarée avant chaque pesée.")
    assert "Le dossier dit (p. 1, § " in words(page)
    assert "Toute la page 1" in [expander.label for expander in page.expander]


def test_the_adviser_s_opinion_stands_beside_the_machine_s_and_in_the_report(page: AppTest) -> None:
    check(page)
    before = opened(page).check
    row = open_row(page, MISSING)
    page.radio[0].set_value("oui").run()
    page.text_area[0].set_value("Vu sur place le 3 mars.").run()
    assert opened(page).remarks == {row: Remark(Level.COVERED, "Vu sur place le 3 mars.")}
    assert opened(page).check is before
    found = next(found for found in board(before) if found.id == row)
    assert found.status == Level.ABSENT
    line = page.dataframe[0].value.query("`Mon avis` == 'oui'").iloc[0]
    assert (line["Lecture"], line["Mon commentaire"]) == ("non", "Vu sur place le 3 mars.")
    told = [found.name, MISSING, "non", "oui", "Vu sur place le 3 mars."]
    report = docx.Document(io.BytesIO(opened(page).report(masked=False).content(".docx")))
    assert [cell.text for cell in report.tables[-1].rows[1].cells] == told
    book = openpyxl.load_workbook(io.BytesIO(opened(page).report(masked=False).content(".xlsx")))
    assert [cell.value for cell in book["Avis du conseiller"][2]] == told
    assert json.loads(opened(page).report(masked=False).content(".json"))["remarks"][0]["status"] == "covered"


def test_an_empty_remark_is_none() -> None:
    assert remarked({}, "a", Remark(None, " ")) == {}
    assert remarked({"a": Remark(Level.COVERED)}, "a", Remark()) == {}


def test_the_filters_leave_what_they_name(page: AppTest) -> None:
    check(page)
    rows = board(opened(page).check)
    absent = [row for row in rows if row.status == Level.ABSENT]
    assert 0 < len(absent) < len(rows)
    next(box for box in page.multiselect if box.label == "États").set_value([Level.ABSENT]).run()
    assert len(page.dataframe[0].value) == len(absent)
    page.checkbox(key="dossier_commented").check().run()
    assert "Aucune ligne ne passe ces filtres." in words(page)
    assert [row.competence for row in filtered(rows, competences=[2])] == [2] * sum(row.competence == 2 for row in rows)


def test_everything_survives_another_page(page: AppTest) -> None:
    check(page)
    row = open_row(page, MISSING)
    page.radio[0].set_value("oui").run()
    page.switch_page("assistant/ui/about.py").run().switch_page(PAGE).run()
    assert page.radio[0].value == "oui"
    assert next(box for box in page.selectbox if box.label == "Ligne ouverte").value == row


def test_a_new_version_is_compared_with_the_one_shown_and_keeps_the_remarks(page: AppTest) -> None:
    check(page)
    row = open_row(page, MISSING)
    page.radio[0].set_value("non").run()
    check(page, f"{STORY}\n\n{ANSWER}")
    comparison = opened(page).comparison
    assert comparison is not None
    assert row in [change.criterion for change in comparison.improved]
    assert "Depuis la lecture précédente : " in words(page)
    assert opened(page).remarks == {row: Remark(Level.ABSENT, "")}


def test_a_check_kept_as_json_is_compared_with(page: AppTest) -> None:
    check(page)
    kept = opened(page).report(masked=False).content(".json")
    button(page, "Fermer ce dossier").click().run()
    page.file_uploader[1].set_value(("lecture.json", kept, "application/json"))
    check(page, f"{STORY}\n\n{ANSWER}")
    assert opened(page).comparison is not None
    page.file_uploader[1].set_value(("lecture.json", b"{}", "application/json"))
    check(page)
    assert "n'est pas une lecture de dossier" in words(page)


def test_nothing_of_a_dossier_is_on_the_disk(page: AppTest, stocked: Path) -> None:
    check(page)
    assert SECRET in "".join(extract.text for extract in opened(page).check.dossier.extracts)
    assert [file for file in stocked.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()] == []
    button(page, "Fermer ce dossier").click().run()
    assert "dossier_open" not in page.session_state
    assert not page.dataframe


def test_the_opinions_of_a_previous_reading_come_back_with_it(page: AppTest, stocked: Path) -> None:
    check(page)
    row = open_row(page, "capot ouvert")
    next(radio for radio in page.radio if radio.label == "Mon avis").set_value("oui").run()
    kept = opened(page).report(masked=False).content(".json")
    another = open_page(PAGE)  # the next day, in another session
    another.selectbox[0].set_value(BAKER).run()
    another.file_uploader[1].set_value(("lecture.json", kept, "application/json"))
    check(another)
    assert opened(another).remarks == {row: Remark(Level.COVERED, "")}


def test_a_dossier_and_its_remarks_are_found_again_after_a_reload(page: AppTest) -> None:
    check(page)
    row = open_row(page, MISSING)
    page.radio[0].set_value("non").run()
    word = str(page.query_params["lecture"])
    assert len(word) >= 16
    again = reloaded(lecture=word)
    assert opened(again).remarks == {row: Remark(Level.ABSENT, "")}
    assert again.dataframe
    button(again, "Fermer ce dossier").click().run()
    assert "lecture" not in again.query_params
    assert not state.desk().dossiers
    assert not reloaded(lecture=word).dataframe
    assert not reloaded(lecture="devine").dataframe


def test_a_purge_forgets_the_dossiers_that_a_reload_would_find(page: AppTest) -> None:
    check(page)
    word = str(page.query_params["lecture"])
    state.desk().forget()
    assert not reloaded(lecture=word).dataframe


def test_a_purge_takes_the_open_dossier_out_of_the_session(page: AppTest) -> None:
    check(page)
    state.desk().forget()
    page.run()
    assert not page.dataframe
    assert "dossier_open" not in page.session_state
    check(page)
    assert page.run().dataframe


def test_a_bad_file_is_said_in_a_sentence(page: AppTest) -> None:
    page.file_uploader[0].set_value(("dossier.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "application/octet-stream"))
    button(page, "Lire le dossier").click().run()
    assert not page.exception
    assert "dossier.docx" in words(page)
    assert page.error
    button(page, "Lire le dossier").click().run()
    assert "Choisissez un dossier." in words(page)


def test_an_unforeseen_error_is_logged_without_the_candidate_s_words(page: AppTest, stocked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("assistant.dossier.checking.Checker.check", broken)
    check(page)
    assert "Erreur imprévue (DossierBug)" in words(page)
    log = (stocked / "logs" / "acquis.log").read_text("utf-8")
    assert "DossierBug: ValueError" in log
    assert SECRET not in log


def test_what_a_dossier_holds_is_shown_and_never_obeyed(page: AppTest) -> None:
    check(page, STORY.replace("Je calculais", "<script>alert(1)</script>. Je calculais"))
    open_row(page, "La balance est tarée avant chaque pesée.")
    html = " ".join(str(element.proto.body) for element in page.get("html"))
    assert "alert(1)" in html
    assert "<script>" not in html
    assert not any("<script>" in str(markdown.value) for markdown in page.markdown)


def test_names_are_masked_in_the_report_and_in_the_comments(page: AppTest) -> None:
    check(page, STORY.replace("le chef de fournil", "le chef de fournil, monsieur Paul Martin,"))
    row = open_row(page, MISSING)
    found = opened(page)
    told = Open(found.check, None, {row: Remark(None, "Appeler M. Martin.")}).report(masked=True)
    assert "Martin" not in told.markdown()
    assert "Appeler M. [nom]." in told.markdown().replace("\\", "")


def test_the_example_of_the_first_page_is_read(stocked: Path) -> None:
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.button(key="example-dossier").click().run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Dossier"]
    assert opened(app).check.dossier.name == "exemple.txt"


def test_a_page_is_shown_whole_where_there_are_pages() -> None:
    extracts = tuple(Extract(number, f"texte {number}", Kind.PROSE, page=(number + 2) // 3) for number in range(1, 8))
    around = page_around(Dossier("d.pdf", "pdf", extracts, 3), Segment("texte 4", 0, 7, page=2, paragraph=4))
    assert [extract.number for extract in around] == [4, 5, 6]
    without = tuple(Extract(number, "", Kind.PROSE) for number in range(1, 8))
    around = page_around(Dossier("d.txt", "txt", without), Segment("", 0, 0, paragraph=4))
    assert [extract.number for extract in around] == [2, 3, 4, 5, 6]
