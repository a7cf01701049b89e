"""The page of a citation: the copy of its PDF, from the day it is added until it is erased, and what is said where there is none."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from layouts import GLOVES, OVEN_MEANS, bakery_pdf
from opening import open_page
from streamlit.testing.v1 import AppTest

from assistant.answer import Citation
from assistant.keeping import kept
from assistant.library import Library
from assistant.passage_pages import Draw, PassagePages, passage_pages
from assistant.privacy import purge
from assistant.service import Assistant
from assistant.ui import page_pictures
from ingest.errors import OversizedDocument
from ingest.markdown_format import to_markdown
from ingest.originals import Originals
from ingest.pages.drawing import Picture, draw_page

OVEN = "cqpm-fournier-de-nuit"
QUESTION = "Quels sont les moyens de la compétence 1 du fournier de nuit ?"
NO_COPY = f"La page ne peut pas être montrée : Acquis n'a pas de copie de {OVEN}.pdf. Ajoutez de nouveau ce document dans la page « Référentiels »."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDF and a home that holds it, both to be copied."""
    folder = tmp_path_factory.mktemp("four")
    bakery_pdf(folder / f"{OVEN}.pdf")
    Library(folder / "home").ingest([folder / f"{OVEN}.pdf"])
    return folder


@pytest.fixture
def document(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / f"{OVEN}.pdf", tmp_path))


@pytest.fixture
def library(made: Path, home: Path) -> Library:
    shutil.copytree(made / "home", home)
    return Library(home)


_DRAWN: dict[int, Picture] = {}
"""The pages of the document, which are the same in every home."""


