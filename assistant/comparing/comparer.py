"""Two referentials of the library compared: two versions are aligned, two certifications are bridged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.catalogue import Catalogue
from assistant.comparing.bridge_summary import statements_of_bridges
from assistant.comparing.bridges import Bridges
from assistant.comparing.model import Comparison, Relation
from assistant.comparing.summary import statements_of_versions
from assistant.comparing.versions import pairs_of_versions
from assistant.library import Library
from assistant.provenance import correction_notes
from ingest.errors import AcquisError
from ingest.model import Passage, Provenance
from vectorstore.embeddings import Embedder, load_embedder

INDICATIVE = "Passerelle indicative, sans valeur d'équivalence : seul l'organisme certificateur décide de ce qui est repris."


class Comparer:
    """Compares what the library holds."""

    def __init__(self, library: Library, embedder: Embedder | None = None) -> None:
        self._library = library
        self._embedder = embedder or load_embedder(library.settings)

    def compare(self, a: str, b: str, on: date | None = None) -> Comparison:
        """``a`` the older version, or the certification held; ``b`` the newer, or the one aimed at; ``on`` is today unless told.

        Raises:
            AcquisError: one of them is not in store, or they are the same.
        """
        held, aimed = self._library.store.certification(a), self._library.store.certification(b)
        if held.id == aimed.id:
            raise AcquisError(f"Les deux référentiels sont le même ({a}) : donnez deux identifiants différents.")
        on = on or date.today()  # the day on the user's own calendar
        notes = tuple(
            f"{known.id} est une fiche : la comparaison porte sur un résumé rédigé par le projet, seul le texte officiel fait foi."
            for known in (held, aimed)
            if known.provenance == Provenance.FICHE
        ) + tuple(note for known in (held, aimed) for note in correction_notes(known))
        if are_versions(held.id, aimed.id, self._library.catalogue):
            pairs = pairs_of_versions(self._passages(held.id), self._passages(aimed.id), self._embedder)
            backwards = _is_newer(held.id, aimed.id, self._library.catalogue)
            notes = (f"La comparaison se lit du nouveau texte ({held.id}) vers l'ancien.", *notes) if backwards else notes
            return Comparison(held.id, aimed.id, Relation.VERSIONS, on, pairs, statements_of_versions(pairs), notes, backwards)
        pairs = self.bridges(held.id, aimed.id).pairs()
        statements = statements_of_bridges(pairs, held, aimed)
        return Comparison(held.id, aimed.id, Relation.CERTIFICATIONS, on, pairs, statements, (INDICATIVE, *notes))

    def bridges(self, a: str, b: str) -> Bridges:
        """The scores between two certifications in store."""
        return Bridges(self._passages(a), self._passages(b), self._embedder)

    def _passages(self, certification_id: str) -> Sequence[Passage]:
        return tuple(self._library.shelf.of(certification_id))


def _is_newer(a: str, b: str, catalogue: Catalogue) -> bool:
    """Whether ``a`` is known to be the newer of two versions, by its label or its number."""
    (*first, _), (*second, _) = catalogue.known[a].age, catalogue.known[b].age
    return first > second


def are_versions(a: str, b: str, catalogue: Catalogue) -> bool:
    """Whether two referentials are versions of one certification, both with criteria; a registry sheet is no version of a referential."""
    same_kind = catalogue[a].kind == catalogue[b].kind
    return same_kind and b in catalogue.versions_of(a)
