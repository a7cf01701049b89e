"""What a careful reader would ask of a parsed referential: the diagnostics of its parse report."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import FRENCH_PART, Block, Certification, Competence, Diagnostic, Family, Kind, Level, Statement
from ingest.structure.columns import plain
from ingest.structure.places import where

CODES = frozenset({"no-competence", "numbering-gap", "missing-family", "duplicated-sentence", "shared-knowledge", "empty-field"})
"""The codes of these diagnostics, which a correction makes anew."""


def check(certification: Certification) -> list[Diagnostic]:
    """Every anomaly of a certification, with its place; grouped by kind of check, each in the order of the document."""
    return [
        *_nothing_recognised(certification),
        *_numbering(certification),
        *(d for _, competence in certification.competences() for d in _parts(competence, certification.kind)),
        *(d for _, competence in certification.competences() for d in _repeated(competence)),
        *_repeated_knowledge(certification.blocks),
        *_empty_facts(certification),
    ]


def _nothing_recognised(certification: Certification) -> Iterator[Diagnostic]:
    if next(certification.competences(), None) is None:
        yield Diagnostic(
            level=Level.WARNING,
            code="no-competence",
            message="Aucune compétence ni aucun critère n'ont été reconnus : le document est lu comme un texte à sections.",
            where=certification.document.name,
        )


def _numbering(certification: Certification) -> Iterator[Diagnostic]:
    expected = 1
    for _, competence in certification.competences():
        if competence.number != expected:
            message = f"La numérotation passe de {expected - 1} à {competence.number}."
            yield Diagnostic(level=Level.WARNING, code="numbering-gap", message=message, where=where(competence.source))
        expected = competence.number + 1


def _parts(competence: Competence, kind: Kind) -> Iterator[Diagnostic]:
    if kind != Kind.CQPM:
        return
    for part in (*Family, "conditions", "results"):
        if not competence.part(part):
            message = f"Compétence {competence.number} : rien n'a été lu pour « {FRENCH_PART[part]} »."
            yield Diagnostic(level=Level.WARNING, code="missing-family", message=message, where=where(competence.source))


def _repeated(competence: Competence) -> Iterator[Diagnostic]:
    for statements in (competence.conditions, competence.criteria, competence.results):
        seen: set[tuple[str, str]] = set()
        for statement in statements:
            key = (getattr(statement, "family", ""), plain(statement.verbatim))
            if key in seen:
                message = f"Compétence {competence.number} : phrase écrite deux fois dans le document (« {statement.text[:60]}… »)."
                yield Diagnostic(level=Level.INFO, code="duplicated-sentence", message=message, where=where(statement.source))
            seen.add(key)


def _repeated_knowledge(blocks: tuple[Block, ...]) -> Iterator[Diagnostic]:
    """Knowledge cells merged over several blocks repeat the end of one another: the split between blocks is then a guess."""
    for block in blocks:
        texts = [plain(item.text) for item in block.knowledge]
        for doubled in _doubled(block.knowledge):
            yield Diagnostic(
                level=Level.INFO,
                code="duplicated-sentence",
                message=f"Bloc {block.number} : connaissance écrite deux fois (« {doubled.text[:60]} »).",
                where=where(doubled.source),
            )
        for other in blocks[: block.number - 1]:
            before = [plain(item.text) for item in other.knowledge]
            if 1 < len(texts) < len(before) and before[-len(texts) :] == texts:
                message = (
                    f"Les connaissances du bloc {block.number} répètent la fin de celles du bloc {other.number} : "
                    "leur répartition entre les blocs n'est pas sûre."
                )
                yield Diagnostic(level=Level.WARNING, code="shared-knowledge", message=message, where=where(block.source))
                break


def _doubled(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    seen: set[str] = set()
    for statement in statements:
        if plain(statement.text) in seen:
            yield statement
        seen.add(plain(statement.text))


def _empty_facts(certification: Certification) -> Iterator[Diagnostic]:
    for fact in certification.facts:
        if not fact.values:
            message = f"Le champ « {fact.label} » est vide dans le document."
            yield Diagnostic(level=Level.INFO, code="empty-field", message=message, where=where(fact.source))
