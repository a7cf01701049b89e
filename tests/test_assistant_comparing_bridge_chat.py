"""A passerelle asked for in the chat: which end is held, which competences, both quotations, and what it is worth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import INVENTED, SHELF

from assistant.answer import Answer, Status
from assistant.comparing.asked_bridge import read_as_bridge
from assistant.comparing.bridge_chat import bridge_answer
from assistant.library import Library
from assistant.reading import Intent
from assistant.service import Assistant
from assistant.understanding import understand
from assistant.verification import verify

BAKER, PASTRY, CLOCKS, GAT, SHEET = (
    "cqpm-boulanger-de-nuit", "cqpm-patissier-de-jour", "cqpm-horloger-de-clocher", "cqpm-animateur-gat-v2", "rncp-99123-animateur-gat",
)  # fmt: skip
WEIGHED, WEIGHED_TOO = "La balance est tarée avant chaque pesée.", "La balance est tarée avant toute pesée de sucre."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shelf, the baker, and a pâtissier whose scales are the baker's."""
    folder = tmp_path_factory.mktemp("documents")
    text = INVENTED.read_text("utf-8").replace("Boulanger de nuit", "Pâtissier de jour").replace(BAKER, PASTRY)
    (folder / f"{PASTRY}.md").write_text(text.replace(WEIGHED, WEIGHED_TOO).replace("BDC90", "BDC95"), "utf-8")
    library = Library(tmp_path_factory.mktemp("home"))
    library.ingest([SHELF, INVENTED, folder])
    return library


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library)


def ask(assistant: Assistant, question: str, chosen: str | None = None) -> Answer:
    return assistant.ask(question, certification=chosen)[0]


@pytest.mark.parametrize(
    ("question", "held", "aimed"),
    [
        ("Mes compétences du boulanger, ça vaut quoi pour le pâtissier de jour ?", BAKER, PASTRY),
        ("Quelle passerelle entre le pâtissier de jour et le boulanger de nuit ?", PASTRY, BAKER),
        ("Que me reste-t-il à prouver pour le pâtissier si j'ai le boulanger de nuit ?", BAKER, PASTRY),
        ("J'ai le CQPM boulanger : qu'est-ce qui compte pour l'horloger de clocher ?", BAKER, CLOCKS),
        ("Les capacités de la fiche 99123 valent quoi pour le CQPM horloger de clocher ?", SHEET, CLOCKS),
        ("que valent mes competences de l'horloger pour le gat", CLOCKS, GAT),
    ],
)
def test_which_end_is_held_is_heard(library: Library, question: str, held: str, aimed: str) -> None:
    catalogue = library.catalogue
    reading = read_as_bridge(understand(question, catalogue), question, None, None, catalogue)
    assert (reading.intent, reading.certifications) == (Intent.BRIDGE, (held, aimed))


@pytest.mark.parametrize(
    "question",
    [
        "Quels moyens pour la compétence 1 du boulanger ?",
        "Quelle passerelle entre l'ancienne et la nouvelle version du GAT ?",  # versions are compared, not bridged
        "Existe-t-il des passerelles vers d'autres certifications ?",
        "Compare les compétences du boulanger et du pâtissier",
        "Chaque nuit, comme boulanger, j'ai pesé la farine et taré la balance. Ça vaut quoi pour le pâtissier ?",  # told, to be mapped
        "Ça vaut quoi, une balance tarée ?",
        "Le CQPM boulanger vaut-il dispense d'une compétence du pâtissier ?",  # a right: only a text that says it can tell
        "Y a-t-il une passerelle prévue du boulanger vers le pâtissier ?",
    ],
)
def test_other_questions_are_left_alone(library: Library, question: str) -> None:
    catalogue = library.catalogue
    reading = understand(question, catalogue)
    assert read_as_bridge(reading, question, None, None, catalogue) is reading


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Passerelle de la compétence 2 du boulanger vers le pâtissier de jour", [(BAKER, 2)]),
        ("Passerelle de la compétence 2 du boulanger vers la compétence 3 du pâtissier", [(BAKER, 2), (PASTRY, 3)]),
        ("Mes compétences de pousse du boulanger valent quoi pour le pâtissier ?", [(BAKER, 2)]),
    ],
)
def test_the_competences_asked_about_are_heard(library: Library, question: str, numbers: list[tuple[str, int]]) -> None:
    catalogue = library.catalogue
    reading = read_as_bridge(understand(question, catalogue), question, None, None, catalogue)
    assert [(ref.certification, ref.number) for ref in reading.competences] == numbers


