"""Where a term stands in every referential: who asks for an audit, who names SMART, AMDEC or 5S.

A term is found in every form that the index folds together (« audit », « auditer », « audités ») and behind the other names that it knows
(« document unique » and DUERP). Words of the same family may be folded too: the passages are quoted, the reader judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.comparing.citing import one_line
from assistant.gathering import Shelf
from assistant.places import place_heading
from ingest.errors import AcquisError
from ingest.model import FRENCH_PART, Passage
from vectorstore.tokens import query_tokens, tokens


@dataclass(frozen=True)
class Occurrence:
    """A passage that holds a term. ``place`` is French."""

    passage: Passage
    place: str

    @property
    def text(self) -> str:
        """The passage's words on one line."""
        return one_line(self.passage.text)


@dataclass(frozen=True)
class Concordance:
    """One term: the occurrences of each certification, in the order of the document; those that do not name it have none."""

    term: str
    by_certification: dict[str, tuple[Occurrence, ...]]

    @property
    def holders(self) -> tuple[str, ...]:
        """The certifications that name the term."""
        return tuple(name for name, found in self.by_certification.items() if found)


def concordance(term: str, shelf: Shelf, certifications: Sequence[str] = ()) -> Concordance:
    """Look for a term in these certifications, or in all.

    Raises:
        AcquisError: the term has no word to look for (only stop words, or none).
    """
    wanted = query_tokens(term)
    if not wanted:
        raise AcquisError(f"« {term} » ne contient aucun mot à chercher : donnez un terme, par exemple « audit » ou « AMDEC ».")
    names = certifications or shelf.catalogue.ids()
    return Concordance(term, {name: tuple(_occurrences(wanted, shelf, name)) for name in names})


def _occurrences(wanted: Sequence[str], shelf: Shelf, name: str) -> Iterator[Occurrence]:
    certification = shelf.catalogue[name]
    for passage in shelf.of(name):
        if passage.kind != "bullet" and _holds(tokens(passage.text), wanted):
            part = f", {FRENCH_PART[passage.part]}" if passage.part else ""
            yield Occurrence(passage, f"{place_heading(passage, certification)}{part}")


def _holds(said: Iterable[str], wanted: Sequence[str]) -> bool:
    """Whether the words stand in a row."""
    found, size = list(said), len(wanted)
    return any(found[n : n + size] == list(wanted) for n in range(len(found) - size + 1))
