"""A real browser on a real server: what a person asked and told is erased, and nothing of it is left on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import ARTEFACTS, PATIENCE, alone, ask, chromium, serving
from conftest import INVENTED
from telling import DONE, STORY

from assistant.library import Library

pytestmark = pytest.mark.browser

QUESTION = "Quels sont les moyens de la compétence 1 du boulanger de nuit pour zoroastre ?"


def holding(home: Path, words: str) -> list[str]:
    """The files of a home in which these words stand."""
    return [str(file.relative_to(home)) for file in home.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


@pytest.mark.parametrize("width", [1280, 390], ids=["large", "telephone"])
def test_purge_leaves_nothing_on_disk(home: Path, width: int) -> None:
    Library(home).ingest([INVENTED])
    with chromium() as browser, serving(home) as address:
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/assistant")
        ask(page, QUESTION)
        assert holding(home, "zoroastre")
        page.goto(f"{address}/activites?certification=cqpm-boulanger-de-nuit")
        alone(page.get_by_label("Mon récit")).fill(STORY)
        alone(page.get_by_role("button", name="Lire mon récit")).click()
        page.get_by_role("heading", name="Preuves à réunir").first.wait_for()
        told = page.url

        page.goto(f"{address}/reglages")
        alone(page.get_by_role("button", name="Tout effacer…")).click()
        page.get_by_role("button", name="Oui, tout effacer").first.wait_for()
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"purge-{width}.png")
        assert holding(home, "zoroastre")  # not before it is confirmed
        alone(page.get_by_role("button", name="Oui, tout effacer")).click()
        page.get_by_text("Effacé : conversations").first.wait_for()
        assert not (home / "conversations").exists()
        assert holding(home, "zoroastre") == holding(home, DONE) == []

        page.goto(told)
        page.get_by_label("Mon récit").first.wait_for()
        assert page.get_by_text("Ce que votre récit montre").count() == 0
        page.close()
