"""The application measured where people sit: in a real Chromium, on a server of its own.

Each run starts a server that nobody has asked anything yet. Sessions are pages of browsers without a common memory, as of as many people.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.bench import MEGABYTE, Measure, french
from assistant.french import NBSP, plural
from assistant.library import Library, Notice
from ingest.errors import AcquisError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RUNS = 3
SESSIONS = 20
_PATIENCE = 60_000
"""Milliseconds before a page that does not come is an error."""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass
class _Run:
    """What one server showed: seconds, megabytes."""

    first_page: float = 0.0
    answers: list[float] = field(default_factory=list)
    alone: float | None = None
    crowded: float | None = None

    @property
    def per_session(self) -> float | None:
        """Megabytes of each session after the first."""
        return None if self.alone is None or self.crowded is None else (self.crowded - self.alone) / (SESSIONS - 1)


def measure_app(home: Path, *, notice: Notice) -> list[Measure]:
    """Measure the application over a home that holds referentials.

    Raises:
        AcquisError: Playwright or Chromium is not installed, or the server does not start.
    """
    library = Library(home)
    questions = [
        f"Quels sont les critères de la compétence {competence.number} de « {certification.title} » ?"
        for certification in library.store.certifications()
        for _, competence in certification.competences()
    ]
    _ = library.index  # made once, before the first server
    runs = []
    with _chromium() as browser:
        for number in range(1, RUNS + 1):
            notice(f"Application dans le navigateur, passage {number} sur {RUNS}…")
            with _serving(home) as (address, process):
                runs.append(_one_run(browser, address, process, questions))
    return _measures(runs)


def _one_run(browser: Browser, address: str, process: int, questions: list[str]) -> _Run:
    run = _Run()
    page = _new_page(browser)
    started = time.perf_counter()
    page.goto(address)
    page.get_by_role("button", name="Essayer avec un exemple").last.wait_for()
    run.first_page = time.perf_counter() - started
    _open_assistant(page, address)
    run.answers = [_answer(page, question) for question in questions[:3]]
    run.alone = _resident(process)
    pages = [page]
    for rank in range(1, SESSIONS):
        pages.append(_new_page(browser))
        _open_assistant(pages[-1], address)
        run.answers.append(_answer(pages[-1], questions[rank % len(questions)]))
    run.crowded = _resident(process)
    for opened in pages:
        opened.context.close()
    return run


def _measures(runs: list[_Run]) -> list[Measure]:
    first = sorted(run.first_page for run in runs)
    answers = sorted(seconds for run in runs for seconds in run.answers)
    servers = f"médiane de {plural(len(runs), 'serveur neuf', 'serveurs neufs')}"
    pages = f"{servers}{NBSP}; la plus longue {french(first[-1])}{NBSP}s"
    slowest, longest = french(max(run.answers[0] for run in runs)), french(answers[-1])
    asked = plural(len(answers), "question")
    times = f"{asked}{NBSP}; la première d'un serveur {slowest}{NBSP}s au plus, la plus longue {longest}{NBSP}s"
    alone = _median([run.alone for run in runs])
    each, crowded = _median([run.per_session for run in runs]), _median([run.crowded for run in runs])
    unknown = "inconnue sur ce système"
    whole = unknown if crowded is None else f"{SESSIONS} sessions{NBSP}: {french(crowded)}{NBSP}Mo"
    return [
        Measure("Première page utilisable", round(statistics.median(first), 3), "s", 2.0, pages),
        Measure("Réponse affichée après Entrée", round(statistics.median(answers), 3), "s", 0.5, times),
        Measure("Mémoire du serveur, une session", alone, "Mo", 500.0, unknown if alone is None else servers),
        Measure("Mémoire de chaque session de plus", each, "Mo", 10.0, whole),
    ]


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 1) if known else None


def _new_page(browser: Browser) -> Page:
    page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(_PATIENCE)
    return page


def _open_assistant(page: Page, address: str) -> None:
    page.goto(f"{address}/assistant")
    page.get_by_role("heading", name="Pour commencer").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def _answer(page: Page, question: str) -> float:
    """Seconds from the key to the answer on the screen."""
    answers = page.get_by_text("Compris")
    before = answers.count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    answers.nth(before).wait_for()
    seconds = time.perf_counter() - started
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return seconds


def _resident(process: int) -> float | None:
    """Megabytes of memory that the process holds, where ``ps`` tells."""
    if shutil.which("ps") is None:
        return None
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False).stdout.strip()
    return int(told) * 1024 / MEGABYTE if told.isdigit() else None


@contextmanager
def _chromium() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise AcquisError("Mesurer l'application demande Playwright : installez-le avec pip install '.[test]'.") from error
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise AcquisError("Mesurer l'application demande Chromium : installez-le, puis recommencez.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _serving(home: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of ``acquis serve``, once it answers."""
    root = str(Path(__file__).resolve().parents[1])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "ACQUIS_HEADLESS": "1", "PYTHONPATH": paths}
    command = [sys.executable, "-m", "assistant", "--home", str(home), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE / 1000
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AcquisError("Le serveur de l'application ne démarre pas : lancez « acquis serve » pour en voir la raison.")
