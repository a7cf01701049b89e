"""Paroles that people bring: a file of them, or the words of a person that an adviser confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.french import NBSP
from assistant.library import Library
from assistant.paroles.book import Book, open_book, store
from assistant.paroles.checking import Checker
from assistant.paroles.files import read_file
from ingest.errors import AcquisError
from vectorstore.utterances import Utterance

ADVISER = "conseiller"
"""The origin of what an adviser confirmed."""


@dataclass(frozen=True)
class Refused:
    """A parole that was not stored; ``line`` counts from 1 in the file, ``reason`` is the end of a French sentence."""

    line: int
    reason: str

    @property
    def sentence(self) -> str:
        """For whoever wrote the file."""
        return f"Ligne {self.line}{NBSP}: parole refusée, {self.reason}."


def add_file(library: Library, certification: str, path: Path) -> tuple[int, tuple[Refused, ...]]:
    """Store the paroles of a file that pass every check; how many they are, and the others with the reason.

    Raises:
        AcquisError: the file cannot be read; nothing is stored.
    """
    lines = list(read_file(path))
    refused: list[Refused] = []

    def choose(book: Book) -> list[Utterance]:
        checker, accepted = Checker(book), []
        for number, parole in lines:
            reason = parole if isinstance(parole, str) else checker.refusal(parole)
            if reason:
                refused.append(Refused(number, reason))
            elif isinstance(parole, Utterance):
                accepted.append(parole)
        return accepted

    return len(store(library, certification, choose)), tuple(refused)


def confirm(library: Library, certification: str, passage_id: str, words: str, *, consent: bool) -> Utterance:
    """Make a parole of someone's words that an adviser confirms to show a statement. ``consent``: the person agreed to it.

    Raises:
        AcquisError: no consent, an unknown statement, or words that may not be kept; the message says which and what to do.
    """
    if not consent:
        raise AcquisError(f"La personne doit donner son accord avant que ses mots soient gardés{NBSP}: cochez la case ensuite.")
    place = next((place for place in open_book(library, certification).places if place.passage.id == passage_id), None)
    if place is None:
        raise AcquisError(f"Le critère {passage_id} n'est pas dans {certification}{NBSP}: relisez le récit, puis recommencez.")
    text = " ".join(words.split())
    parole = Utterance(competence=place.competence, part=place.part, about=place.about, text=text, origin=ADVISER)

    def choose(book: Book) -> list[Utterance]:
        if reason := Checker(book).refusal(parole):
            raise AcquisError(f"La parole n'est pas gardée{NBSP}: {reason}.")
        return [parole]

    store(library, certification, choose)
    return parole
