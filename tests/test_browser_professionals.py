"""A real browser on a real server: a trainer drafts, edits and exports; an adviser checks a dossier; versions are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from browsing import PATIENCE, alone, chromium, serving, shown, whole_picture
from conftest import INVENTED, SHELF
from layouts import bakery_pdf
from lxml import etree
from telling import BAKER, DONE, MISSING, STORY

from assistant.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

EDITED = "Racontez une <b>pesée</b> que vous avez faite."
OILED, OILED_RIGHT = "La burette contient l'huile prescrite par le fabricant.", "La burette contient l'huile prescrite par l'horloger."
SERVED = (
    "J'ai préparé des gobelets opaques pour cacher la couleur des boissons. J'ai servi les échantillons dans l'ordre fixé d'avance. "
    "J'ai animé la réunion d'amélioration : j'ai donné la parole à chacun à son tour, et j'ai noté les décisions dans un carnet."
)
COMMENT = "Vu sur place le 3 mars."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    Library(home).ingest([INVENTED, SHELF])
    return home


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(home) as address:
        yield address


@pytest.fixture(params=[1280, 390], ids=["large", "telephone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="fr-FR")
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def download(page: Page, label: str, path: Path) -> Path:
    with page.expect_download() as download:
        alone(page.get_by_role("button", name=label)).click()
    download.value.save_as(path)
    return path


def click_on_row(page: Page, row: int) -> None:
    """The grid is drawn on a canvas: rows are 35 pixels high, headers included."""
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + 35 * row + 18)


def test_a_trainer_drafts_edits_and_takes_a_moodle_file_away(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/evaluer?certification={BAKER}")
    alone(page.get_by_label("Nombre")).fill("3")
    alone(page.get_by_role("button", name="Rédiger")).click()
    page.get_by_text("Rien n'est encore accepté").first.wait_for()
    page.get_by_role("button", name=re.compile("Accepter le n°.3$")).first.wait_for()
    assert page.get_by_role("button", name=re.compile("Accepter le n°")).count() == 3

    page.get_by_text(re.compile("Modifier le n°.1$")).click()
    page.get_by_label("Texte").first.fill(EDITED)
    page.keyboard.press("Tab")  # the box takes the height of its text, and what stands below moves
    page.get_by_role("button", name="Enregistrer et accepter").first.click()
    page.get_by_text("Modifié, accepté").first.wait_for()
    alone(page.get_by_role("button", name=re.compile("Rejeter le n°.2$"))).click()
    page.get_by_text("Rejeté").first.wait_for()
    page.get_by_text("1 élément accepté").first.wait_for()
    whole_picture(page, "evaluer")
    assert page.get_by_test_id("stMain").locator("[data-testid=stMarkdownContainer] b").count() == 0

    quiz = etree.parse(str(download(page, "Télécharger en XML Moodle (.xml)", tmp_path / "questions.xml"))).getroot()
    questions = [question for question in quiz.findall("question") if question.get("type") != "category"]
    assert [question.get("type") for question in questions] == ["essay"]
    text = str(questions[0].findtext("questiontext/text"))
    assert "Racontez une &lt;b&gt;pesée&lt;/b&gt; que vous avez faite." in text


def test_an_adviser_checks_a_dossier_and_takes_the_report_away(page: Page, address: str, home: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Mon fournil", level=1)
    for paragraph in STORY.split("\n\n"):
        document.add_paragraph(paragraph)
    document.save(str(tmp_path / "dossier.docx"))

    page.goto(f"{address}/dossier?certification={BAKER}")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(tmp_path / "dossier.docx")
    page.get_by_text("dossier.docx").first.wait_for()
    alone(page.get_by_role("button", name="Lire le dossier")).click()
    page.get_by_role("heading", name="Matrice").first.wait_for()
    page.get_by_text("Le référentiel demande").first.wait_for()

    click_on_row(page, 3)  # after two methods, the first of the means
    page.locator("mark", has_text="J'ai taré la balance").first.wait_for()

    box = page.get_by_role("combobox", name="Ligne ouverte")
    box.click()
    box.fill("capot ouvert")
    page.get_by_role("option").first.click()
    page.get_by_text("Aucun passage du dossier n'en a été rapproché.").first.wait_for()
    alone(page.get_by_role("radiogroup", name="Mon avis")).get_by_text("oui", exact=True).click()
    alone(page.get_by_label("Mon commentaire")).fill(COMMENT)
    page.keyboard.press("Tab")
    page.wait_for_timeout(1500)
    whole_picture(page, "dossier")

    report = docx.Document(str(download(page, "Télécharger en Word (.docx)", tmp_path / "rapport.docx")))
    told = [cell.text for cell in report.tables[-1].rows[1].cells]
    assert told[1:] == [MISSING, "non", "oui", COMMENT]
    cells = "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    assert DONE in shown(cells)
    assert not any(b"balance avant chaque" in file.read_bytes() for file in home.rglob("*") if file.is_file())


def test_a_manager_adds_a_pdf_reads_its_report_and_compares_two_versions(page: Page, address: str, tmp_path: Path) -> None:
    bakery_pdf(tmp_path / "fournier.pdf")
    page.goto(f"{address}/referentiels")
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(tmp_path / "fournier.pdf")
    page.get_by_text("fournier.pdf").first.wait_for()
    alone(page.get_by_role("button", name="Lire et enregistrer")).click()
    alone(page.get_by_role("button", name="Voir le référentiel et son rapport de lecture")).click()
    alone(page.get_by_role("tab", name="Rapport de lecture")).click()
    page.get_by_text("2 pages").first.wait_for()
    whole_picture(page, "rapport")

    page.goto(f"{address}/comparer")
    page.get_by_role("heading", name="Ce qui change d'une version à l'autre").first.wait_for()
    page.get_by_role("heading", name="Mot à mot").first.wait_for()
    page.locator("ins, del").first.wait_for()
    assert "[+" in page.get_by_test_id("stMain").inner_text()
    whole_picture(page, "comparer")


def test_a_manager_corrects_what_was_misread_and_takes_it_back(page: Page, address: str) -> None:
    from playwright.sync_api import expect

    page.goto(f"{address}/referentiels")
    alone(page.get_by_role("button", name="Horloger de clocher")).click()
    alone(page.get_by_role("tab", name="Corriger")).click()
    box = alone(page.get_by_label("moyens utilisés"))
    assert box.input_value() == OILED
    box.fill(OILED_RIGHT)
    page.keyboard.press("Tab")
    alone(page.get_by_role("button", name="Voir les différences")).click()
    page.get_by_text("1 différence avec ce qui est enregistré").first.wait_for()
    assert page.locator("del").all_inner_texts() == ["[−\u00a0le fabricant\u00a0−]"]
    whole_picture(page, "corriger")
    alone(page.get_by_role("button", name="Enregistrer la correction")).click()
    page.get_by_text("est corrigé").first.wait_for()
    page.get_by_text("Fiche corrigée à la main le").first.wait_for()
    alone(page.get_by_role("tab", name="Contenu")).click()
    page.get_by_text("Graisser les rouages").click()
    page.get_by_text(re.compile(r"corrigé à la main le \d\d/\d\d/\d{4}\)")).first.wait_for()

    alone(page.get_by_role("tab", name="Corriger")).click()
    alone(page.get_by_role("button", name="Revenir à la version précédente…")).click()
    alone(page.get_by_role("button", name="Oui, revenir")).click()
    page.get_by_text("est revenu à sa version précédente").first.wait_for()
    expect(alone(page.get_by_label("moyens utilisés"))).to_have_value(OILED, timeout=PATIENCE)


def test_what_was_told_is_carried_over_to_the_newer_version(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/comparer")
    alone(page.get_by_label("Ce que la personne a fait")).fill(SERVED)
    page.keyboard.press("Tab")
    alone(page.get_by_role("button", name="Voir ce qui compte encore")).click()
    page.get_by_text(re.compile("Nouveau, à prouver")).first.wait_for()
    page.get_by_text("Montré par").first.wait_for()
    whole_picture(page, "consequences")
    written = download(page, "Télécharger en Markdown (.md)", tmp_path / "consequences.md").read_text("utf-8")
    assert "## Pour ce que vous avez montré" in written
    assert "Montré par" in written
