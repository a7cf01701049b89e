"""Where a citation or a passage stands, in French words: certification, block, competence and part, page and lines."""

from __future__ import annotations

import re

from assistant.answer import Citation
from assistant.catalogue import Catalogue
from assistant.french import NBSP
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Certification, Passage, Source
from ingest.structure.places import where


def citation_title(number: int, citation: Citation, passage: Passage | None, catalogue: Catalogue) -> str:
    """``"[1] Technicien de la qualité — compétence 4, moyens utilisés — p. 3, l. 12"``."""
    name = display_name(catalogue[citation.certification]) if citation.certification in catalogue else citation.certification
    pieces = [name, _place_in_referential(citation, passage), citation_place(citation)]
    return f"[{number}] " + " — ".join(piece for piece in pieces if piece)


def citation_place(citation: Citation) -> str:
    """``"p. 3, l. 12"``, and that the words were corrected by hand; empty when there is neither page, nor line, nor correction."""
    return where(Source(document=citation.document, page=citation.page, lines=citation.lines, corrected=citation.corrected))


def _place_in_referential(citation: Citation, passage: Passage | None) -> str:
    part = FRENCH_PART.get(citation.family or "", "")
    if citation.competence is not None:
        return ", ".join(piece for piece in (f"compétence {citation.competence}", part) if piece)
    if passage is None:
        return part
    if passage.block is not None:
        return ", ".join(piece for piece in (f"bloc {passage.block}", part) if piece)
    return passage.context.rsplit(" > ", 1)[-1].rstrip(" :")


def place_heading(passage: Passage, certification: Certification) -> str:
    """The title above a passage: ``"Compétence 3 (C3) : Titre"``, ``"Bloc 2 (BDC0230) : Titre"``, that of its section or field."""
    found = certification.competence(passage.competence) if passage.competence is not None else None
    if found:
        return f"{competence_name(certification, passage.competence)}{NBSP}: {found[1].title}"
    if passage.kind in ("section", "fact"):
        return passage.context.rsplit(" > ", 1)[-1].rstrip(" :")
    block = next((b for b in certification.blocks if b.number == passage.block), None)
    title = f"{NBSP}: {block.title}" if block and block.title else ""
    return f"{block_name(certification, passage.block)}{title}"


def rank_in_document(passage: Passage) -> list[int]:
    """The numbers of an id (``qse-v2/S9/12``) count sections and paragraphs in the order of the document."""
    return [int(digits) for digits in re.findall(r"\d+", passage.id.removeprefix(passage.certification))]


def block_name(certification: Certification, number: int | None) -> str:
    """``"Bloc 2 (BDC0230)"``; a block whose code the document leaves blank has none."""
    block = next((b for b in certification.blocks if b.number == number), None)
    return f"Bloc {number} ({block.code})" if block and block.code else f"Bloc {number}"


def competence_name(certification: Certification, number: int | None) -> str:
    """``"Compétence 3 (C3)"``; a competence without a code has none."""
    found = certification.competence(number or 0)
    return f"Compétence {number} ({found[1].code})" if found and found[1].code else f"Compétence {number}"
