"""Whether a text may become a parole: its place, its length, nobody's personal data, nothing said already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from assistant.dossier.masking import ADDRESS, COMPANY, EMAIL, LINK, NUMBER, PERSON, PHONE, Masker
from assistant.dossier.model import Dossier, Extract, Kind
from assistant.french import NBSP, listing, quoted
from assistant.paroles.book import Book
from vectorstore.tokens import fold
from vectorstore.utterances import NEAR_MISS, Utterance

SHORTEST, LONGEST = 5, 60
"""Words: what the shortest and the longest shipped parole have."""
_ALIKE = 90
"""Out of 100 (rapidfuzz): a word or two changed, or only case, accents and marks."""
_QUOTED_RUN = 6
"""Consecutive words of the statement from which a text quotes it instead of saying it."""
_PERSONAL = {
    PERSON: "un nom de personne",
    COMPANY: "un nom d'entreprise",
    EMAIL: "une adresse électronique",
    PHONE: "un numéro de téléphone",
    ADDRESS: "une adresse",
    LINK: "un lien",
    NUMBER: "un numéro d'identité",
}
_FIRST_PERSON = re.compile(r"\b(?:(?:je|moi|me|mon|ma|mes|on|nous|nos|notre)\b|[jm]['’])", re.IGNORECASE)


@dataclass
class Checker:
    """Checks paroles one after the other; those accepted count as known for the next."""

    book: Book
    _known: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._known = [_plain(utterance.text) for utterance in (*self.book.shipped, *self.book.added)]

    def refusal(self, utterance: Utterance) -> str:
        """Why it may not be stored, as the end of a French sentence; ``""`` when it may, and it is then known."""
        words = len(utterance.text.split())
        if words < SHORTEST or words > LONGEST:
            return f"elle compte {words} mots{NBSP}; il en faut de {SHORTEST} à {LONGEST}"
        if not self.book.knows(utterance):
            return self._no_place(utterance)
        if found := personal_data(f"{utterance.text}\n{utterance.origin}"):
            return f"elle contient {listing(found)}{NBSP}: remplacez par un rôle («{NBSP}ma cheffe{NBSP}», «{NBSP}un client{NBSP}»)"
        plain = _plain(utterance.text)
        match = process.extractOne(plain, self._known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if match is not None:
            return "elle répète une parole déjà présente, à un ou deux mots près"
        self._known.append(plain)
        return ""

    def drafted_refusal(self, utterance: Utterance, statement: str) -> str:
        """As :meth:`refusal`, for what a model wrote: it must be someone speaking, in other words than the statement's."""
        if not _FIRST_PERSON.search(utterance.text):
            return "personne n'y parle en son nom"
        if _shares_run(utterance.text, statement):
            return "elle recopie le critère"
        return self.refusal(utterance)

    def _no_place(self, utterance: Utterance) -> str:
        numbers = sorted({place.competence for place in self.book.places})
        if utterance.competence not in numbers:
            last = f"de {numbers[0]} à {numbers[-1]}" if numbers else "aucun"
            return f"la compétence {utterance.competence} n'existe pas ici (numéros{NBSP}: {last})"
        parts = list(dict.fromkeys(place.part for place in self.book.places if place.competence == utterance.competence))
        if utterance.part not in parts:
            return f"la partie {quoted(utterance.part)} n'existe pas pour cette compétence{NBSP}: {listing([*parts, NEAR_MISS])}"
        return f"{quoted(utterance.about or '')} (about) ne reprend le début d'aucun critère de cette partie"


def personal_data(text: str) -> list[str]:
    """What identifies someone in a text, in French (« un nom de personne »); it misses some, as any program does."""
    masked = Masker(Dossier("", "txt", (Extract(1, text, Kind.PROSE),))).text(text)
    return [name for mask, name in _PERSONAL.items() if masked.count(mask) > text.count(mask)]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text.lower())))


def _shares_run(text: str, statement: str) -> bool:
    said, official = _plain(text).split(), f" {_plain(statement)} "
    runs: Iterable[str] = (" ".join(said[at : at + _QUOTED_RUN]) for at in range(len(said) - _QUOTED_RUN + 1))
    return f" {_plain(statement)} " in f" {_plain(text)} " or any(f" {run} " in official for run in runs)
