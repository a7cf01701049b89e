"""« Comparer », run without a browser: two versions word by word, a passerelle, a term; with marks of text and nothing rendered."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SHELF
from opening import open_page
from streamlit.testing.v1 import AppTest

from assistant.activities.story import Story
from assistant.comparing.comparer import Comparer
from assistant.comparing.exports.files import FORMATS, export_bytes
from assistant.comparing.exports.sheets import CARRIES
from assistant.comparing.impact import impact_of, shown_by
from assistant.comparing.model import Comparison, Pair, Status
from assistant.comparing.units import Level, Unit
from assistant.comparing.words import differences
from assistant.dossier.checking import Checker
from assistant.dossier.model import Dossier, Extract, Kind
from assistant.library import Library
from assistant.mapping.mapper import map_activity
from assistant.ui import state
from assistant.ui.dossier_reading import Open
from assistant.ui.pairs import differences_html, pair_html
from ingest.model import Passage, Source

COVERED = (
    "J'ai préparé des gobelets opaques pour cacher la couleur des boissons. J'ai servi les échantillons dans l'ordre fixé d'avance. "
    "J'ai animé la réunion d'amélioration\u00a0: j'ai donné la parole à chacun à son tour, et j'ai noté les décisions dans un carnet."
)
PAGE = "assistant/ui/comparing.py"
OLD, NEW, CLOCKS = "cqpm-animateur-gat-v1", "cqpm-animateur-gat-v2", "cqpm-horloger-de-clocher"


@pytest.fixture
def stocked(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Library(home).ingest([SHELF])
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    return home


@pytest.fixture
def page(stocked: Path) -> AppTest:
    return open_page(PAGE)


def choose(page: AppTest, a: str, b: str) -> AppTest:
    page.selectbox[0].set_value(a)
    page.selectbox[1].set_value(b).run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.header, *page.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def htmls(page: AppTest) -> list[str]:
    return [str(element.proto.body) for element in page.get("html") if "<p style" in element.proto.body]


def compared(home: Path, a: str, b: str) -> Comparison:
    return Comparer(Library(home)).compare(a, b)


def test_two_versions_are_offered_first_and_compared_word_by_word(page: AppTest, stocked: Path) -> None:
    assert [box.value for box in page.selectbox] == [OLD, NEW]
    comparison = compared(stocked, OLD, NEW)
    assert "Ce qui change d'une version à l'autre" in words(page)
    assert comparison.statements
    assert comparison.statements[0].text.replace("\u00a0", " ") in words(page)
    changed = [pair for pair in comparison.pairs if pair.status != Status.UNCHANGED]
    assert 0 < len(changed) < len(comparison.pairs)
    assert len(htmls(page)) == min(len(changed), 15)
    assert any("<del" in html or "<ins" in html for html in htmls(page))


def test_unchanged_pairs_are_shown_when_asked_for(page: AppTest, stocked: Path) -> None:
    same = sum(pair.status == Status.UNCHANGED for pair in compared(stocked, OLD, NEW).pairs)
    page.multiselect[0].set_value(["inchangé"]).run()
    assert f"{same} ligne" in words(page)
    assert not any("<del" in html for html in htmls(page))
    page.multiselect[1].set_value([Level.BLOCK]).run()
    assert all("bloc" in html for html in htmls(page))


def test_two_certifications_give_a_passerelle_that_says_what_it_is_worth(page: AppTest) -> None:
    choose(page, OLD, CLOCKS)
    assert "Passerelle entre deux certifications" in words(page)
    assert "sans valeur d'équivalence" in words(page)
    assert any("Certification acquise" in html or "Certification visée" in html for html in htmls(page))


def test_the_same_referential_twice_is_refused_in_a_sentence(page: AppTest) -> None:
    choose(page, OLD, OLD)
    assert "Choisissez deux référentiels différents." in words(page)
    assert not page.download_button


def test_a_term_is_found_where_it_stands(page: AppTest) -> None:
    page.radio[0].set_value("Un terme dans tous les référentiels").run()
    page.text_input[0].set_value("horloge")
    page.button[0].click().run()
    assert not page.exception
    assert "« horloge » : 1 référentiel sur 4." in words(page)
    assert "Ne le nomment pas" in words(page)
    page.text_input[0].set_value("le")
    page.button[0].click().run()
    assert "ne contient aucun mot à chercher" in words(page)


def test_a_term_is_shown_and_never_obeyed(page: AppTest) -> None:
    page.radio[0].set_value("Un terme dans tous les référentiels").run()
    page.text_input[0].set_value("<b>zzz</b> **gras**")
    page.button[0].click().run()
    told = next(markdown.value for markdown in page.markdown if "zzz" in markdown.value)
    assert "<b>" not in told
    assert "\\*\\*gras" in told


def test_the_choice_survives_another_page(page: AppTest) -> None:
    choose(page, OLD, CLOCKS)
    page.switch_page("assistant/ui/about.py").run().switch_page(PAGE).run()
    assert [box.value for box in page.selectbox] == [OLD, CLOCKS]


def test_the_files_are_offered_and_can_be_made(page: AppTest, stocked: Path) -> None:
    assert len(page.download_button) == len(FORMATS)
    library = Library(stocked)
    from assistant.comparing.exports.sheets import Report

    report = Report(compared(stocked, OLD, NEW), library.store.certification(OLD), library.store.certification(NEW))
    assert all(export_bytes(report, suffix) for suffix in FORMATS)


def test_differences_stand_between_marks_of_text_and_are_escaped() -> None:
    html = differences_html(differences("Contrôle la <b>pesée</b>.", "Vérifie la <b>pesée</b>."))
    assert "[−\xa0Contrôle\xa0−]</del> <ins" in html
    assert "[+\xa0Vérifie\xa0+]" in html
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_places_and_texts_of_a_pair_are_escaped() -> None:
    passage = Passage(
        id="x/C1",
        certification="x",
        kind="competence",
        text="<img src=x>",
        context="<i>",
        block=1,
        competence=1,
        part=None,
        source=Source(document="x.md"),
    )
    unit = Unit(passage, Level.COMPETENCE, "B1", 0.0)
    html = pair_html(Pair(unit, None, Status.REMOVED, 0.0), ("<u>A</u>", "B"), word_by_word=False)
    assert "<img" not in html
    assert "<u>" not in html


def impact_of_told(page: AppTest, told: str) -> AppTest:
    next(area for area in page.text_area if area.label == "Ce que la personne a fait").set_value(told)
    next(button for button in page.button if button.label == "Voir ce qui compte encore").click().run()
    assert not page.exception
    return page


def groups(page: AppTest) -> list[str]:
    return [expander.label for expander in page.expander if any(expander.label.startswith(name) for name in CARRIES.values())]


def test_what_was_shown_is_carried_over_to_the_newer_version(page: AppTest, stocked: Path) -> None:
    impact_of_told(page, COVERED)
    impact = impact_of(compared(stocked, OLD, NEW), shown_by(map_activity(Library(stocked), OLD, COVERED)))
    wanted = [f"{heading} ({len(impact.of(carry))})" for carry, heading in CARRIES.items() if impact.of(carry)]
    assert groups(page) == wanted
    assert len(wanted) >= 3
    said = [text for item in impact.carried if item.proven for text in item.proven.evidence]
    assert said
    assert all(f"« {text} »".replace("\u00a0", " ") in words(page) for text in said)
    assert "Les fichiers disent aussi ce que devient ce qui a été montré" in words(page)


def test_an_empty_account_is_asked_for(page: AppTest) -> None:
    impact_of_told(page, "  ")
    assert "Racontez en quelques phrases" in "".join(str(warning.value) for warning in page.warning)
    assert not groups(page)


def test_the_account_of_my_activities_and_the_open_dossier_are_offered(page: AppTest, stocked: Path) -> None:
    assert not [radio for radio in page.radio if radio.label == "D'où vient ce qui a été montré"]
    state.desk().stories["abc"] = Story(draft=COVERED, told=COVERED)
    page.session_state["recit"] = "abc"
    dossier = Dossier("dossier.txt", "txt", (Extract(1, COVERED, Kind.PROSE, section=1),))
    page.session_state["dossier_open"] = Open(Checker(Library(stocked)).check(OLD, dossier))
    page.run()
    next(radio for radio in page.radio if radio.label.startswith("D'où vient")).set_value("Le récit de « Mes activités »").run()
    told = groups(page)
    assert len(told) >= 3
    next(radio for radio in page.radio if radio.label.startswith("D'où vient")).set_value("Le dossier ouvert").run()
    assert not page.exception
    assert "Dossier : dossier.txt." in words(page)
    assert groups(page)
    choose(page, NEW, OLD)
    assert "Le dossier ouvert a été lu pour" in words(page)
    state.desk().forget()
    page.run()
    assert not [radio for radio in page.radio if radio.label.startswith("D'où vient")]
    assert not groups(page)
