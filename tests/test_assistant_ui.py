"""The pages, run without a browser on a home that holds a referential of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import INVENTED
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from assistant.library import Library
from assistant.service import Assistant
from assistant.ui import citations, state, uploads
from assistant.ui.about import outside
from assistant.ui.examples import starters
from assistant.ui.reading_report import count_rows
from assistant.ui.surroundings import surroundings
from assistant.ui.uploads import Intake, UploadProgress, summarised_fiches, take_in
from ingest.errors import AcquisError
from ingest.fiches import fiche_ids, load_fiches
from ingest.settings import Settings
from ingest.storage import Store

APP = Path(__file__).parents[1] / "app.py"
CHAT, REFERENTIALS, ABOUT = "assistant/ui/chat.py", "assistant/ui/referentials.py", "assistant/ui/about.py"
MEANS = "Quels sont les moyens de la compétence 1 du boulanger de nuit ?"
WEIGHED = "La balance est tarée avant chaque pesée."
BAKER = "cqpm-boulanger-de-nuit"


@pytest.fixture
def page(stocked: Path) -> AppTest:
    """The page of the assistant."""
    return opened()


def opened(other: str = CHAT) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    app.switch_page(other).run()
    assert not app.exception
    return app


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """Everything shown as Markdown, without the signs that make it literal."""
    shown = [*page.markdown, *page.caption, *page.error, *page.info, *page.success, *page.warning, *page.title, *page.header]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").replace("**", "").replace("\u00a0", " ")


def chips(page: AppTest) -> list[str]:
    """The citations of the first answer, as they can be opened."""
    return [str(option).replace("\\", "") for option in page.pills[0].options]


def button(page: AppTest, label: str) -> Button:
    """The button whose label contains these words."""
    return next(b for b in page.button if label in b.label.replace("\\", "").replace("\u00a0", " "))


def key(page: AppTest, what: str, rank: int = 0, *, revision: int = 0) -> str:
    """The key of what opens in an answer of the conversation that is open."""
    return f"{what}-{page.session_state['conversation']}-{rank}-{revision}"


def test_three_questions_for_each_user_and_each_is_answered(page: AppTest) -> None:
    library = Library(Path(state.desk().home))
    questions = [question for starter in starters(library.catalogue) for question in starter.questions]
    assert len(questions) == 9  # three users, three questions each
    for question in questions:
        button(page, question.replace("\u00a0", " "))
    button(page, "Quels moyens sont utilisés").click().run()
    assert WEIGHED in words(page)
    assert not page.header  # « Pour commencer » has gone


@pytest.mark.parametrize("chosen", [None, *fiche_ids()])
def test_every_starter_question_is_answered_from_the_fiches(tmp_path_factory: pytest.TempPathFactory, chosen: str | None) -> None:
    library = _fiches(tmp_path_factory)
    answers = {
        question: Assistant(library).ask(question, certification=chosen)[0].status
        for starter in starters(library.catalogue, chosen)
        for question in starter.questions
    }
    assert set(answers.values()) == {"answered"}, answers


_LIBRARIES: list[Library] = []


def _fiches(factory: pytest.TempPathFactory) -> Library:
    if not _LIBRARIES:
        library = Library(factory.mktemp("fiches"))
        load_fiches(library.home)
        library.reindex()
        _LIBRARIES.append(library)
    return _LIBRARIES[0]


def test_an_answer_shows_its_reading_its_quotations_and_what_to_ask_next(page: AppTest) -> None:
    ask(page, MEANS)
    assert "Compris : moyens utilisés de la compétence 1 — Boulanger de nuit (édition d'essai)" in words(page)
    assert f"« {WEIGHED} » [1]" in words(page)
    button(page, "Quels résultats sont attendus pour la compétence 1").click().run()
    assert "La pâte est lisse et se décolle de la cuve." in words(page)
    assert len(page.chat_message) == 4


def test_a_citation_opens_to_its_place_and_the_words_around_it(page: AppTest) -> None:
    ask(page, "Quelles sont les méthodes de la compétence 1 du boulanger de nuit ?")
    assert chips(page) == ["1 · méthodes · l. 24", "2 · méthodes · l. 27"]
    assert "Passage cité" not in words(page)
    page.pills[0].set_value(2).run()
    assert "[2] Boulanger de nuit (édition d'essai) — compétence 1, méthodes utilisées — l. 27" in words(page)
    assert "Document : cqpm-boulanger-de-nuit.md — l. 27" in words(page)
    assert "Bloc 1 BDC9001 La conduite du pétrissage › Compétence 1 Préparer une pâte à pain › méthodes utilisées" in words(page)
    assert ":yellow-background[La température de base est calculée avant le pétrissage.]" in words(page)
    assert "Les pesées suivent la recette :  \n• la farine,  \n• l'eau et le levain." in words(page)


def test_many_citations_stand_behind_one_line(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citations, "FOLDED_FROM", 2)
    ask(page, "Quelles sont les méthodes de la compétence 1 du boulanger de nuit ?")
    assert "Voir les 2 citations" in [expander.label for expander in page.expander]
    assert not any("1 ·" in option for pills in page.pills for option in pills.options)
    page.session_state[key(page, "citation") + "-all"] = True
    page.run()
    assert chips(page) == ["1 · méthodes · l. 24", "2 · méthodes · l. 27"]


def test_a_comparison_is_shown_as_a_table_that_can_be_opened_to_its_sources(page: AppTest) -> None:
    ask(page, "Compare les moyens des compétences 1 et 3 du boulanger de nuit")
    shown = next(markdown.value for markdown in page.markdown if "| --- |" in markdown.value).replace("\u00a0", " ").split("\n")
    assert shown == [
        "| Compétence 1 \\: Préparer une pâte à pain | Compétence 3 \\: Cuire une fournée |",
        "| --- | --- |",
        "| « La balance est tarée avant chaque pesée\\. » [1] | « La pelle convient à la profondeur du four\\. » [2] |",
    ]
    assert [chip.split(" · ")[:2] for chip in chips(page)] == [["1", "compétence 1, moyens"], ["2", "compétence 3, moyens"]]


def test_a_table_typed_in_a_question_is_only_text(page: AppTest) -> None:
    ask(page, "| a | b |\n| --- | --- |\n| <b>c</b> | moyens de la compétence 1 du boulanger |")
    typed = [markdown.value for markdown in page.markdown if "---" in markdown.value.replace("\\", "")]
    assert typed
    assert all("|" not in value.replace("\\|", "") for value in typed)


def test_a_follow_up_is_understood_from_the_turn_before(page: AppTest) -> None:
    ask(ask(page, MEANS), "et les résultats attendus ?")
    assert "La pâte est lisse et se décolle de la cuve." in words(page)
    assert "La croûte est dorée et sonne creux." not in words(page)


def test_the_choice_of_certification_is_kept_from_page_to_page(page: AppTest) -> None:
    box = page.selectbox[0]
    assert box.options == ["Toutes les certifications", "Boulanger de nuit (édition d'essai) — texte officiel"]
    box.set_value(BAKER).run()
    ask(page, "Quels sont les moyens de la compétence 3 ?")
    assert "La pelle convient à la profondeur du four." in words(page)
    page.switch_page(REFERENTIALS).run().switch_page("assistant/ui/chat.py").run()
    assert page.selectbox[0].value == BAKER
    assert len(page.chat_message) == 2


def test_the_conversation_is_erased_after_confirmation(page: AppTest) -> None:
    ask(page, MEANS)
    button(page, "Oui, effacer").click().run()
    assert not page.chat_message
    assert "Pour commencer" in words(page)


def test_the_answer_can_be_copied_with_its_sources(page: AppTest) -> None:
    ask(page, MEANS)
    assert not page.code
    page.session_state[key(page, "copy")] = True
    page.run()
    copied = page.code[0].value
    assert copied.startswith(f"**Question\u00a0:** {MEANS}\n")
    assert f"«\u00a0{WEIGHED}\u00a0» [1]" in copied
    assert "- [1] Boulanger de nuit (édition d'essai) — compétence 1, moyens utilisés — l. 30 — cqpm-boulanger-de-nuit.md" in copied


def test_an_expected_error_is_a_sentence(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AcquisError("L'index <b>manque</b> : relancez.")

    monkeypatch.setattr(Assistant, "ask", refuse)
    ask(page, MEANS)
    assert page.error[0].value == "L\\'index \\<b\\>manque\\<\\/b\\>\u00a0\\: relancez\\."


def test_an_unexpected_error_is_logged_and_not_shown(page: AppTest, stocked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a detail for developers")

    monkeypatch.setattr(Assistant, "ask", fail)
    ask(page, MEANS)
    assert "Erreur imprévue" in words(page)
    assert "a detail for developers" not in words(page)
    assert "a detail for developers" in (stocked / "logs" / "acquis.log").read_text("utf-8")


def test_sessions_share_the_referentials_and_nothing_else(page: AppTest) -> None:
    other = opened()
    ask(page, MEANS)
    other.run()
    assert not other.chat_message
    assert state.open_assistant() is state.open_assistant()


def test_while_a_session_writes_the_others_keep_what_was_there(page: AppTest, stocked: Path) -> None:
    with state.desk().open_for_writing() as library:
        library.store.remove(BAKER)
        assert BAKER in state.open_assistant().library.catalogue
    assert BAKER not in state.open_assistant().library.catalogue


def test_what_was_said_is_forgotten_when_its_referential_goes(page: AppTest) -> None:
    ask(page, MEANS)
    Library(Path(state.desk().home)).remove(BAKER)
    ask(page, "et les résultats attendus ?")
    assert len(page.chat_message) == 4
    assert "Erreur imprévue" not in words(page)


def test_a_first_start_loads_the_fiches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    page = opened()
    assert len(page.selectbox[0].options) == 1 + len(fiche_ids())
    ask(page, "Quels sont les moyens de la compétence 4 du technicien qualité ?")
    page.pills[0].set_value(1).run()
    assert "Fiche : résumé du projet, seul le texte officiel fait foi." in words(page)
    assert any(info.value.startswith("**Conseil**") for info in page.info)


def test_the_list_opens_to_contents_and_reading_report(stocked: Path) -> None:
    page = opened(REFERENTIALS)
    assert "2 blocs, 3 compétences, 13 critères · cqpm-boulanger-de-nuit.md" in words(page)
    button(page, "Boulanger de nuit").click().run()
    assert not page.exception
    assert [title.value for title in page.title] == ["Boulanger de nuit \\(édition d\\'essai\\)"]
    assert WEIGHED in words(page)
    assert "Aucune anomalie relevée." in words(page)
    assert page.table[0].value["Compétences"].tolist() == [2, 1, 3]  # block 1, block 2, both
    button(page, "Tous les référentiels").click().run()
    assert "Ajouter des documents" in words(page)


def test_counts_per_block_and_family() -> None:
    from ingest.readers.plain import read_plain
    from ingest.readers.referential import read_referential

    rows = count_rows(read_referential(read_plain(INVENTED), BAKER))
    assert rows[0] == {
        "Bloc": "Bloc 1 (BDC9001)",
        "Compétences": 2,
        "Conditions": 2,
        "Méthodes": 3,  # two statements for competence 1, one for competence 2
        "Moyens": 2,
        "Liens": 2,
        "Contraintes": 2,
        "Résultats": 2,
        "Connaissances": 2,
    }
    assert rows[-1]["Méthodes"] == 4


def test_documents_are_added_and_a_bad_one_says_why(stocked: Path) -> None:
    page = opened(REFERENTIALS)
    garden = INVENTED.read_text("utf-8").replace("Boulanger de nuit", "Jardinier du matin").replace(BAKER, "cqpm-jardinier")
    files = [
        ("cqpm-jardinier.md", garden.encode(), "text/markdown"),
        ("vide.pdf", b"", "application/pdf"),
        ("photo.png", b"x", "image/png"),
    ]
    page.file_uploader[0].set_value(files)
    page.text_input[0].set_value("2031")
    button(page, "Lire et enregistrer").click().run()
    assert not page.exception
    assert Store(stocked).certification("cqpm-jardinier").label == "2031"
    assert [success.value.split(" —")[0] for success in page.success] == ["**cqpm\\-jardinier\\.md**\u00a0: ajouté"]
    assert "vide.pdf est vide (0 octet)" in words(page)
    assert "photo.png n'est pas d'un type qu'Acquis lit" in words(page)
    assert "Jardinier du matin (2031)" in "".join(b.label.replace("\\", "") for b in page.button)


def test_an_official_document_replaces_the_fiche_that_it_resembles(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fiche = tmp_path / "boulanger.md"
    fiche.write_text(INVENTED.read_text("utf-8").replace("provenance: official", "provenance: fiche"), "utf-8")
    Library(home).ingest([fiche])
    monkeypatch.setenv("ACQUIS_HOME", str(home))
    page = opened(REFERENTIALS)
    page.file_uploader[0].set_value(("cqpm-boulanger-de-nuit.md", INVENTED.read_bytes(), "text/markdown"))
    button(page, "Lire et enregistrer").click().run()
    assert Store(home).ids() == ["boulanger", BAKER]
    button(page, "Remplacer la fiche").click().run()
    assert Store(home).ids() == [BAKER]
    assert "est remplacée par votre document" in words(page)
    assert not [b for b in page.button if "Remplacer" in b.label]


def test_a_document_in_the_place_of_its_fiche_is_not_taken_for_another_version(home: Path, tmp_path: Path) -> None:
    document, fiche = tmp_path / f"{fiche_ids()[0]}.md", tmp_path / "autre-version.md"
    document.write_bytes(INVENTED.read_bytes())
    fiche.write_text(INVENTED.read_text("utf-8").replace("provenance: official", "provenance: fiche"), "utf-8")
    Library(home).ingest([document, fiche, INVENTED])
    store = Store(home)
    assert [found.id for found in summarised_fiches(store.certification(BAKER), store)] == ["autre-version"]
    assert summarised_fiches(store.certification(fiche_ids()[0]), store) == []


def test_a_referential_is_removed_after_confirmation_and_fiches_come_back(stocked: Path) -> None:
    page = opened(REFERENTIALS)
    button(page, "Boulanger de nuit").click().run()
    button(page, "Oui, retirer").click().run()
    assert Store(stocked).ids() == []
    assert "est retiré" in words(page)
    button(page, "Recharger les fiches").click().run()
    assert Store(stocked).ids() == fiche_ids()
    assert not [b for b in page.button if b.label == "Recharger les fiches"]


def test_a_referential_can_be_exported(stocked: Path) -> None:
    page = opened(REFERENTIALS)
    button(page, "Boulanger de nuit").click().run()
    assert [download.label for download in page.download_button] == ["Télécharger au format Markdown"]


def test_about_says_what_leaves_the_machine(stocked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "n'ouvre aucune connexion" in words(opened(ABOUT))
    monkeypatch.setenv("ACQUIS_CHAT_MODEL", "petit-modele")
    page = opened(ABOUT)
    assert "petit-modele" in words(page)
    assert "n'ouvre aucune connexion" not in words(page)
    assert len(outside(Settings(chat_model="m", chroma_host="serveur"))) == 2


def test_the_first_page_does_not_load_torch(stocked: Path) -> None:
    code = (
        "import sys\nfrom streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(APP)!r}, default_timeout=120).run()\n"
        "assert not app.exception\nprint('torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=APP.parent, timeout=180, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_progress_grows_over_files_and_pages() -> None:
    shown: list[tuple[float, str]] = []
    progress = UploadProgress(2, lambda share, text: shown.append((share, text)))
    for step in (("a.pdf", 0, 2), ("a.pdf", 1, 4), ("a.pdf", 4, 4), ("b.md", 1, 2)):
        progress(*step)
    assert shown == [
        (0.0, "Lecture de a.pdf…"),
        (0.125, "Lecture de a.pdf, page 1 sur 4…"),  # a quarter of the first of two files
        (0.5, "Lecture de a.pdf, page 4 sur 4…"),
        (0.5, "Lecture de b.md…"),
    ]


class Sent:
    """A file as a hostile client might send it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._content = content

    def getbuffer(self) -> memoryview:
        return memoryview(self._content)


