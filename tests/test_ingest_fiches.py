"""Each fiche is a summary in our own words that agrees with its official text statement by statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from ingest.elements import ReadDocument
from ingest.fiches import FOLDER, fiche_ids
from ingest.model import Block, Certification, Competence, Part, Provenance, Statement
from ingest.pipeline import read_document
from ingest.readers.plain import read_plain
from ingest.readers.referential import read_referential
from ingest.structure import build

SHARED = Path(__file__).resolve().parents[2] / "shared"
OFFICIAL = SHARED / "referentiels"
LONGEST_COMMON_RUN = 11
FICHES = fiche_ids()


@cache
def fiche(fiche_id: str) -> Certification:
    return read_referential(read_plain(FOLDER / f"{fiche_id}.md"), fiche_id)


@cache
def official(fiche_id: str) -> Certification:
    if not OFFICIAL.is_dir():
        pytest.skip("les référentiels officiels (../shared/referentiels) ne sont pas là")
    path = next(path for path in (OFFICIAL / f"{fiche_id}{suffix}" for suffix in (".md", ".txt")) if path.is_file())
    document = read_document(path)
    assert isinstance(document, ReadDocument)
    return build(document, fiche_id)[0]


def frame(certification: Certification) -> list[tuple[object, ...]]:
    """What a fiche takes over unchanged: blocks and competences with numbers, codes and titles, in order."""
    heads: list[tuple[object, ...]] = []
    for block in certification.blocks:
        heads.append((block.number, block.code, block.title))
        heads += [(c.number, c.local_number, c.code, c.title) for c in block.competences]
    return heads


def lists(certification: Certification) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Every list of statements, named by its block or competence and its part."""
    for block in certification.blocks:
        yield f"B{block.number}/knowledge", block.knowledge
        yield from chain.from_iterable(parts(competence) for competence in block.competences)


def parts(competence: Competence) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for part in Part:
        if part != Part.KNOWLEDGE:
            yield f"C{competence.number}/{part}", competence.part(part)


def statements(certification: Certification) -> Iterator[tuple[str, str]]:
    """Everything that a certification says apart from titles: (place, wording)."""
    for name, listed in lists(certification):
        yield from ((f"{name}/{rank}", statement.verbatim) for rank, statement in enumerate(listed, start=1))
    for section in certification.sections:
        yield " › ".join(section.path), section.text
    for fact in certification.facts:
        if fact.key != "title":
            yield from ((fact.key, value) for value in fact.values)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(texts: list[str], length: int) -> set[tuple[str, ...]]:
    """Every run of that many words, each text apart."""
    tokens = [words(text) for text in texts]
    return {tuple(found[at : at + length]) for found in tokens for at in range(len(found) - length + 1)}


def titles(certification: Certification) -> list[str]:
    owners: Iterator[Certification | Block | Competence] = chain(
        (certification,), certification.blocks, (competence for _, competence in certification.competences())
    )
    return [owner.title for owner in owners]


def test_there_is_a_fiche() -> None:
    assert FICHES


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_says_what_it_is(fiche_id: str) -> None:
    read = fiche(fiche_id)
    assert (read.id, read.provenance) == (fiche_id, Provenance.FICHE)
    assert read.title
    assert read.sections


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_is_written_without_list_marks_or_doubled_blanks(fiche_id: str) -> None:
    for place, text in statements(fiche(fiche_id)):
        assert not re.search(r"^[-•*]|  | ,| \.|[^\s«(]»|«[^\s]|[^\s][;?!](\s|$)|[^\s]:(\s|$)", text, flags=re.MULTILINE), (place, text)


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_keeps_the_official_titles_codes_and_numbers(fiche_id: str) -> None:
    ours, theirs = fiche(fiche_id), official(fiche_id)
    assert ours.title == theirs.title
    assert ours.kind == theirs.kind
    assert ours.codes == theirs.codes
    assert frame(ours) == frame(theirs)


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_has_one_statement_per_official_statement(fiche_id: str) -> None:
    assert [(name, len(listed)) for name, listed in lists(fiche(fiche_id))] == [
        (name, len(listed)) for name, listed in lists(official(fiche_id))
    ]


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_has_the_facts_of_the_sheet_and_leaves_the_empty_ones_empty(fiche_id: str) -> None:
    ours, theirs = fiche(fiche_id), official(fiche_id)
    assert [(fact.key, bool(fact.values)) for fact in ours.facts] == [(fact.key, bool(fact.values)) for fact in theirs.facts]


@pytest.mark.parametrize("fiche_id", FICHES)
def test_the_sections_of_a_fiche_stand_under_official_headings(fiche_id: str) -> None:
    known = {section.path for section in official(fiche_id).sections}
    assert [section.path for section in fiche(fiche_id).sections if section.path not in known] == []


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_copies_no_sentence(fiche_id: str) -> None:
    ours, theirs = fiche(fiche_id), official(fiche_id)
    length = LONGEST_COMMON_RUN + 1
    copied = runs([text for _, text in statements(theirs)], length) - runs(titles(theirs), length)
    found = [(place, run) for place, text in statements(ours) for run in runs([text], length) if run in copied]
    assert found == []


@pytest.mark.parametrize("fiche_id", FICHES)
def test_a_fiche_is_a_summary(fiche_id: str) -> None:
    """Shorter than the official text as a whole: what it adds (a word that makes a fragment a sentence) is less than what it drops."""
    ours = sum(len(words(text)) for _, text in statements(fiche(fiche_id)))
    theirs = sum(len(words(text)) for _, text in statements(official(fiche_id)))
    assert ours < theirs
