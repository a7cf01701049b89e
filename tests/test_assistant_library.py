"""The shelf and its index: first start, what makes the index anew, removal, and several programs on one home."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import SHELF, answering

from assistant.answer import Answer, Status
from assistant.library import Library
from assistant.service import Assistant
from ingest.errors import UnknownCertification
from ingest.fiches import fiche_ids
from ingest.markdown_format import to_markdown
from vectorstore.retriever import AcquisRetriever

CLOCK_FILE, OLD_FILE = SHELF / "cqpm-horloger-de-clocher.md", SHELF / "cqpm-animateur-gat-v1.md"
CLOCK, OLD = CLOCK_FILE.stem, OLD_FILE.stem
OIL = "Quelle huile contient la burette ?"


def one(home: Path) -> tuple[Library, list[str]]:
    """A library that holds the horloger, and what it says to its user from now on."""
    said: list[str] = []
    library = Library(home, notice=said.append)
    library.ingest([CLOCK_FILE])
    return library, said


def cited(library: Library, question: str) -> list[str]:
    return passages(Assistant(library).ask(question)[0])


def passages(answer: Answer) -> list[str]:
    """The passages that answer, whatever is worth reading besides."""
    return [citation.passage for citation in answering(answer)]


def test_a_first_start_loads_the_fiches_and_says_so(home: Path) -> None:
    said: list[str] = []
    library = Library(home, notice=said.append)
    reports = library.ensure_content()
    assert [report.certification for report in reports] == library.store.ids() == fiche_ids()
    assert len(said) == 1
    assert "résumés rédigés par le projet" in said[0]
    assert library.ensure_content() == []
    assert len(said) == 1


def test_a_home_that_holds_something_gets_no_fiches(home: Path) -> None:
    library, said = one(home)
    assert library.ensure_content() == []
    assert (library.store.ids(), said) == ([CLOCK], [])


def test_an_index_up_to_date_is_opened_as_it_is(home: Path) -> None:
    one(home)
    said: list[str] = []
    assert cited(Library(home, notice=said.append), OIL) == [f"{CLOCK}/C1/means/1"]
    assert said == []


@pytest.mark.parametrize("damage", ["other content", "no content", "no index", "nothing"])
def test_an_index_left_stale_is_built_anew(damage: str, home: Path) -> None:
    one(home)
    before = set(home.iterdir())
    if damage == "other content":
        (home / "indexed.txt").write_text("0" * 64, "utf-8")
    if damage in ("no content", "nothing"):
        (home / "indexed.txt").unlink()
    if damage in ("no index", "nothing"):
        for folder in [path for path in home.iterdir() if path.is_dir() and path.name != "referentials"]:
            shutil.rmtree(folder)
    said: list[str] = []
    assert cited(Library(home, notice=said.append), OIL) == [f"{CLOCK}/C1/means/1"]
    assert said == ["Mise à jour de l'index de recherche…"]
    assert {path.name for path in before} <= {path.name for path in home.iterdir()}


def test_what_was_stored_but_not_indexed_is_found_all_the_same(home: Path) -> None:
    one(home)
    from ingest.pipeline import ingest

    ingest([OLD_FILE], home)  # as an ingestion that was interrupted before indexing
    assert cited(Library(home), "Quels gobelets cachent la couleur ?") == [f"{OLD}/C1/means/1"]


def test_paroles_of_this_home_are_part_of_what_is_indexed(home: Path) -> None:
    one(home)
    said: list[str] = []
    (home / "paroles").mkdir()
    (home / "paroles" / f"{CLOCK}.jsonl").write_text("", "utf-8")
    assert Library(home, notice=said.append).index
    assert said == ["Mise à jour de l'index de recherche…"]


def test_an_ingestion_is_seen_by_the_next_question(home: Path) -> None:
    library, _ = one(home)
    assistant = Assistant(library)
    assert assistant.ask("Quels gobelets cachent la couleur ?")[0].status == Status.NOT_FOUND
    library.ingest([OLD_FILE])
    assert passages(assistant.ask("Quels gobelets cachent la couleur ?")[0]) == [f"{OLD}/C1/means/1"]


def test_a_new_text_replaces_the_old_one(home: Path, tmp_path: Path) -> None:
    library, _ = one(home)
    changed = tmp_path / CLOCK_FILE.name
    changed.write_text(CLOCK_FILE.read_text("utf-8").replace("La burette contient l'huile", "Le pinceau porte l'huile"), "utf-8")
    assert [report.status for report in library.ingest([changed])] == ["updated"]
    answer, _ = Assistant(library).ask("moyens de la compétence 1 de l'horloger")
    assert [citation.text for citation in answer.citations] == ["Le pinceau porte l'huile prescrite par le fabricant."]
    assert [report.status for report in library.ingest([changed])] == ["unchanged"]


def test_an_export_ingests_back_to_the_same_answers(home: Path, tmp_path: Path) -> None:
    library, _ = one(home)
    exported = tmp_path / f"{CLOCK}.md"
    exported.write_text(to_markdown(library.catalogue[CLOCK]), "utf-8")
    other = Library(tmp_path / "other")
    other.ingest([exported])
    question = "tout sur la compétence 1 de l'horloger"
    assert [c.text for c in Assistant(other).ask(question)[0].citations] == [c.text for c in Assistant(library).ask(question)[0].citations]


def test_what_is_removed_is_known_no_more(home: Path) -> None:
    library, _ = one(home)
    library.ingest([OLD_FILE])
    library.remove(CLOCK)
    assert library.store.ids() == [OLD]
    assert {passage.certification for passage in library.passages()} == {OLD}
    assert not any(hit.passage.certification == CLOCK for hit in library.index.search(OIL, limit=20))
    with pytest.raises(UnknownCertification):
        library.remove(CLOCK)


def test_a_dialogue_about_what_was_removed_starts_again(home: Path) -> None:
    library, _ = one(home)
    library.ingest([OLD_FILE])
    assistant = Assistant(library)
    _, memory = assistant.ask("moyens de la compétence 1 de l'horloger")
    library.remove(CLOCK)
    answer, _ = assistant.ask("et la suivante ?", memory=memory)
    assert CLOCK not in answer.certifications


def test_another_program_on_the_same_home_is_noticed(home: Path) -> None:
    mine, _ = one(home)
    assistant = Assistant(mine)
    assert assistant.ask("moyens de la compétence 1")[0].status == Status.ANSWERED  # the shelf is read, the index not yet
    theirs = Library(home)
    theirs.ingest([OLD_FILE])
    assert passages(assistant.ask("Quels gobelets cachent la couleur ?")[0]) == [f"{OLD}/C1/means/1"]
    theirs.remove(OLD)
    answer, _ = assistant.ask("Quels gobelets cachent la couleur ?")
    assert (answer.status, assistant.library.catalogue.ids()) == (Status.NOT_FOUND, [CLOCK])


def test_an_empty_home_answers_without_a_crash(home: Path) -> None:
    library = Library(home)
    assert Assistant(library).ask("Quels référentiels connais-tu ?")[0].answer.startswith("Je connais 0 référentiel")
    for question in (OIL, "bonjour", "compétence 2", "moyens de la compétence 1 de l'horloger", "code ROME"):
        assert Assistant(library).ask(question)[0].status != Status.ANSWERED


def test_the_retriever_over_the_shelf_gives_langchain_documents(shelf_library: Library) -> None:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    retriever = AcquisRetriever(index=shelf_library.index, limit=3)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke(OIL)
    assert all(isinstance(document, Document) for document in documents)
    assert (len(documents), documents[0].metadata["passage"]) == (3, f"{CLOCK}/C1/means/1")