def test_the_answer_quotes_both_sides_and_says_what_it_is_worth(assistant: Assistant, library: Library) -> None:
    answer = ask(assistant, "Mes compétences du boulanger, ça vaut quoi pour le pâtissier de jour ?")
    assert answer.status == Status.ANSWERED
    assert answer.reading == "passerelle — Boulanger de nuit (édition d'essai) → Pâtissier de jour (édition d'essai)"
    assert f"**Passerelle indicative, sans valeur d'équivalence**, établie le {date.today():%d/%m/%Y}." in answer.answer
    assert {citation.certification for citation in answer.citations} == {BAKER, PASTRY}
    quoted = {citation.passage: citation.text for citation in answer.citations}
    assert all(library.shelf.passage(name).text == text for name, text in quoted.items())  # type: ignore[union-attr]
    verified = verify(answer.answer, answer.citations)
    assert (verified.text, verified.failed) == (answer.answer, ())
    assert "seul l'organisme certificateur décide" in answer.advice[0]
    assert f"acquis compare {BAKER} {PASTRY}" in answer.advice[1]


def test_what_is_shared_and_what_is_not_stand_beside_the_words(assistant: Assistant) -> None:
    answer = ask(assistant, "Passerelle de la compétence 1 du boulanger vers la compétence 1 du pâtissier de jour")
    (row,) = [row for row in answer.answer.split("\n") if WEIGHED in row]
    assert WEIGHED_TOO in row
    assert row.endswith("[12] — partagé\xa0: balance, tarée, avant, pesée\xa0; propre au visé\xa0: sucre |")
    assert "6 sur 6 critères et résultats ont un énoncé proche" in answer.answer
    assert [(ref.certification, ref.number) for ref in answer.competences] == [(BAKER, 1), (PASTRY, 1)]


def test_what_remains_is_quoted_and_a_fiche_is_said_to_be_one(assistant: Assistant) -> None:
    answer = ask(assistant, "J'ai le CQPM horloger : qu'est-ce qui compte pour le boulanger de nuit ?")
    remains = answer.answer.split("**Ce qui resterait à prouver**")[1]
    assert remains.count("« ") + remains.count("«\xa0") == 4
    assert any("viennent d'une fiche" in line for line in answer.advice)  # the horloger is one


def test_nothing_close_is_said(assistant: Assistant) -> None:
    answer = ask(assistant, "Mes compétences de graissage de l'horloger valent quoi pour l'animateur GAT ?")
    assert answer.status == Status.NOT_FOUND
    assert "Aucun énoncé n'en est assez proche\xa0: tout resterait à prouver." in answer.answer


def test_the_certification_chosen_is_held_where_the_question_names_the_other(assistant: Assistant) -> None:
    answer = ask(assistant, "Mes compétences valent quoi pour le pâtissier de jour ?", chosen=BAKER)
    assert answer.certifications == (BAKER, PASTRY)


def test_the_other_way_round_and_a_follow_up(assistant: Assistant) -> None:
    first, second, third = assistant.ask_turns(
        ["Quelle passerelle du boulanger vers le pâtissier de jour ?", "et dans l'autre sens ?", "Quels moyens pour la compétence 1 du boulanger ?"]
    )
    assert (first.certifications, second.certifications) == ((BAKER, PASTRY), (PASTRY, BAKER))
    assert third.reading.startswith("moyens utilisés de la compétence 1")


def test_titles_alone_are_bridged_competence_by_competence(library: Library) -> None:
    catalogue = library.catalogue
    question = "Les capacités de la fiche 99123 valent quoi pour l'animateur GAT nouvelle version ?"
    reading = read_as_bridge(understand(question, catalogue), question, None, None, catalogue)
    assert reading.certifications == (SHEET, GAT)
    answer = bridge_answer(reading, library.shelf, library.index.embedder, on=date(2026, 11, 21))
    assert "établie le 21/11/2026" in answer.answer
    assert {citation.family for citation in answer.citations} == {None}
    assert Path(answer.citations[0].document).suffix == ".md"
