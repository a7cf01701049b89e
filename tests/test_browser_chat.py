"""A real browser on a real server: ask, open a citation, read the verbatim words in their place."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import INVENTED

from assistant.library import Library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
ARTEFACTS = ROOT / "test-artefacts"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 40_000
"""Milliseconds that anything may take on a busy machine."""
MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
WEIGHED = "La balance est tarée avant chaque pesée."
HOSTILE = (
    '<img src="http://exemple.test/i.png"> <b>gras</b> [lien](http://exemple.test) https://exemple.test www.exemple.test a@exemple.test '
    "$a^2$ *étoile* `code` :smile: :material/home: :red[rouge] a -> b -- c # titre"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        reason = "Chromium n'est pas installé sur cette machine"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, et ce test doit passer en CI")
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the baker's referential and one whose words look like HTML and Markdown; it must stop when asked."""
    home = tmp_path_factory.mktemp("home")
    hostile = tmp_path_factory.mktemp("hostile") / "cqpm-jardinier.md"
    hostile.write_text(INVENTED.read_text("utf-8").replace("Boulanger de nuit", "Jardinier du matin").replace(WEIGHED, HOSTILE), "utf-8")
    Library(home).ingest([INVENTED, hostile])
    port = _free_port()
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve", "--port", str(port)]
    log = home / "server.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "ACQUIS_HEADLESS": "1"}, stdout=stream, stderr=stream)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            pytest.fail("le serveur ne s'est pas arrêté de lui-même")


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
    page.get_by_text("Pour commencer").wait_for()
    yield page
    page.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            assert server.poll() is None, log.read_text("utf-8", "replace")
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", "replace"))


def _ask(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    page.get_by_text("Compris").last.wait_for()


def _shown(text: str) -> str:
    return text.replace("\u2060", "").replace("\u00a0", " ")


def test_ask_and_open_a_citation(page: Page, outside: list[str]) -> None:
    _ask(page, MEANS)
    answer = page.get_by_test_id("stChatMessage").filter(has_text="Compris").last
    assert f"« {WEIGHED} » [1]" in _shown(answer.inner_text())
    title = "[1] Boulanger de nuit (édition d'essai) — compétence 1, moyens utilisés — l. 30"
    page.locator("summary", has_text=title).press("Enter")
    page.get_by_text("Passage cité, mot pour mot").wait_for()
    opened = _shown(answer.get_by_test_id("stExpanderDetails").inner_text())
    assert "Document : cqpm-boulanger-de-nuit.md — l. 30" in opened
    assert WEIGHED in opened.split("Passage cité, mot pour mot")[1]
    width = page.viewport_size["width"] if page.viewport_size else 0
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"citation-{width}.png")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert outside == []


def test_what_a_document_holds_is_shown_and_never_obeyed(page: Page, outside: list[str]) -> None:
    _ask(page, f"Quels sont les moyens de la compétence 1 du jardinier du matin ? {HOSTILE[:40]}")
    page.get_by_text("[1] Jardinier du matin").click()
    page.get_by_text("Passage cité, mot pour mot").wait_for()
    answer = page.get_by_test_id("stChatMessage").filter(has_text="Compris").last
    assert _shown(answer.inner_text()).count(HOSTILE) == 2  # in the answer and in the citation opened
    made = page.locator("[data-testid=stChatMessage]").locator("a, b, code, .katex, h1, [data-testid=stMarkdownContainer] img")
    assert made.count() == 0
    assert outside == []
