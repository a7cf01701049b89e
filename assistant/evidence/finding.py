"""From a passage of a referential to the proofs to bring: the reviewed ones where there are some, the nearest ones otherwise."""

from __future__ import annotations

from functools import cached_property

from assistant.evidence.links import reviewed
from assistant.evidence.proofs import Proof, catalogue
from assistant.evidence.search import ProofSearch
from assistant.library import Library
from ingest.model import Family, Part, Passage

PROVABLE = (*Family, Part.RESULTS)
"""The parts of a competence that a candidate proves; the conditions are given to him."""


class ProofFinder:
    """Finds proofs for the referentials of one library; nothing is loaded before it is needed."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def provable(self, certification_id: str, number: int) -> list[Passage]:
        """What can be proved of a competence: its criteria and results in the order of the text, or its title where there are none."""
        mine = [p for p in self._library.shelf.of(certification_id) if p.competence == number and p.kind != "bullet"]
        return [p for p in mine if p.part in PROVABLE] or [p for p in mine if p.kind == "competence"]

    def proofs_for(self, passage: Passage) -> tuple[Proof, ...]:
        """The two to four proofs that fit a passage best, best first."""
        linked = self._links(passage)
        return tuple(catalogue()[proof] for proof in linked) if linked else self.search(passage)

    def search(self, passage: Passage) -> tuple[Proof, ...]:
        """The two to four proofs nearest to a passage, links left aside."""
        return self._search.best(passage.text, title=self._title(passage), family=passage.part)

    def _links(self, passage: Passage) -> tuple[str, ...]:
        if passage.competence is None:
            return ()
        provable = (p.id for p in self.provable(passage.certification, passage.competence))
        return reviewed(f"{passage.certification}/C{passage.competence}", provable).get(passage.id, ())

    def _title(self, passage: Passage) -> str:
        """The title of a passage's competence, unless the passage is that title or stands in none."""
        if passage.competence is None or passage.kind == "competence":
            return ""
        found = self._library.catalogue[passage.certification].competence(passage.competence)
        return found[1].title if found else ""

    @cached_property
    def _search(self) -> ProofSearch:
        return ProofSearch(self._library.index.embedder)
