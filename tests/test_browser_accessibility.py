"""Every page, at its fullest, looked at by axe-core: on a wide screen, light and dark, and on a telephone.

axe-core comes with the package ``axe-playwright-python``. It sees what a program can see: labels, names, contrasts, structure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from browsing import PATIENCE, alone, ask, chromium, serving
from conftest import INVENTED, SHELF
from playwright.sync_api import Browser, Page
from telling import BAKER, STORY

from assistant.library import Library
from assistant.ui.pages import ENTRIES

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast"]
"""All that the dark colours can change."""
WIDE, DARK, TELEPHONE = "1280", "1280, sombre", "390"
VIEWS = (WIDE, DARK, TELEPHONE)
UPLOAD = "Choisir des fichiers"
KNOWN = {
    ("button-name", '[data-testid="stFileUploaderDropzone"] button'): (
        "Streamlit's uploader says « Upload » with no setting for it: our style sheet hides that word and writes ours with « ::after ». "
        "Browsers read it (test_the_name_of_the_upload_button_is_heard), axe-core does not count what a style sheet writes."
    ),
}
"""What axe-core finds and we accept, by rule and selector, with the reason; one that is no longer found must leave this list."""
LOOK = """async ({only, known}) => {
    const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
    return found.violations.filter(rule => ['serious', 'critical'].includes(rule.impact)).flatMap(rule => rule.nodes.map(node => {
        const element = document.querySelector(node.target[0]);
        const match = known.find(([id, selector]) => id === rule.id && element !== null && element.matches(selector));
        return [rule.id, match ? match[1] : '', node.html.slice(0, 300), node.failureSummary];
    }));
}"""


@dataclass(frozen=True)
class Violation:
    """What axe-core found in one view of one page; ``known``: the selector in ``KNOWN`` that it matches, if any."""

    page: str
    view: str
    rule: str
    known: str
    html: str
    summary: str


def welcome(page: Page, address: str) -> None:
    page.goto(f"{address}/accueil")
    page.get_by_text("Je suis candidat").first.wait_for()


def starters(page: Page, address: str) -> None:
    page.goto(f"{address}/assistant")
    page.get_by_text("Pour commencer").first.wait_for()


def answer(page: Page, _: str) -> None:
    """From the page of the starters; the citation and the opinion are opened."""
    ask(page, "Quels sont les moyens de la compétence 1 du boulanger de nuit ?")
    page.get_by_role("radio", name="1 · compétence 1").click()
    page.get_by_text("Passage cité, mot pour mot").first.wait_for()
    page.get_by_role("radio", name="À revoir").click()
    page.get_by_text("Ce qui ne va pas").first.wait_for()


def story(page: Page, address: str) -> None:
    page.goto(f"{address}/activites?certification={BAKER}")
    alone(page.get_by_label("Mon récit")).fill(STORY)
    alone(page.get_by_role("button", name="Lire mon récit")).click()
    page.get_by_role("heading", name="Preuves à réunir").first.wait_for()
    page.get_by_role("button", name="Télécharger cette lecture").first.wait_for()


def dossier(page: Page, address: str) -> None:
    page.goto(f"{address}/dossier?certification={BAKER}")
    told = {"name": "dossier.md", "mimeType": "text/markdown", "buffer": f"# Mon fournil\n\n{STORY}".encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(told)  # type: ignore[arg-type]
    page.get_by_text("dossier.md").first.wait_for()
    alone(page.get_by_role("button", name="Lire le dossier")).click()
    page.get_by_text("Le référentiel demande").first.wait_for()


def items(page: Page, address: str) -> None:
    page.goto(f"{address}/evaluer?certification={BAKER}")
    alone(page.get_by_role("button", name="Rédiger")).click()
    page.get_by_text("Rien n'est encore accepté").first.wait_for()


def versions(page: Page, address: str) -> None:
    page.goto(f"{address}/comparer")
    page.get_by_role("heading", name="Mot à mot").first.wait_for()
    page.locator("ins, del").first.wait_for()


def referentials(page: Page, address: str) -> None:
    page.goto(f"{address}/referentiels")
    page.get_by_role("button", name="Lire et enregistrer").first.wait_for()


def referential(page: Page, _: str) -> None:
    """From the page of the referentials."""
    alone(page.get_by_role("button", name="Boulanger de nuit")).click()
    page.get_by_role("button", name="Tous les référentiels").first.wait_for()


def settings(page: Page, address: str) -> None:
    """After an opinion was given."""
    page.goto(f"{address}/reglages")
    page.locator("summary", has_text="Lire et choisir ce qui sera exporté").click()
    page.get_by_text("Exporter le cas 1").first.wait_for()


def about(page: Page, address: str) -> None:
    page.goto(f"{address}/a-propos")
    page.get_by_role("heading", name="Ce qui sort de cet ordinateur").first.wait_for()


PAGES: tuple[Callable[[Page, str], None], ...] = (
    welcome, starters, answer, story, dossier, items, versions, referentials, referential, settings, about,
)  # fmt: skip
"""Each leads to a page, in this order."""


@pytest.fixture(scope="module")
def axe() -> str:
    try:
        return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    except ModuleNotFoundError:
        reason = "axe-core n'est pas installé sur cette machine (paquet axe-playwright-python)"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, et ce test doit passer en CI")
        pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    Library(home).ingest([INVENTED, SHELF])
    with serving(home) as address:
        yield address


@dataclass(frozen=True)
class Tour:
    """What was seen: the paths of the pages, and all violations."""

    paths: frozenset[str]
    violations: tuple[Violation, ...]


@pytest.fixture(scope="module")
def tour(axe: str, browser: Browser, address: str) -> Tour:
    """Every page once, in each view: the page stays as it is while the screen changes."""
    page = browser.new_page(locale="fr-FR")
    page.set_default_timeout(PATIENCE)
    paths: set[str] = set()
    violations: list[Violation] = []
    for reach in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        reach(page, address)
        paths.add(urlsplit(page.url).path.strip("/") or ENTRIES[0].path)
        page.evaluate(axe)
        for view in VIEWS:
            violations += look(page, reach.__name__, view)
    page.close()
    return Tour(frozenset(paths), tuple(violations))


def look(page: Page, name: str, view: str) -> list[Violation]:
    page.emulate_media(color_scheme="dark" if view == DARK else "light")
    page.set_viewport_size({"width": 390 if view == TELEPHONE else 1280, "height": 900})
    settle(page, dark=view == DARK)
    found: list[list[str]] = page.evaluate(LOOK, {"only": CONTRAST if view == DARK else STANDARDS, "known": [list(key) for key in KNOWN]})
    return [Violation(name, view, *node) for node in found]


def settle(page: Page, *, dark: bool) -> None:
    """Until the page is drawn whole, in the colours asked for, and none of them is still changing."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stSkeleton], [data-stale=true]') === null")
    background = "rgb(20, 25, 31)" if dark else "rgb(255, 255, 255)"
    page.wait_for_function(f"getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === '{background}'")
    page.wait_for_function("document.getAnimations().every(motion => motion.playState !== 'running')")


