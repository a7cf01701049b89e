"""A real browser on a real server: a candidate tells an activity, answers what is missing, ticks proofs and takes them away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from browsing import PATIENCE, alone, chromium, serving, shown, whole_picture
from conftest import INVENTED
from telling import ANSWER, DONE, MISSING, STORY, bar_of

from assistant.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HOSTILE = '<img src="http://exemple.test/i.png"> <b>gras</b> [lien](http://exemple.test) :smile: $a^2$'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library(tmp_path_factory.mktemp("home"))
    library.ingest([INVENTED])
    return library


@pytest.fixture(scope="module")
def address(library: Library) -> Iterator[str]:
    with serving(library.home) as address:
        yield address


@pytest.fixture
def outside() -> list[str]:
    """The addresses outside this machine that pages asked for."""
    return []


@pytest.fixture(params=[1280, 390], ids=["large", "telephone"])
def page(browser: Browser, address: str, outside: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="fr-FR")
    page.set_default_timeout(PATIENCE)
    page.on("request", lambda sent: None if sent.url.startswith((address, "data:", "blob:")) else outside.append(sent.url))
    page.goto(address)
    page.get_by_text("Je suis candidat").first.wait_for()
    yield page
    page.close()


def tell(page: Page, text: str) -> None:
    alone(page.get_by_label("Mon récit")).fill(text)
    alone(page.get_by_role("button", name="Lire mon récit")).click()
    page.get_by_role("heading", name="Critère par critère").first.wait_for()


def test_a_candidate_maps_an_activity_and_takes_the_proofs_away(page: Page, library: Library, outside: list[str], tmp_path: Path) -> None:
    bar = bar_of(library)
    whole_picture(page, "activites-accueil")
    page.get_by_role("button", name="Essayer avec un exemple").first.click()
    page.get_by_role("heading", name="Mes activités").first.wait_for()
    page.get_by_role("heading", name="Ce que votre récit montre").first.wait_for()
    page.locator("textarea", has_text="Dans mon atelier").wait_for()

    tell(page, STORY)
    page.get_by_text("1 compétence sur 3 apparaît dans votre récit").first.wait_for()
    page.get_by_text(shown(bar.told)).first.wait_for()
    page.get_by_text(f"« {DONE} »").first.wait_for()
    page.get_by_text("c'est un projet ou une envie, pas encore un fait").first.wait_for()
    whole_picture(page, "activites-lue")
    alone(page.get_by_role("tab", name="Tableau")).click()
    assert page.get_by_role("table").first.get_by_role("row").nth(1).inner_text().split()[-3:] == [str(bar.covered), str(bar.partial), "1"]

    asked = page.get_by_label("Quelles règles ou contraintes avez-vous dû respecter")
    assert MISSING in shown(page.get_by_test_id("stForm").first.inner_text())
    asked.fill(ANSWER)
    alone(page.get_by_role("button", name="Ajouter mes réponses")).click()
    page.get_by_text("de plus ou mieux montrés, de la compétence 1").first.wait_for()
    page.get_by_text(f"« {ANSWER} »").first.wait_for()

    page.get_by_role("checkbox").first.locator("xpath=ancestor::label").click()
    page.get_by_text("Cochées : 1 sur").first.wait_for()
    whole_picture(page, "activites-repondue")
    with page.expect_download() as download:
        alone(page.get_by_role("button", name="Télécharger en Word")).click()
    assert download.value.suggested_filename == "mes-preuves.docx"
    download.value.save_as(tmp_path / "preuves.docx")
    document = docx.Document(str(tmp_path / "preuves.docx"))
    assert [row.cells[0].text for row in document.tables[0].rows][:2] == ["Je l'ai", "☒"]
    written = [shown(paragraph.text) for paragraph in document.paragraphs]
    assert f"Vous dites : « {ANSWER} »" in written
    assert f"« {MISSING} »" in written

    page.reload()
    page.get_by_text("Cochées : 1 sur").first.wait_for()
    page.locator("textarea", has_text=STORY.split("\n")[0]).wait_for()
    assert outside == []


def test_what_is_typed_is_shown_and_never_obeyed(page: Page, address: str, outside: list[str]) -> None:
    page.goto(f"{address}/activites")
    alone(page.get_by_label("Certification visée")).click()
    page.get_by_role("option", name="Boulanger").click()
    tell(page, f"J'aimerais {HOSTILE}\n\n{STORY}")
    page.get_by_text("c'est un projet ou une envie").first.wait_for()
    assert f"« J'aimerais {HOSTILE} »" in shown(page.get_by_test_id("stMain").inner_text())
    made = page.get_by_test_id("stMain").locator("[data-testid=stMarkdownContainer]").locator("a, b, img, .katex, script")
    assert made.count() == 0
    assert outside == []


def test_the_keyboard_alone_leads_from_the_first_page_to_the_result(page: Page) -> None:
    button = page.get_by_role("button", name="Essayer avec un exemple").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ce que votre récit montre").first.wait_for()
