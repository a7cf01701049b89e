"""« Quels référentiels parlent d'AMDEC ? » in the chat: a concordance, quoted, where search has found nothing to say."""

from __future__ import annotations

import re
import unicodedata

from assistant.answer import Answer, Status
from assistant.comparing.concordance import Occurrence, concordance
from assistant.draft import Draft
from assistant.french import NBSP, listing, plural, quoted
from assistant.gathering import Shelf
from assistant.understanding import display_name
from ingest.errors import AcquisError
from vectorstore.tokens import fold

_WHO = r"(?:quel(?:le)?s? (?:sont les )?(?:referentiels?|certifications?|cqpm|textes?|documents?)|qui|lequel|laquelle|lesquel(?:le)?s|ou)"
_NAMES = r"(?:parl|mention|cit|nomm|demand|exig|evoqu|utilis|trouv|impos)\w*(?:-t-on|-t-il|-on)?"
_ARTICLES = r"(?:(?:de la|des|du|de|les|le|la|une|un|aux|au|a) |(?:de )?[ld]')*"
_ASKED = re.compile(rf"\b{_WHO}\b.*?\b{_NAMES} {_ARTICLES}(?P<term>[^?!.]+?)\s*[?!.]*$")
_SHOWN = 4


def term_asked(question: str) -> str | None:
    """The term whose places are asked for, as it was written; None for any other question."""
    written = unicodedata.normalize("NFC", question).replace("’", "'").strip()
    folded = fold(written.lower())
    match = _ASKED.search(folded) if len(folded) == len(written) else None
    return written[match.start("term") : match.end("term")] if match else None


def concordance_answer(question: str, shelf: Shelf) -> Answer | None:
    """The passages that hold the term, certification by certification; None when no term is asked for or no text holds it."""
    term = term_asked(question)
    if term is None:
        return None
    try:
        found = concordance(term, shelf)
    except AcquisError:  # only stop words: nothing to look for
        return None
    if not found.holders:
        return None
    draft, names = Draft(), {name: display_name(shelf.catalogue[name]) for name in found.by_certification}
    draft.say(f"{quoted(term)} se trouve dans {plural(len(found.holders), 'référentiel')} sur {len(names)}.")
    for name in found.holders:
        occurrences = found.by_certification[name]
        draft.say()
        draft.say(f"**{names[name]}**{NBSP}: {plural(len(occurrences), 'passage')}")
        draft.say()
        shown = sorted(occurrences, key=_is_prose)[:_SHOWN]
        for occurrence in shown:
            draft.say(f"- {occurrence.place}{NBSP}: {draft.quote(occurrence.passage)}")
    absent = [names[name] for name in names if name not in found.holders]
    if absent:
        draft.say()
        draft.say(f"Ne le nomment pas{NBSP}: {listing(absent)}.")
    return Answer(
        status=Status.ANSWERED,
        answer=draft.markdown,
        reading=f"où se trouve {quoted(term)}",
        certifications=found.holders,
        citations=tuple(draft.citations),
        advice=(f"Tous les passages{NBSP}: «{NBSP}acquis compare --term \"{term}\"{NBSP}».",),
    )


def _is_prose(occurrence: Occurrence) -> bool:
    """Criteria and knowledge come before the free text of sections."""
    return occurrence.passage.kind in ("section", "fact")