def test_every_page_of_the_menu_is_seen(tour: Tour) -> None:
    assert tour.paths == {entry.path for entry in ENTRIES}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", [reach.__name__ for reach in PAGES])
def test_no_serious_violation(tour: Tour, name: str, view: str) -> None:
    found = [violation for violation in tour.violations if (violation.page, violation.view) == (name, view) and not violation.known]
    assert found == []


def test_what_is_accepted_is_still_there(tour: Tour) -> None:
    assert {(violation.rule, violation.known) for violation in tour.violations if violation.known} == set(KNOWN)


def test_the_name_of_the_upload_button_is_heard(browser: Browser, address: str) -> None:
    """In the tree that Chromium gives to screen readers."""
    page = browser.new_page(locale="fr-FR")
    page.set_default_timeout(PATIENCE)
    referentials(page, address)
    settle(page, dark=False)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    names = [node["name"]["value"] for node in tree["nodes"] if node.get("role", {}).get("value") == "button" and "name" in node]
    page.close()
    assert UPLOAD in names
    assert "Upload" not in names


def test_axe_sees_what_is_wrong(axe: str, browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="fr"><title>t</title><main><button></button><p style="color:#bbb;background:#fff">pâle</p></main></html>')
    page.evaluate(axe)
    found = page.evaluate(LOOK, {"only": STANDARDS, "known": [["button-name", "main button"]]})
    page.close()
    assert [(rule, known) for rule, known, *_ in found] == [("button-name", "main button"), ("color-contrast", "")]
