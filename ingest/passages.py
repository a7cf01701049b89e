"""A certification becomes passages: one criterion (condition, result, knowledge item, paragraph…) each, with a breadcrumb for the index."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.model import FRENCH_PART, Block, Certification, Competence, Fact, Part, Passage, Section, Statement

_KIND = {Part.CONDITIONS: "condition", Part.RESULTS: "result", Part.KNOWLEDGE: "knowledge"}


def passages_of(certification: Certification) -> tuple[Passage, ...]:
    """All passages in document order; ids are unique and survive a new ingestion of the same document."""
    return tuple(_passages(certification))


def _passages(certification: Certification) -> Iterator[Passage]:
    name = certification.title + (f" ({certification.label})" if certification.label else "")
    for fact in certification.facts:
        if fact.values:
            yield _fact(certification, fact, name)
    for block in certification.blocks:
        yield from _block(certification, block, name)
    for section in certification.sections:
        yield from _section(certification, section, name)


def _block(certification: Certification, block: Block, name: str) -> Iterator[Passage]:
    crumb = f"{name} > Bloc {block.number} {block.code or ''} {block.title}".replace("  ", " ")
    root = f"{certification.id}/B{block.number}"
    if block.title:
        yield Passage(
            id=root, certification=certification.id, kind="block", text=block.title, context=crumb, block=block.number, source=block.source
        )
    for statement in block.knowledge:
        context = f"{crumb} > {FRENCH_PART[Part.KNOWLEDGE]}"
        yield from _statement(certification, statement, context, Part.KNOWLEDGE, block.number, None)
    for competence in block.competences:
        yield from _competence(certification, competence, crumb, block.number)


def _competence(certification: Certification, competence: Competence, crumb: str, block: int) -> Iterator[Passage]:
    code = competence.code or str(competence.number)
    context = f"{crumb} > Compétence {code} {competence.title}"
    yield Passage(
        id=f"{certification.id}/C{competence.number}",
        certification=certification.id,
        kind="competence",
        text=competence.title,
        context=context,
        block=block,
        competence=competence.number,
        source=competence.source,
    )
    parts = (Part.CONDITIONS, Part.METHODS, Part.MEANS, Part.RELATIONS, Part.CONSTRAINTS, Part.RESULTS)
    for part in parts:
        for statement in competence.part(part):
            yield from _statement(certification, statement, f"{context} > {FRENCH_PART[part]}", part, block, competence.number)


def _section(certification: Certification, section: Section, name: str) -> Iterator[Passage]:
    context = " > ".join((name, *section.path))
    for statement in section.paragraphs:
        yield from _statement(certification, statement, context, None, None, None)


def _statement(
    certification: Certification, statement: Statement, context: str, part: Part | None, block: int | None, competence: int | None
) -> Iterator[Passage]:
    kind = "section" if part is None else _KIND.get(part, "criterion")
    whole = Passage(
        id=statement.id,
        certification=certification.id,
        kind=kind,
        text=statement.verbatim,
        context=context,
        block=block,
        competence=competence,
        part=part,
        source=statement.source,
    )
    yield whole
    for rank, item in enumerate(statement.items, start=1):
        text = f"{statement.text}\n{item.marker}{item.text}"
        yield whole.model_copy(
            update={"id": f"{statement.id}/{rank}", "kind": "bullet", "text": text, "parent": statement.id, "source": item.source}
        )


def _fact(certification: Certification, fact: Fact, name: str) -> Passage:
    return Passage(
        id=fact_id(certification.id, fact.key),
        certification=certification.id,
        kind="fact",
        text="\n".join(fact.values),
        context=f"{name} > {fact.label}",
        source=fact.source,
    )


def fact_id(certification_id: str, key: str) -> str:
    """The passage id of a fact."""
    return f"{certification_id}/facts/{key}"
