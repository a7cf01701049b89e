"""A real browser, a real OpenID Connect exchange: each person finds their own conversations on a shared server, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ARTEFACTS, PATIENCE, alone, ask, chromium, serving
from conftest import INVENTED
from identity import Provider
from playwright.sync_api import Browser, Page, expect
from telling import STORY

from assistant.accounts import Account
from assistant.library import Library

pytestmark = pytest.mark.browser

ADA: dict[str, object] = {"sub": "ada", "name": "Ada Lambert", "email": "ada@exemple.fr", "email_verified": True}
BOB: dict[str, object] = {"sub": "bob", "name": "Bob Martin", "email": "bob@exemple.fr"}
QUESTION = "Pour zoroastre, quels sont les moyens de la compétence 1 du boulanger de nuit ?"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider().serving() as running:
        yield running


def sign_in(page: Page, provider: Provider, person: dict[str, object], address: str) -> None:
    provider.person = person
    page.goto(address)
    alone(page.get_by_role("button", name="Se connecter")).click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_have_count(1)
    expect(page.get_by_text(f"Vous êtes {person['name']}")).to_have_count(1)


def sign_out(page: Page) -> None:
    alone(page.get_by_role("button", name="Se déconnecter")).click()
    expect(page.get_by_role("button", name="Se connecter")).to_have_count(1)


def new_page(browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return page


def test_what_one_person_says_no_other_sees(home: Path, provider: Provider) -> None:
    Library(home).ingest([INVENTED])
    (home / "secrets.toml").write_text(provider.secrets_toml(), "utf-8")
    (home / "settings.toml").write_text(f'managers = ["{ADA["email"]}"]\n', "utf-8")
    with chromium() as browser, serving(home) as address:
        page = new_page(browser)
        page.goto(f"{address}/referentiels")
        expect(page.get_by_role("button", name="Se connecter")).to_have_count(1)
        assert "Boulanger" not in page.inner_text("body")
        assert "Réglages" not in page.inner_text("body")
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / "connexion.png")

        sign_in(page, provider, ADA, address)
        page.goto(f"{address}/assistant")
        ask(page, QUESTION)
        expect(page.get_by_test_id("stSidebar").get_by_text("zoroastre")).to_have_count(1)
        talk = page.url
        page.screenshot(path=ARTEFACTS / "connectee.png")
        page.goto(f"{address}/activites?certification=cqpm-boulanger-de-nuit")
        alone(page.get_by_label("Mon récit")).fill(STORY)
        alone(page.get_by_role("button", name="Lire mon récit")).click()
        page.get_by_role("heading", name="Preuves à réunir").first.wait_for()
        told = page.url
        sign_out(page)
        page.goto(talk)
        expect(page.get_by_role("button", name="Se connecter")).to_have_count(1)
        assert "zoroastre" not in page.inner_text("body")

        sign_in(page, provider, BOB, address)
        page.goto(talk)
        expect(page.get_by_text("Cette conversation n'existe pas, ou plus.")).to_have_count(1)
        expect(page.get_by_text("Vos conversations seront gardées ici")).to_have_count(1)
        assert "zoroastre" not in page.inner_text("body")
        page.goto(told)
        expect(page.get_by_label("Mon récit")).to_have_value("")
        page.goto(f"{address}/referentiels")
        expect(page.get_by_text("par les personnes qui le gèrent")).to_have_count(1)
        expect(page.get_by_role("heading", name="Ajouter des documents")).to_have_count(0)
        page.goto(f"{address}/reglages")
        alone(page.get_by_role("button", name="Effacer ce qui est à moi…")).click()
        alone(page.get_by_role("button", name="Oui, effacer ce qui est à moi")).click()
        expect(page.get_by_text("Il n'y avait rien de personnel sur le disque.")).to_have_count(1)
        expect(page.get_by_role("button", name="Tout effacer…")).to_have_count(0)
        page.screenshot(path=ARTEFACTS / "reglages-sans-gestion.png", full_page=True)
        sign_out(page)

        sign_in(page, provider, ADA, address)
        page.goto(f"{address}/assistant")
        page.get_by_test_id("stSidebar").get_by_text("zoroastre").click()
        expect(page.get_by_test_id("stMain").get_by_text("zoroastre").first).to_be_visible()
        page.goto(told)
        expect(page.get_by_label("Mon récit")).to_have_value(STORY)
        page.goto(f"{address}/reglages")
        expect(page.get_by_role("button", name="Tout effacer…")).to_have_count(1)
        page.close()
    ada = Account.of({"iss": provider.issuer, **ADA}).folder(home)
    assert (ada / "conversations" / "conversations.sqlite3").is_file()
    assert not (home / "conversations").exists()
    assert ada.stat().st_mode & 0o077 == 0
    assert provider.signed_in == 3  # Ada, Bob, Ada
