"""The JSON of the contract: what ``list``, ``show`` and ``ingest`` say of referentials. Keys are stable: add, never rename."""

from __future__ import annotations

from typing import Any

from assistant.french import NBSP, quoted
from ingest.errors import AcquisError
from ingest.model import Block, Bullet, Certification, Competence, Criterion, Diagnostic, Fact, Level, Section, Source, Statement
from ingest.pipeline import DocumentReport

Json = dict[str, Any]


def ingestion_document(reports: list[DocumentReport]) -> Json:
    """What became of each file; the reason of a failure is both ``error`` and a diagnostic."""
    return {"documents": [_report(report) for report in reports]}


def _report(report: DocumentReport) -> Json:
    diagnostics = list(report.diagnostics)
    if report.error:
        diagnostics.append(Diagnostic(level=Level.ERROR, code="not-ingested", message=report.error))
    return {
        "path": report.path,
        "certification": report.certification,
        "status": report.status,
        "pages": report.pages,
        "blocks": report.blocks,
        "competences": report.competences,
        "criteria": report.criteria,
        "passages": report.passages,
        "diagnostics": [diagnostic.model_dump(mode="json") for diagnostic in diagnostics],
        "error": report.error,
        "seconds": report.seconds,
    }


def list_document(certifications: list[Certification]) -> Json:
    """Every referential in store with its counts."""
    return {"certifications": [_summary(certification) for certification in certifications]}


def _summary(certification: Certification) -> Json:
    competences = [competence for _, competence in certification.competences()]
    return {
        **_identity(certification),
        "blocks": len(certification.blocks),
        "competences": len(competences),
        "criteria": sum(len(competence.criteria) for competence in competences),
        "document": certification.document.name,
    }


def show_document(certification: Certification, competence: int | None = None) -> Json:
    """A whole referential, or only the block and the competence that bear this certification-wide number.

    Raises:
        AcquisError: the certification has no such competence.
    """
    if competence is not None:
        certification = only_competence(certification, competence)
    return {
        **_identity(certification),
        "facts": {fact.key: _value(fact) for fact in certification.facts},
        "blocks": [_block(block) for block in certification.blocks],
        "sections": [_section(section) for section in certification.sections],
    }


def only_competence(certification: Certification, number: int) -> Certification:
    """The certification reduced to one competence in its block, without its sections.

    Raises:
        AcquisError: the certification has no such competence.
    """
    found = certification.competence(number)
    if found is None:
        numbers = [competence.number for _, competence in certification.competences()]
        known = f"elle en a {len(numbers)}, de {min(numbers)} à {max(numbers)}" if numbers else "elle n'en a aucune"
        raise AcquisError(f"La certification {quoted(certification.id)} n'a pas de compétence {number}{NBSP}: {known}.")
    block, competence = found
    return certification.model_copy(update={"blocks": (block.model_copy(update={"competences": (competence,)}),), "sections": ()})


def _identity(certification: Certification) -> Json:
    return {
        "id": certification.id,
        "title": certification.title,
        "label": certification.label,
        "kind": str(certification.kind),
        "provenance": str(certification.provenance),
        "codes": {name: list(values) for name, values in certification.codes.items()},
    }


def _value(fact: Fact) -> str | list[str] | None:
    if not fact.values:
        return None
    return fact.values[0] if len(fact.values) == 1 else list(fact.values)


def _block(block: Block) -> Json:
    return {
        "number": block.number,
        "code": block.code,
        "title": block.title,
        "knowledge": [_knowledge(statement) for statement in block.knowledge],
        "competences": [_competence(competence) for competence in block.competences],
    }


def _knowledge(statement: Statement) -> str:
    return "\n".join((statement.text, *(item.marker + item.text for item in statement.items)))


def _competence(competence: Competence) -> Json:
    return {
        "number": competence.number,
        "local_number": competence.local_number,
        "code": competence.code,
        "title": competence.title,
        "conditions": [_item(statement) for statement in competence.conditions],
        "criteria": [_item(criterion) for criterion in competence.criteria],
        "results": [_item(statement) for statement in competence.results],
    }


def _item(statement: Statement) -> Json:
    family = {"family": str(statement.family)} if isinstance(statement, Criterion) else {}
    return {
        "id": statement.id,
        **family,
        "text": statement.text,
        "items": [item.text for item in statement.items],
        "marker": statement.marker,
        "item_markers": [item.marker for item in statement.items],
        "source": _source(_whole_place(statement)),
    }


def _section(section: Section) -> Json:
    places = [_whole_place(paragraph) for paragraph in section.paragraphs]
    return {"path": list(section.path), "text": section.text, "source": _source(_spanning(places)) if places else None}


def _whole_place(statement: Statement | Bullet) -> Source:
    """The place of a statement with its list, which may end on later lines."""
    if isinstance(statement, Bullet) or not statement.items:
        return statement.source
    return _spanning([statement.source, *(item.source for item in statement.items)])


def _spanning(places: list[Source]) -> Source:
    """The lines from the first to the last of several places, as far as they stand on the page of the first one."""
    first = places[0]
    lines = [place.lines for place in places if place.lines and place.page == first.page and place.document == first.document]
    return first.model_copy(update={"lines": (min(low for low, _ in lines), max(high for _, high in lines))}) if lines else first


def _source(source: Source) -> Json:
    return {
        "document": source.document,
        "page": source.page,
        "lines": list(source.lines) if source.lines else None,
        "corrected": source.corrected.isoformat() if source.corrected else None,
    }
