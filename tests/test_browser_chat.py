"""A real browser on a real server: ask, open a citation, read the verbatim words in their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ARTEFACTS, PATIENCE, alone, ask, chromium, serving, shown, whole_picture
from conftest import INVENTED
from layouts import OVEN_MEANS, bakery_pdf
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.evaluation.cases import read_cases
from assistant.feedback import Reason
from assistant.library import Library

pytestmark = pytest.mark.browser

MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
WEIGHED = "La balance est tarée avant chaque pesée."
HOSTILE = (
    '<img src="http://exemple.test/i.png"> <b>gras</b> [lien](http://exemple.test) https://exemple.test www.exemple.test a@exemple.test '
    "$a^2$ *étoile* `code` :smile: :material/home: :red[rouge] a -> b -- c # titre"
)
YELLOW = """image => {
    const canvas = Object.assign(document.createElement('canvas'), {width: image.naturalWidth, height: image.naturalHeight});
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const points = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    let yellow = 0;
    for (let at = 0; at < points.length; at += 4) yellow += points[at] > 200 && points[at + 1] > 180 && points[at + 2] < 150;
    return yellow * 4 / points.length;
}"""
"""The share of a picture that is marked."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the baker's referential, one whose words look like HTML and Markdown, and one read from a PDF."""
    home = tmp_path_factory.mktemp("home")
    hostile = tmp_path_factory.mktemp("hostile") / "cqpm-jardinier.md"
    hostile.write_text(INVENTED.read_text("utf-8").replace("Boulanger de nuit", "Jardinier du matin").replace(WEIGHED, HOSTILE), "utf-8")
    bakery_pdf(hostile.with_name("cqpm-fournier-de-nuit.pdf"))
    Library(home).ingest([INVENTED, hostile, hostile.with_name("cqpm-fournier-de-nuit.pdf")])
    with serving(home) as address:
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
    page.goto(f"{address}/assistant")
    page.get_by_text("Pour commencer").first.wait_for()
    yield page
    page.close()


def test_ask_and_open_a_citation(page: Page, outside: list[str]) -> None:
    ask(page, MEANS)
    answer = page.get_by_test_id("stChatMessage").filter(has_text="Compris").last
    assert f"« {WEIGHED} » [1]" in shown(answer.inner_text())
    opened = open_citation(page, "1 · compétence 1, moyens · l. 30", "Enter")
    said = shown(opened.inner_text())
    assert "[1] Boulanger de nuit (édition d'essai) — compétence 1, moyens utilisés — l. 30" in said
    assert "Document : cqpm-boulanger-de-nuit.md — l. 30" in said
    assert WEIGHED in said.split("Passage cité, mot pour mot")[1]
    assert opened.locator("img").count() == 0  # a Markdown file has no pages
    width = page.viewport_size["width"] if page.viewport_size else 0
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"citation-{width}.png")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert outside == []


def test_ask_and_open_a_citation_in_a_pdf(page: Page, outside: list[str]) -> None:
    """The sentence is cut by the end of the first page, where a hyphen cuts its last word too."""
    ask(page, "Quels sont les moyens de la compétence 1 du fournier de nuit ?")
    opened = open_citation(page, "1 · compétence 1, moyens · p. 1", "Enter")
    words = OVEN_MEANS.replace("-|", "")
    for number in (1, 2):
        name = f"Page {number} de cqpm-fournier-de-nuit.pdf, où sont surlignés ces mots : « {words} »"
        picture = opened.get_by_role("img", name=name)
        expect(picture).to_have_count(1)
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [1460, 1033]
        expect(opened.get_by_text(f"Page {number}, les mots cités surlignés")).to_have_count(1)
        assert picture.evaluate(YELLOW) > 0.001
    expect(opened.get_by_role("img")).to_have_count(4)  # each page whole, then from near
    assert words in shown(opened.inner_text())  # the same words as text
    whole_picture(page, "citation-pdf")
    page.get_by_role("radio", name="1 · compétence 1, moyens · p. 1").click()
    expect(opened).to_have_count(0)
    assert outside == []


def open_citation(page: Page, chip: str, key: str) -> Locator:
    """Choose the chip with a key and return what it opens."""
    page.get_by_role("radio", name=chip).press(key)
    opened = page.locator("[class*=st-key-citation-][class*=-opened]")
    expect(opened.get_by_text("Passage cité, mot pour mot").first).to_be_visible()
    expect(page.get_by_test_id("stSpinner")).to_have_count(0)
    return opened


def test_an_answer_is_judged_and_the_opinion_taken_away(page: Page, address: str, outside: list[str], tmp_path: Path) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    asked = f"{MEANS} ({width})"
    ask(page, asked)
    page.get_by_role("radio", name="À revoir").press("Space")
    reason = page.get_by_role("radio", name="Passage manquant")
    expect(reason).to_have_count(1)
    reason.click()
    alone(page.get_by_label("Commentaire (facultatif)")).fill("Il manque le pétrin.")
    whole_picture(page, "avis")
    alone(page.get_by_role("button", name="Enregistrer")).click()
    page.locator("summary", has_text="Votre avis : à revoir (passage manquant)").wait_for()
    page.reload()
    page.locator("summary", has_text="Votre avis : à revoir (passage manquant)").wait_for()
    expect(page.get_by_role("radio", name="À revoir")).to_be_checked()

    page.goto(f"{address}/reglages")
    page.locator("summary", has_text="Lire et choisir ce qui sera exporté").click()
    page.get_by_text("Votre commentaire : « Il manque le pétrin. »").first.wait_for()
    whole_picture(page, "avis-exportes")
    with page.expect_download() as download:
        alone(page.get_by_role("button", name="Télécharger")).click()
    download.value.save_as(tmp_path / "avis.jsonl")
    (judged,) = [turn for case in read_cases(tmp_path / "avis.jsonl") for turn in case.turns if turn.question == asked]
    assert judged.review is not None
    assert (judged.review.useful, judged.review.reason, judged.review.comment) == (False, Reason.MISSING_PASSAGE, "Il manque le pétrin.")
    assert outside == []


def test_what_a_document_holds_is_shown_and_never_obeyed(page: Page, outside: list[str]) -> None:
    ask(page, f"Quels sont les moyens de la compétence 1 du jardinier du matin ? {HOSTILE[:40]}")
    open_citation(page, "1 · compétence 1, moyens", "Space").get_by_text("exemple.test/i.png").wait_for()
    answer = page.get_by_test_id("stChatMessage").filter(has_text="Compris").last
    assert shown(answer.inner_text()).count(HOSTILE) == 2  # in the answer and in the citation opened
    made = page.locator("[data-testid=stChatMessage]").locator("a, b, code, .katex, h1, [data-testid=stMarkdownContainer] img")
    assert made.count() == 0
    assert outside == []
