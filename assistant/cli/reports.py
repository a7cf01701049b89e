"""What the commands print for people: the shelf, a referential, the report of an ingestion, an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Citation
from assistant.french import NBSP, plural, quoted
from assistant.places import citation_place
from assistant.provenance import corrected_on
from ingest.model import FRENCH_PART, Block, Certification, Competence, Diagnostic, Family, Level, Part, Provenance, Statement
from ingest.pipeline import DocumentReport
from ingest.structure.places import where

_STATUS = {"added": "ajouté", "updated": "mis à jour", "unchanged": "inchangé", "failed": "non lu"}
_LEVEL = {Level.ERROR: "erreur", Level.WARNING: "attention", Level.INFO: "à savoir"}
_PLACES = 4
"""Places listed after one message of a parse report; the others are counted."""


def shelf(certifications: Sequence[Certification]) -> str:
    """One paragraph per referential: id, title, what it holds and where it comes from."""
    if not certifications:
        return f"Aucun référentiel en mémoire{NBSP}: ajoutez-en avec «{NBSP}acquis ingest{NBSP}»."
    return "\n".join(f"{certification.id}\n  {_title(certification)}\n  {_counts(certification)}" for certification in certifications)


def _title(certification: Certification) -> str:
    return f"{certification.title} ({certification.label})" if certification.label else certification.title


def _counts(certification: Certification) -> str:
    competences = [competence for _, competence in certification.competences()]
    criteria = sum(len(competence.criteria) for competence in competences)
    fiche = certification.provenance == Provenance.FICHE
    origin = f"fiche{NBSP}: résumé du projet" if fiche else f"texte officiel{NBSP}: {certification.document.name}"
    counts = ", ".join((plural(len(certification.blocks), "bloc"), plural(len(competences), "compétence"), plural(criteria, "critère")))
    corrected = corrected_on(certification)
    return f"{counts} — {origin}{f', {corrected}' if corrected else ''}"


def referential(certification: Certification) -> str:
    """A referential as an outline with the wording and the place of each statement."""
    return "\n".join(_referential(certification)).rstrip()


def _referential(certification: Certification) -> Iterator[str]:
    yield _title(certification)
    yield f"{certification.id} — {_counts(certification)}"
    for fact in certification.facts:
        yield f"  {fact.label.rstrip(' :')}{NBSP}: {' / '.join(fact.values) or '(vide dans le document)'}"
    for block in certification.blocks:
        yield from _block(block)
    for section in certification.sections:
        yield ""
        yield " › ".join(section.path)
        for paragraph in section.paragraphs:
            yield from _statement(paragraph, "  ")


def _block(block: Block) -> Iterator[str]:
    yield ""
    yield f"BLOC {block.number}{f' ({block.code})' if block.code else ''} — {block.title}"
    if block.knowledge:
        yield f"  {FRENCH_PART[Part.KNOWLEDGE].capitalize()}"
        for statement in block.knowledge:
            yield from _statement(statement, "    ")
    for competence in block.competences:
        yield from _competence(competence)


def _competence(competence: Competence) -> Iterator[str]:
    yield ""
    yield f"  Compétence {competence.number}{f' ({competence.code})' if competence.code else ''} — {competence.title}"
    for part in (Part.CONDITIONS, *Family, Part.RESULTS):
        if statements := competence.part(part):
            yield f"    {FRENCH_PART[part].capitalize()}"
            for statement in statements:
                yield from _statement(statement, "      ")


def _statement(statement: Statement, margin: str) -> Iterator[str]:
    place = where(statement.source)
    yield f"{margin}{statement.marker}{statement.text}{f'  [{place}]' if place else ''}"
    for item in statement.items:
        yield f"{margin}  {item.marker or '- '}{item.text}"


def ingestion(reports: Sequence[DocumentReport]) -> str:
    """One line per file with its counts, then its diagnostics, most serious first, the same message once."""
    return "\n".join(line for report in reports for line in _report(report))


def _report(report: DocumentReport) -> Iterator[str]:
    if report.error:
        yield f"{report.path}{NBSP}: {_STATUS[report.status]}"
        return
    counted = ((report.pages, "page"), (report.blocks, "bloc"), (report.competences, "compétence"), (report.criteria, "critère"))
    counts = [plural(count, thing) for count, thing in (*counted, (report.passages, "passage")) if count is not None]
    seconds = f"{report.seconds:.2f}".replace(".", ",")
    yield f"{report.path}{NBSP}: {_STATUS[report.status]} sous {quoted(str(report.certification))} ({', '.join(counts)}, {seconds}{NBSP}s)"
    for level in (Level.ERROR, Level.WARNING, Level.INFO):
        yield from _grouped([diagnostic for diagnostic in report.diagnostics if diagnostic.level == level])


def _grouped(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for diagnostic in diagnostics:
        places.setdefault(diagnostic.message, []).append(diagnostic.where)
    for message, found in places.items():
        named = [place for place in found if place]
        more = f" et {len(named) - _PLACES} autres" if len(named) > _PLACES else ""
        place = f" ({'; '.join(named[:_PLACES])}{more})" if named else ""
        yield f"  {_LEVEL[diagnostics[0].level]}{place}{NBSP}: {message}"


def answer(reply: Answer) -> str:
    """The answer, the place of each citation, advice apart, and what to ask next."""
    return "\n".join(_answer(reply)).rstrip()


def _answer(reply: Answer) -> Iterator[str]:
    yield reply.answer
    if reply.citations:
        yield ""
        yield f"Citations{NBSP}:"
        for rank, citation in enumerate(reply.citations, start=1):
            yield f"  [{rank}] {_place(citation)}"
    for advice in reply.advice:
        yield ""
        yield f"Conseil{NBSP}: {advice}"
    if reply.suggestions:
        yield ""
        yield f"Vous pouvez aussi demander{NBSP}:"
        for question in reply.suggestions:
            yield f"  - {question}"


def _place(citation: Citation) -> str:
    place = citation_place(citation)
    return ", ".join(piece for piece in (citation.document, place) if piece) + f" — {citation.passage}"
