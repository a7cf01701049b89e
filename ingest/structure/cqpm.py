"""A CQPM: the block table and the evaluation tables put together, the rest as sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.elements import Cell, Element, Heading, ReadDocument, Table
from ingest.model import Block, Certification, Competence, Criterion, Diagnostic, Document, Family, Kind, Level, Source
from ingest.structure.blocks import ListedBlock, knowledge_items, read_blocks
from ingest.structure.columns import BLOCK_TABLE, EVALUATION_TABLE, Column, Roles, by_role, header_roles, is_known_table, plain
from ingest.structure.evaluation import AssessedCompetence, family_headings, read_competences
from ingest.structure.places import where
from ingest.structure.sections import first_source, read_sections
from ingest.structure.sentences import statements

_TITLE = re.compile(r"^\W*(?:titre|intitul[ée])\s+du\s+(?:CQPM|CQPI|CQP|titre[^:]*)\s*:\s*(?P<title>\S.*)$", re.IGNORECASE)

_CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")


@dataclass
class _Rows:
    """The rows of the two kinds of table, and what is left of the document."""

    blocks: list[dict[Column, Cell]] = field(default_factory=list)
    evaluation: list[dict[Column, Cell]] = field(default_factory=list)
    rest: list[Element] = field(default_factory=list)


def build_cqpm(document: ReadDocument, certification_id: str) -> tuple[Certification, list[Diagnostic]]:
    """Build a certification from the elements of a CQPM (or of any document, which then has sections only)."""
    rows = _sort_tables(document.elements)
    listed, diagnostics = read_blocks(rows.blocks)
    titles = [competence.title for block in listed for competence in block.competences]
    assessed, more = read_competences(rows.evaluation, titles)
    sections, rejoined = read_sections(rows.rest)
    diagnostics += [*more, *rejoined]
    title, is_cqpm = _title(document, bool(assessed or listed))
    blocks = _blocks(listed, assessed, diagnostics, document)
    codes = {"blocks": tuple(block.code for block in blocks if block.code)}
    certification = Certification(
        id=certification_id,
        title=title,
        kind=Kind.CQPM if is_cqpm else Kind.OTHER,
        codes={name: values for name, values in codes.items() if values},
        blocks=blocks,
        sections=sections,
        document=Document(name=document.name, format=document.format, sha256=document.sha256, pages=document.pages),
    )
    return certification, diagnostics


def _sort_tables(elements: tuple[Element, ...]) -> _Rows:
    """Follow the header rows: they may be repeated inside a table, or missing from the continuation of one."""
    rows = _Rows()
    roles: Roles | None = None
    new_chapter = False
    for element in elements:
        if not isinstance(element, Table):
            rows.rest.append(element)
            new_chapter = new_chapter or (isinstance(element, Heading) and bool(_CHAPTER.match(element.text)))
            continue
        if not is_known_table(element) and not (roles and _continues(element, roles, new_chapter)):
            rows.rest.append(element)
            roles = None
            continue
        new_chapter = False
        before: list[tuple[Cell, ...]] = []
        for row in element.rows:
            if named := header_roles(row):
                roles = named
            elif roles is None:
                before.append(row)
            else:
                _store(rows, row, roles)
        if before:
            rows.rest.append(Table(tuple(before), element.source))
    return rows


def _store(rows: _Rows, row: tuple[Cell, ...], roles: Roles) -> None:
    named = {role for role in roles if role}
    if named >= BLOCK_TABLE:
        rows.blocks.append(by_role(row, roles))
    elif named >= EVALUATION_TABLE:
        rows.evaluation.append(by_role(row, roles))


def _continues(table: Table, roles: Roles, new_chapter: bool) -> bool:
    """A table without header goes on from the one before when it holds a family heading, or has its width in the same chapter."""
    width = max((len(row) for row in table.rows), default=0)
    same_shape = width == len(roles) and not new_chapter
    return same_shape or any(family_headings(p.text) for row in table.rows for cell in row for p in cell)


def _title(document: ReadDocument, has_tables: bool) -> tuple[str, bool]:
    for element in document.elements:
        text = getattr(element, "text", "").replace("\n", " ")
        if match := _TITLE.match(text):
            return match.group("title").strip(), "CQP" in text.upper()
    headings = [element.text for element in document.elements if not isinstance(element, Table) and element.text.strip()]
    fallback = headings[0][:120] if headings else document.name
    mentions = any("CQPM" in text for text in headings[:20])
    return fallback, has_tables and mentions


def _blocks(
    listed: list[ListedBlock], assessed: list[AssessedCompetence], diagnostics: list[Diagnostic], document: ReadDocument
) -> tuple[Block, ...]:
    """Give each assessed competence its block: the n-th listed competence is number n, titles confirm it."""
    by_number = {competence.number: competence for competence in assessed}
    blocks: list[Block] = []
    number = 0
    for rank, block in enumerate(listed, start=1):
        competences: list[Competence] = []
        for local, entry in enumerate(block.competences, start=1):
            number += 1
            found = by_number.pop(number, None)
            if found is None:
                message = f"Compétence {number} (« {entry.title} ») : listée dans son bloc, absente des tableaux d'évaluation."
                diagnostics.append(_missing(message, entry.source))
                found = AssessedCompetence(number, entry.title, entry.source)
            elif plain(found.title) != plain(entry.title):
                diagnostics.append(_differs(number, entry.title, found))
            competences.append(_competence(found, local))
        knowledge, doubts = knowledge_items(block)
        diagnostics += doubts
        blocks.append(
            Block(number=rank, code=block.code, title=block.title, knowledge=knowledge, competences=tuple(competences), source=block.source)
        )
    if by_number:
        if listed:
            diagnostics.append(_missing("Des compétences évaluées ne sont dans aucun bloc : " + ", ".join(map(str, by_number)) + ".", None))
        strays = tuple(_competence(found, local) for local, found in enumerate(by_number.values(), start=1))
        source = first_source(document.elements, document.name)
        blocks.append(Block(number=len(blocks) + 1, title="", competences=strays, source=source))
    return tuple(blocks)


def _competence(found: AssessedCompetence, local: int) -> Competence:
    criteria = [
        Criterion(**statement.model_dump(), family=family)
        for family in Family
        for statement in statements(found.criteria.get(family, []))
    ]
    return Competence(
        number=found.number,
        local_number=local,
        title=found.title,
        conditions=statements(found.conditions),
        criteria=tuple(criteria),
        results=statements(found.results),
        source=found.source,
    )


def _missing(message: str, source: Source | None) -> Diagnostic:
    return Diagnostic(level=Level.WARNING, code="competence-mismatch", message=message, where=where(source) if source else "")


def _differs(number: int, listed: str, found: AssessedCompetence) -> Diagnostic:
    return Diagnostic(
        level=Level.INFO,
        code="title-differs",
        message=f"Compétence {number} : l'intitulé du bloc (« {listed} ») diffère de celui de l'évaluation (« {found.title} »).",
        where=where(found.source),
    )
