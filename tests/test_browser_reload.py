"""A real browser: a reload and the « back » button lose neither a story nor a dossier; closing it does, and nothing is on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import PATIENCE, alone, chromium, serving
from conftest import INVENTED
from playwright.sync_api import expect
from telling import BAKER, STORY

from assistant.library import Library

pytestmark = pytest.mark.browser

TOLD = STORY.replace("la balance", "la balance zoroastre")


def test_a_reload_loses_neither_a_story_nor_a_dossier(home: Path) -> None:
    Library(home).ingest([INVENTED])
    expect.set_options(timeout=PATIENCE)
    with chromium() as browser, serving(home) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/activites?certification={BAKER}")
        alone(page.get_by_label("Mon récit")).fill(TOLD)
        page.keyboard.press("Tab")
        page.wait_for_url("**recit=**")
        page.reload()
        expect(page.get_by_label("Mon récit")).to_have_value(TOLD)

        page.goto(f"{address}/dossier?certification={BAKER}")
        upload = page.locator("input[type=file]").first
        upload.set_input_files({"name": "mon-fournil.txt", "mimeType": "text/plain", "buffer": TOLD.encode()})
        expect(page.get_by_text("mon-fournil.txt")).to_have_count(1)
        alone(page.get_by_role("button", name="Lire le dossier")).click()
        expect(page.get_by_role("heading", name="Matrice")).to_have_count(1)
        page.wait_for_url("**lecture=**")
        page.reload()
        expect(page.get_by_role("heading", name="Matrice")).to_have_count(1)
        expect(page.get_by_text("mon-fournil.txt, pour")).to_have_count(1)
        page.goto(f"{address}/assistant")
        page.get_by_role("heading", name="Pour commencer").first.wait_for()
        page.go_back()
        expect(page.get_by_role("heading", name="Matrice")).to_have_count(1)
        kept = page.url
        alone(page.get_by_role("button", name="Fermer ce dossier")).click()
        expect(page.get_by_role("heading", name="Matrice")).to_have_count(0)
        page.goto(kept)
        expect(page.get_by_role("button", name="Lire le dossier")).to_have_count(1)
        expect(page.get_by_role("heading", name="Matrice")).to_have_count(0)
        page.close()
    assert [file for file in home.rglob("*") if file.is_file() and b"zoroastre" in file.read_bytes()] == []
