"""A citation of a PDF shown on its page: which pages, and where its words stand on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Citation
from assistant.gathering import Shelf
from ingest.errors import AcquisError
from ingest.model import Certification
from ingest.originals import Originals, is_pdf
from ingest.pages.drawing import Box, Picture
from ingest.pages.finding import Found, Neighbours, find
from ingest.pages.steps import plain

MOST_PAGES = 3
"""A cell of a table seldom goes on over more."""
_ENOUGH = 0.6
"""Share of the letters below which the words are not taken for those of the quotation."""
_NEIGHBOURS, _NEIGHBOUR_CHARACTERS = 2, 200
"""Passages on each side, and the most of the text of each, that tell a sentence from the same one elsewhere on the page."""

Draw = Callable[[Path, int], Picture]
"""Draws a page of a file; may keep what it drew."""


@dataclass(frozen=True)
class Page:
    """A page of the document, from 1, with the boxes of the cited words."""

    number: int
    picture: Picture
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class PassagePages:
    """The pages on which a citation stands; ``note``: what cannot be shown, why, and what to do, as a French sentence."""

    pages: tuple[Page, ...] = ()
    note: str = ""


def passage_pages(citation: Citation, shelf: Shelf, originals: Originals, draw: Draw) -> PassagePages | None:
    """The pages of a citation, or None when it does not come from the page of a PDF that is still in store."""
    if citation.certification not in shelf.catalogue or not _is_of(citation, shelf.catalogue[citation.certification]):
        return None
    path = originals.of(shelf.catalogue[citation.certification])
    if path is None:
        return PassagePages(
            note=f"La page ne peut pas être montrée : Acquis n'a pas de copie de {citation.document}. "
            "Ajoutez de nouveau ce document dans la page « Référentiels »."
        )
    try:
        return _located(citation, shelf, path, draw)
    except AcquisError as error:
        return PassagePages(note=str(error))


def _is_of(citation: Citation, certification: Certification) -> bool:
    return is_pdf(certification.document) and certification.document.name == citation.document and citation.page is not None


def _located(citation: Citation, shelf: Shelf, path: Path, draw: Draw) -> PassagePages:
    """Pages are added as long as more of the words are found there."""
    assert citation.page is not None
    around = _around(citation, shelf)
    pictures = [draw(path, citation.page)]
    found = find(citation.text, [pictures[0].words], around)
    while _may_go_on(found, around, pictures, citation.page):
        more = [*pictures, draw(path, citation.page + len(pictures))]
        further = find(citation.text, [picture.words for picture in more], around)
        elsewhere = not further.boxes[0] and found.share >= _ENOUGH  # the same words again, on the next page only
        if elsewhere or (further.share <= found.share and further.alike <= found.alike):
            break
        pictures, found = more, further
    if found.share < _ENOUGH:
        why = "ont été corrigés à la main" if citation.corrected else "n'ont pas été retrouvés sur cette page"
        note = f"Les mots cités {why} : la page est montrée sans les surligner."
        return PassagePages((Page(citation.page, pictures[0], ()),), note)
    pages = enumerate(zip(pictures, found.boxes, strict=True), start=citation.page)
    return PassagePages(tuple(Page(number, picture, boxes) for number, (picture, boxes) in pages if boxes))


def _may_go_on(found: Found, around: Neighbours, pictures: list[Picture], first: int) -> bool:
    """Whether the next page may hold words that are missing, of this quotation or of a paragraph that says the same."""
    missing = found.share < 1 or found.alike < around.of
    return missing and len(pictures) < MOST_PAGES and first + len(pictures) <= pictures[0].pages


def _around(citation: Citation, shelf: Shelf) -> Neighbours:
    """What the referential says just before and just after the cited words, and where else on the page it says the same."""
    passages = [passage for passage in shelf.of(citation.certification) if passage.kind != "bullet"]
    rank = next((rank for rank, passage in enumerate(passages) if passage.id == citation.passage), None)
    if rank is None:
        return Neighbours()
    start, cited, end = passages[rank].text.partition(citation.text)
    before = [*(passage.text for passage in passages[max(0, rank - _NEIGHBOURS) : rank]), start if cited else ""]
    after = [end, *(passage.text for passage in passages[rank + 1 : rank + 1 + _NEIGHBOURS])]
    same = [passage.id for passage in passages if passage.source.page == citation.page and plain(passage.text) == plain(citation.text)]
    return Neighbours(
        rank=same.index(citation.passage) if citation.passage in same else 0,
        of=len(same),
        before=tuple(text[-_NEIGHBOUR_CHARACTERS:] for text in before),
        after=tuple(text[:_NEIGHBOUR_CHARACTERS] for text in after),
    )