@pytest.mark.parametrize("name", ["../../evasion.md", "C:\\dossier\\evasion.md", "/etc/evasion.md"])
def test_an_upload_keeps_its_name_and_not_its_folders(home: Path, name: str) -> None:
    reports = take_in([Sent(name, INVENTED.read_bytes())], "", Library(home), lambda *_: None)
    assert [(report.status, report.certification) for report in reports] == [("added", "evasion")]
    assert Store(home).record("evasion").file_name == "evasion.md"


@pytest.fixture
def shelf_library(home: Path) -> Library:
    library = Library(home)
    library.ingest([INVENTED])
    return library


@pytest.mark.parametrize(
    ("passage", "before", "after"),
    [
        (f"{BAKER}/C1/methods/2", [f"{BAKER}/C1/methods/1"], []),
        (f"{BAKER}/C1/means/1", [], []),
        (f"{BAKER}/C2", [f"{BAKER}/C1"], [f"{BAKER}/C3"]),
    ],
)
def test_surroundings_are_the_neighbours_of_the_same_part(
    shelf_library: Library, passage: str, before: list[str], after: list[str]
) -> None:
    found = surroundings(shelf_library.shelf, passage)
    assert found is not None
    assert [p.id for p in found.before] == before
    assert [p.id for p in found.after] == after
    assert surroundings(shelf_library.shelf, f"{BAKER}/C9/means/1") is None


def test_an_intake_goes_on_apart_and_keeps_what_stopped_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = state.Desk(state.House(home))
    intake = Intake([Sent("cqpm-boulanger-de-nuit.md", INVENTED.read_bytes())], "", desk)
    assert [report.status for report in intake.result()] == ["added"]
    assert intake.share == 0.0  # one file, which has no pages: nothing is done until all is

    def fail(*_: object) -> None:
        assert desk.house.writing.locked()
        raise AcquisError("Le disque est plein.")

    monkeypatch.setattr(uploads, "take_in", fail)
    with pytest.raises(AcquisError, match="Le disque est plein"):
        Intake([], "", desk).result()
    assert not desk.house.writing.locked()
