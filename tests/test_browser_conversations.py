"""A real browser on a real server: ask, read otherwise, rename, reload and go on, export, erase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from browsing import ARTEFACTS, PATIENCE, alone, ask, chromium, serving, shown
from chat_server import ChatServer, Reply
from conftest import INVENTED

from assistant.conversations import Conversations
from assistant.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RESULTS = "Quels résultats sont attendus pour la compétence 1 du boulanger de nuit ?"
SMOOTH, GOLDEN = "La pâte est lisse et se décolle de la cuve.", "La croûte est dorée et sonne creux."
PEEL = "La pelle convient à la profondeur du four."
WEIGHED = "La balance est tarée avant chaque pesée."
TITLE = "<b>Jury</b> *du 12*"


@pytest.fixture
def stocked(home: Path) -> Path:
    Library(home).ingest([INVENTED])
    return home


@pytest.fixture(params=[1280, 390], ids=["large", "telephone"])
def page(stocked: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    with chromium() as browser, serving(stocked) as address:
        page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="fr-FR")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/assistant")
        page.get_by_text("Pour commencer").first.wait_for()
        yield page
        page.close()


def side_bar(page: Page) -> None:
    """Unfold the side bar where it is folded (on a telephone)."""
    if page.get_by_test_id("stSidebar").get_attribute("data-collapsed") == "true":
        page.get_by_test_id("stExpandSidebarButton").click()
        page.locator("[data-testid=stSidebar]:not([data-collapsed=true])").wait_for()


def picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=ARTEFACTS / f"conversations-{name}-{width}.png")


def test_a_conversation_from_its_question_to_its_erasure(page: Page, stocked: Path, tmp_path: Path) -> None:
    ask(page, RESULTS)
    page.get_by_text(SMOOTH).first.wait_for()

    alone(page.get_by_role("button", name="Changer")).click()
    page.get_by_test_id("stPopoverBody").get_by_label("Compétence").click()
    page.get_by_role("option", name="3.").click()
    alone(page.get_by_role("button", name="Répondre ainsi")).click()
    page.get_by_text("Compris selon votre choix").first.wait_for()
    page.get_by_text(GOLDEN).first.wait_for()
    assert page.get_by_text(SMOOTH).count() == 0
    picture(page, "relue")

    side_bar(page)
    alone(page.get_by_role("button", name="Gérer")).click()
    alone(page.get_by_label("Titre")).fill(TITLE)
    alone(page.get_by_role("button", name="Renommer")).click()
    page.get_by_test_id("stSidebar").get_by_role("button", name=TITLE).first.wait_for()
    assert page.get_by_test_id("stSidebar").locator("b, em").count() == 0
    picture(page, "renommee")

    address = page.url
    assert re.search(r"\?conversation=[0-9a-f]{10}$", address)
    page.reload()
    page.get_by_text("Compris selon votre choix").first.wait_for()
    ask(page, "et les moyens ?")
    page.get_by_text(PEEL).first.wait_for()

    side_bar(page)
    alone(page.get_by_role("button", name="Gérer")).click()
    with page.expect_download() as download:
        alone(page.get_by_role("button", name="Exporter pour Word")).click()
    assert download.value.suggested_filename == "conversation-b-jury-b-du-12.docx"
    download.value.save_as(tmp_path / "c.docx")
    written = [shown(paragraph.text) for paragraph in docx.Document(str(tmp_path / "c.docx")).paragraphs]
    assert written[0] == TITLE
    assert [text for text in written if text.startswith("« ")] == [f"« {GOLDEN} »", f"« {PEEL} »"]

    page.keyboard.press("Escape")
    alone(page.get_by_role("button", name="Effacer", exact=True)).click()
    page.get_by_text("sera effacée de cet ordinateur").first.wait_for()
    picture(page, "a-effacer")
    assert len(Conversations(stocked).summaries()) == 1
    alone(page.get_by_role("button", name="Oui, effacer")).click()
    page.get_by_text("Pour commencer").first.wait_for()
    assert Conversations(stocked).summaries() == []
    page.goto(address)
    page.get_by_text("Cette conversation n'existe pas, ou plus.").first.wait_for()


class StallingModel(ChatServer):
    """Quotes one passage rightly, then goes on without ending."""

    def reply_to(self, body: dict[str, Any], key: str) -> Reply:
        super().reply_to(body, key)
        number = next(line[1 : line.index("]")] for line in self.prompt().splitlines() if WEIGHED in line)
        said = f"« {WEIGHED} » [{number}]"
        return Reply(f"{said}\n\nEt puis encore", size=len(said) + 2, stall_after=1, alive=True)


def test_an_answer_that_is_being_written_survives_a_reload_and_is_stopped(stocked: Path) -> None:
    with StallingModel() as model:
        (stocked / "settings.toml").write_text(f'chat_model = "openai:essai"\nchat_base_url = "{model.url}"\n', "utf-8")
        with chromium() as browser, serving(stocked) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
            page.set_default_timeout(PATIENCE)
            page.goto(f"{address}/assistant")
            page.get_by_test_id("stChatInputTextArea").fill("comment tarer la balance avant une pesée chez le boulanger de nuit ?")
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Arrêter").first.wait_for()
            page.get_by_text(WEIGHED).first.wait_for()
            assert page.get_by_text("Pour commencer").count() == 0
            picture(page, "en-cours")
            assert Conversations(stocked).summaries() == []
            page.reload()
            page.get_by_text(WEIGHED).first.wait_for()
            alone(page.get_by_role("button", name="Arrêter")).click()
            page.get_by_text("Compris").first.wait_for()
            page.get_by_text("arrêté à votre demande").first.wait_for()
            picture(page, "arretee")
            (kept,) = Conversations(stocked).load(page.url.rsplit("=", 1)[1]).exchanges
            assert kept.answer is not None
            assert [citation.text for citation in kept.answer.citations] == [WEIGHED]
            page.close()
