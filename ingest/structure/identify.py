"""Every statement gets its stable, human-readable id: ``technicien-qualite/C5/means/2``, ``technicien-qualite/B1/knowledge/3``."""

from __future__ import annotations

from ingest.model import Block, Certification, Competence, Criterion, Family, Section, Statement


def with_ids(certification: Certification) -> Certification:
    """The same certification with ids that depend on its id, the numbers and the order of its parts, and nothing else."""
    root = certification.id
    return certification.model_copy(
        update={
            "blocks": tuple(_block(block, root) for block in certification.blocks),
            "sections": tuple(_section(section, f"{root}/S{rank}") for rank, section in enumerate(certification.sections, start=1)),
        }
    )


def _block(block: Block, root: str) -> Block:
    return block.model_copy(
        update={
            "knowledge": _numbered(block.knowledge, f"{root}/B{block.number}/knowledge"),
            "competences": tuple(_competence(competence, f"{root}/C{competence.number}") for competence in block.competences),
        }
    )


def _competence(competence: Competence, root: str) -> Competence:
    criteria: list[Criterion] = []
    for family in Family:
        of_family = [criterion for criterion in competence.criteria if criterion.family == family]
        criteria += [c.model_copy(update={"id": f"{root}/{family}/{rank}"}) for rank, c in enumerate(of_family, start=1)]
    return competence.model_copy(
        update={
            "conditions": _numbered(competence.conditions, f"{root}/conditions"),
            "criteria": tuple(criteria),
            "results": _numbered(competence.results, f"{root}/results"),
        }
    )


def _section(section: Section, root: str) -> Section:
    return section.model_copy(update={"paragraphs": _numbered(section.paragraphs, root)})


def _numbered(statements: tuple[Statement, ...], root: str) -> tuple[Statement, ...]:
    return tuple(statement.model_copy(update={"id": f"{root}/{rank}"}) for rank, statement in enumerate(statements, start=1))
