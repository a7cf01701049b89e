"""What the tests that drive a real browser share: the browser, and a server of ours that must stop when it is asked to."""

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
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).parents[1]
ARTEFACTS = ROOT / "test-artefacts"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 40_000
"""Milliseconds that anything may take on a busy machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, or a skipped test where there is none."""
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


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The address of ``acquis serve`` over a home."""
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


def ask(page: Page, question: str) -> None:
    """Type a question and wait for one more answer."""
    answers = page.get_by_text("Compris")
    before = answers.count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    answers.nth(before).wait_for()


def alone(locator: Locator) -> Locator:
    """The same, once only one is left: during a rerun the elements that go and those that come are on the page together."""
    from playwright.sync_api import expect

    expect(locator).to_have_count(1, timeout=PATIENCE)
    return locator


def whole_picture(page: Page, name: str) -> None:
    """The whole page, as tall as it is, kept as ``<name>-<width>.png``; nothing of it is wider than the screen."""
    assert page.viewport_size is not None
    width, height = page.viewport_size["width"], page.viewport_size["height"]
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": tall + 60})
    page.wait_for_timeout(500)
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}-{width}.png")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    page.set_viewport_size({"width": width, "height": height})


def shown(text: str) -> str:
    """Text of the page without what only keeps characters apart."""
    return text.replace("\u2060", "").replace("\u00a0", " ")


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