class Drawing:
    """Draws pages and remembers which."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def __call__(self, path: Path, number: int) -> Picture:
        self.numbers.append(number)
        if number not in _DRAWN:
            _DRAWN[number] = draw_page(path, number)
        return _DRAWN[number]


def citation(library: Library, **changes: object) -> Citation:
    (cited,) = Assistant(library).ask(QUESTION)[0].citations
    return cited.model_copy(update=changes)


def pages(library: Library, cited: Citation, draw: Draw | None = None) -> PassagePages | None:
    return passage_pages(cited, library.shelf, library.store.originals, draw or Drawing())


class TestCopies:
    def test_a_pdf_is_kept_as_it_was_added_for_its_owner_only(self, library: Library, document: Path) -> None:
        copy = library.store.originals.of(library.store.certification(OVEN))
        assert copy == library.home / "documents" / f"{OVEN}.pdf"
        assert copy.read_bytes() == document.read_bytes()
        assert copy.stat().st_mode & 0o077 == 0

    def test_nothing_else_is_kept(self, shelf_library: Library) -> None:
        assert not (shelf_library.home / "documents").exists()

    def test_an_older_home_gets_its_copy_when_the_document_is_added_again(self, library: Library, document: Path) -> None:
        library.store.originals.drop(OVEN)
        assert [report.status for report in library.ingest([document])] == ["unchanged"]
        assert library.store.originals.of(library.store.certification(OVEN)) is not None

    def test_a_copy_of_another_document_is_none(self, library: Library) -> None:
        certification = library.store.certification(OVEN)
        (library.home / "documents" / f"{OVEN}.pdf").write_bytes(b"%PDF-1.7 %%EOF")
        assert library.store.originals.of(certification) is None

    def test_the_copy_stays_with_what_is_corrected_and_goes_with_what_replaces_it(self, library: Library, tmp_path: Path) -> None:
        exported = tmp_path / f"{OVEN}.md"
        exported.write_text(to_markdown(library.store.certification(OVEN)).replace("vitrée.", "vitrée du four."), "utf-8")
        library.ingest([exported])
        assert library.store.originals.of(library.store.certification(OVEN)) is not None
        other = (Path(__file__).parent / "documents" / "cqpm-confiseur.md").read_text("utf-8")
        exported.write_text(other, "utf-8")
        library.ingest([exported])
        assert list((library.home / "documents").iterdir()) == []

    def test_it_goes_with_its_referential_and_with_the_purge(self, library: Library, document: Path) -> None:
        library.remove(OVEN)
        assert list((library.home / "documents").iterdir()) == []
        library.ingest([document])
        (told,) = [item for item in kept(library.home) if item.path.name == "documents"]
        assert (told.size, told.personal) == (document.stat().st_size, True)
        assert purge(library) == ["documents"]
        assert not (library.home / "documents").exists()
        assert library.store.ids() == [OVEN]


class TestPages:
    def test_both_pages_of_a_sentence_that_the_page_end_cuts(self, library: Library) -> None:
        draw = Drawing()
        found = pages(library, citation(library), draw)
        assert found is not None
        assert [(page.number, len(page.boxes)) for page in found.pages] == [(1, 2), (2, 1)]
        assert found.note == ""
        assert draw.numbers == [1, 2]

    def test_a_page_that_is_enough_is_the_only_one_drawn(self, library: Library) -> None:
        draw = Drawing()
        oven, dough = (library.shelf.passage(f"{OVEN}/C{number}/constraints/1") for number in (1, 2))
        assert oven is not None
        assert dough is not None
        assert oven.text == dough.text == GLOVES
        tops = []
        for passage in (oven, dough):
            cited = citation(library, passage=passage.id, text=passage.text, page=passage.source.page)
            found = pages(library, cited, draw)
            assert found is not None
            tops += [box[1] for page in found.pages for box in page.boxes]
        assert draw.numbers == [2, 2]
        assert len(tops) == 2
        assert tops[0] < tops[1]  # each in the row of its own competence

    def test_a_part_of_a_passage(self, library: Library) -> None:
        found = pages(library, citation(library, text="avec le thermomètre étalon"))
        assert found is not None
        assert [len(page.boxes) for page in found.pages] == [1]

    def test_without_a_copy_it_is_said_what_to_do(self, library: Library) -> None:
        library.store.originals.drop(OVEN)
        assert pages(library, citation(library)) == PassagePages(note=NO_COPY)

    @pytest.mark.parametrize(
        ("corrected", "said"), [(None, "n'ont pas été retrouvés sur cette page"), (date(2026, 11, 21), "ont été corrigés à la main")]
    )
    def test_words_that_are_not_on_the_page_leave_it_unmarked(self, library: Library, corrected: date | None, said: str) -> None:
        found = pages(library, citation(library, text="Le levain est rafraîchi chaque matin par le tourier.", corrected=corrected))
        assert found is not None
        assert [(page.number, page.boxes) for page in found.pages] == [(1, ())]
        assert found.note == f"Les mots cités {said} : la page est montrée sans les surligner."

    def test_a_page_that_cannot_be_drawn_is_a_sentence(self, library: Library) -> None:
        def slow(path: Path, number: int) -> Picture:
            raise OversizedDocument("Trop longue à dessiner.")

        assert pages(library, citation(library), slow) == PassagePages(note="Trop longue à dessiner.")

    @pytest.mark.parametrize("changes", [{"certification": "autre"}, {"document": "autre.pdf"}, {"page": None}])
    def test_what_does_not_stand_on_a_page_of_the_document_has_none(self, library: Library, changes: dict[str, object]) -> None:
        assert pages(library, citation(library, **changes)) is None


class TestInTheAssistant:
    @pytest.fixture
    def page(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> AppTest:
        monkeypatch.setenv("ACQUIS_HOME", str(library.home))
        page_pictures.forget_pictures()
        page = open_page("assistant/ui/chat.py")
        page.chat_input[0].set_value(QUESTION).run()
        return page

    def test_nothing_is_drawn_before_a_chip_is_opened_and_a_page_is_drawn_once(
        self, page: AppTest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draw = Drawing()
        monkeypatch.setattr(page_pictures, "draw_page", draw)
        page.run()
        assert (len(page.image), draw.numbers) == (0, [])
        page.pills[0].set_value(1).run()
        assert not page.exception
        words = OVEN_MEANS.replace("-|", "")
        said = [f"Page {number} de {OVEN}.pdf, où sont surlignés ces mots\u00a0: «\u00a0{words}\u00a0»" for number in (1, 2)]
        assert [picture.alt for image in page.image for picture in image.proto.imgs][::2] == said
        page.run()
        assert draw.numbers == [1, 2]
        page.pills[0].set_value(None).run()
        assert len(page.image) == 0

    def test_an_older_home_shows_the_words_and_says_what_to_do(self, page: AppTest, library: Library) -> None:
        Originals(library.home).drop(OVEN)
        page.pills[0].set_value(1).run()
        assert not page.exception
        assert len(page.image) == 0
        assert [info.value.replace("\\", "").replace("\u00a0", " ") for info in page.info] == [NO_COPY]
        assert any("thermomètre étalon" in markdown.value for markdown in page.markdown)


def test_a_criterion_is_seen_on_its_page_from_the_referential(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_HOME", str(library.home))
    page = open_page("assistant/ui/referentials.py")
    monkeypatch.setattr(page_pictures, "draw_page", Drawing())
    next(button for button in page.button if "Fournier" in button.label).click().run()
    choice = next(box for box in page.selectbox if box.label == "Voir dans le document")
    assert OVEN_MEANS.replace("-|", "")[:60] in choice.options[2]
    choice.set_value(f"{OVEN}/C1/means/1").run()
    assert not page.exception
    assert [caption for image in page.image for caption in image.captions][::2] == [
        f"Page {number}, les mots cités surlignés" for number in (1, 2)
    ]
