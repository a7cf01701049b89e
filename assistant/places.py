"""Where a citation stands, in French words: certification, competence and part, page and lines."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.catalogue import Catalogue
from assistant.understanding import display_name
from ingest.model import FRENCH_PART, Passage, Source
from ingest.structure.places import where


def citation_title(number: int, citation: Citation, passage: Passage | None, catalogue: Catalogue) -> str:
    """``"[1] Technicien de la qualité — compétence 4, moyens utilisés — p. 3, l. 12"``."""
    name = display_name(catalogue[citation.certification]) if citation.certification in catalogue else citation.certification
    pieces = [name, _place_in_referential(citation, passage), citation_place(citation)]
    return f"[{number}] " + " — ".join(piece for piece in pieces if piece)


def citation_place(citation: Citation) -> str:
    """``"p. 3, l. 12"``; empty when the document has neither pages nor lines."""
    return where(Source(document=citation.document, page=citation.page, lines=citation.lines))


def _place_in_referential(citation: Citation, passage: Passage | None) -> str:
    part = FRENCH_PART.get(citation.family or "", "")
    if citation.competence is not None:
        return ", ".join(piece for piece in (f"compétence {citation.competence}", part) if piece)
    if passage is None:
        return part
    if passage.block is not None:
        return ", ".join(piece for piece in (f"bloc {passage.block}", part) if piece)
    return passage.context.rsplit(" > ", 1)[-1].rstrip(" :")
