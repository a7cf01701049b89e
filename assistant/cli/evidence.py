"""``evidence``: which proofs to bring for a competence, criterion by criterion."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assistant.cli.output import notice, print_json
from assistant.documents import only_competence
from assistant.evidence.finding import ProofFinder
from assistant.evidence.proofs import Proof
from assistant.evidence.wording import DECISION, details
from assistant.french import NBSP, quoted
from assistant.library import Library
from assistant.provenance import source_notices
from ingest.model import FRENCH_PART, Certification, Competence, Part, Passage


@dataclass(frozen=True)
class _Advised:
    """One competence with the proofs for each passage of it; ``notes`` close the advice."""

    certification: Certification
    competence: Competence
    proofs: list[tuple[Passage, tuple[Proof, ...]]]
    notes: tuple[str, ...]


def evidence_command(arguments: Namespace) -> int:
    """The criteria and results of one competence, each with two to four proofs; a registry sheet's competence as a whole."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    advised = _advised(library, arguments.id, arguments.competence)
    if arguments.json:
        print_json(_document(advised))
    else:
        print("\n".join(_report(advised)))
    return 0


def _advised(library: Library, certification_id: str, number: int) -> _Advised:
    certification = library.store.certification(certification_id)
    (_, competence) = next(only_competence(certification, number).competences())
    finder = ProofFinder(library)
    passages = finder.provable(certification.id, number)
    notes = (DECISION, *source_notices(passages, library.catalogue))
    return _Advised(certification, competence, [(passage, finder.proofs_for(passage)) for passage in passages], notes)


def _document(advised: _Advised) -> dict[str, Any]:
    items = [_item(passage, proofs) for passage, proofs in advised.proofs]
    return {
        "certification": advised.certification.id,
        "competence": advised.competence.number,
        "code": advised.competence.code,
        "title": advised.competence.title,
        "criteria": [item for item in items if item["family"] != Part.RESULTS],
        "results": [item for item in items if item["family"] == Part.RESULTS],
        "advice": list(advised.notes),
    }


def _item(passage: Passage, proofs: Sequence[Proof]) -> dict[str, Any]:
    evidence = [proof.model_dump(mode="json", include={"id", "name", "shows", "must_contain", "hide", "watch_out"}) for proof in proofs]
    return {"id": passage.id, "family": passage.part, "text": passage.text, "evidence": evidence}


def _report(advised: _Advised) -> Iterator[str]:
    """The criteria with numbered proofs, then each proof once, described."""
    competence = advised.competence
    proofs = {proof.id: proof for _, suited in advised.proofs for proof in suited}
    numbers = {proof: number for number, proof in enumerate(proofs, start=1)}
    yield f"Compétence {competence.number}{f' ({competence.code})' if competence.code else ''} — {competence.title}"
    yield f"{advised.certification.id} — {advised.certification.title}"
    for part, of_part in groupby(advised.proofs, key=lambda pair: pair[0].part):
        yield ""
        yield FRENCH_PART[part].capitalize() if part else "Ce document ne donne pas de critères : preuves pour toute la compétence"
        for passage, suited in of_part:
            yield f"  {quoted(passage.text.replace(chr(10), chr(10) + '    '))}"
            yield from (f"    {numbers[proof.id]}. {proof.name}" for proof in suited)
    yield ""
    yield f"Conseil{NBSP}: les preuves une par une"
    for proof in proofs.values():
        yield ""
        yield f"  {numbers[proof.id]}. {proof.name}"
        yield from (f"     {line}" for line in (proof.shows, *details(proof)))
    yield ""
    yield from advised.notes
