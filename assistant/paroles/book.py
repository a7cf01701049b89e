"""Which paroles each criterion of a certification has, and the file of a home that holds those that were added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.french import NBSP, listing, quoted
from assistant.library import Library
from ingest.atomic import write_atomically
from ingest.errors import AcquisError, StoreError
from ingest.model import Family, Part, Passage
from ingest.passages import passages_of
from vectorstore.manifest import WriteLock
from vectorstore.utterances import COMPETENCE, NEAR_MISS, Utterance, attach, load_utterances, read_utterances

ALL = "all"
"""In place of an origin: every added parole."""
_PARTS = frozenset({*Family, Part.RESULTS})
_WAIT = 30.0
_ABOUT_WORDS = 8


@dataclass(frozen=True)
class Place:
    """A statement that paroles may evidence; ``about`` are the first words that tell it from the others of its competence and part."""

    passage: Passage
    competence: int
    part: str
    about: str


@dataclass(frozen=True)
class Count:
    """How many paroles a place has: shipped with Acquis, and added in this home by origin."""

    place: Place
    shipped: int
    origins: dict[str, int]

    @property
    def added(self) -> int:
        """Those of the home."""
        return sum(self.origins.values())


@dataclass(frozen=True)
class Book:
    """The paroles of one certification as they stand."""

    certification: str
    places: tuple[Place, ...]
    statements: tuple[Passage, ...]
    shipped: tuple[Utterance, ...]
    added: tuple[Utterance, ...]

    @property
    def counts(self) -> tuple[Count, ...]:
        """Each place with its paroles, in the order of the referential."""
        shipped, added = self.by_statement(self.shipped), self.by_statement(self.added)
        return tuple(
            Count(place, len(shipped.get(place.passage.id, ())), dict(Counter(u.origin for u in added.get(place.passage.id, ()))))
            for place in self.places
        )

    @property
    def origins(self) -> dict[str, int]:
        """How many were added by each origin, near misses included."""
        return dict(Counter(utterance.origin for utterance in self.added))

    @property
    def without(self) -> tuple[Place, ...]:
        """The places that have none."""
        return tuple(count.place for count in self.counts if not count.shipped + count.added)

    def knows(self, utterance: Utterance) -> bool:
        """Whether a parole finds a statement here; a near miss only needs its competence."""
        if utterance.part == NEAR_MISS:
            return any(place.competence == utterance.competence for place in self.places)
        return bool(attach([utterance], self.statements))

    def by_statement(self, utterances: Iterable[Utterance]) -> dict[str, list[Utterance]]:
        """Paroles by the id of the statement that each one finds."""
        found: dict[str, list[Utterance]] = {}
        for utterance, passage in attach(utterances, self.statements):
            found.setdefault(passage.id, []).append(utterance)
        return found


def open_book(library: Library, certification: str) -> Book:
    """The paroles of a certification in store.

    Raises:
        UnknownCertification: it is not in store.
        StoreError: the file of the home holds a line that is no parole.
    """
    passages = tuple(passages_of(library.store.certification(certification)))
    criteria = [p for p in passages if p.parent is None and p.competence is not None and p.part in _PARTS]
    wanted = criteria or [p for p in passages if p.kind == "competence"]
    path = added_file(library, certification)
    return Book(
        certification,
        places=tuple(_place(passage, wanted) for passage in wanted),
        statements=tuple(wanted),
        shipped=tuple(load_utterances(certification)),
        added=tuple(read_utterances(path)) if path.is_file() else (),
    )


def added_file(library: Library, certification: str) -> Path:
    """Where the paroles added for a certification are kept."""
    return library.own / "paroles" / f"{certification}.jsonl"


def store(library: Library, certification: str, choose: Callable[[Book], Sequence[Utterance]]) -> tuple[Utterance, ...]:
    """Add the paroles that ``choose`` takes, given the book as it stands, rebuild the index, and return them.

    Nobody else writes between the choice and the writing.

    Raises:
        StoreError: another program writes, or the folder cannot be written.
    """
    with WriteLock(library.home, _WAIT):
        book = open_book(library, certification)
        chosen = tuple(choose(book))
        if chosen:
            _write(library, certification, [*book.added, *chosen])
    if chosen:
        library.reindex()
    return chosen


def remove(library: Library, certification: str, origin: str) -> int:
    """Forget the paroles added by an origin (or all), rebuild the index, and return how many they were.

    Raises:
        AcquisError: nothing of this origin was added; the message lists the origins.
    """
    with WriteLock(library.home, _WAIT):
        book = open_book(library, certification)
        kept = [] if origin == ALL else [utterance for utterance in book.added if utterance.origin != origin]
        gone = len(book.added) - len(kept)
        if not gone:
            raise AcquisError(_nothing(book, origin))
        _write(library, certification, kept)
    library.reindex()
    return gone


def _nothing(book: Book, origin: str) -> str:
    if not book.added:
        return f"Aucune parole n'a été ajoutée à {book.certification}{NBSP}: il n'y a rien à retirer."
    known = listing([quoted(name) for name in book.origins])
    return f"Aucune parole de {book.certification} n'a pour origine {quoted(origin)}{NBSP}: donnez {known}, ou {quoted(ALL)} pour toutes."


def _write(library: Library, certification: str, utterances: Sequence[Utterance]) -> None:
    path = added_file(library, certification)
    if utterances:
        write_atomically(path, "".join(utterance.model_dump_json() + "\n" for utterance in utterances))
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"Impossible d'effacer {path} ({error.strerror or error}){NBSP}: effacez-le à la main.") from error


def _place(passage: Passage, all_of_them: Sequence[Passage]) -> Place:
    part = COMPETENCE if passage.kind == "competence" else passage.part or ""
    beside = [p.text for p in all_of_them if p is not passage and (p.competence, p.part) == (passage.competence, passage.part)]
    words = passage.text.split()
    for size in range(min(_ABOUT_WORDS, len(words)), len(words) + 1):
        about = " ".join(words[:size])
        if not any(" ".join(other.split()).startswith(about) for other in beside):
            break
    return Place(passage, passage.competence or 0, part, about)
