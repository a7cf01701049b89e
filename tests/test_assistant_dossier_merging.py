"""How what sections show becomes the status that a whole dossier deserves."""

from __future__ import annotations

from dataclasses import replace

from assistant.dossier.merging import Section, merge
from assistant.mapping.model import BlockView, CompetenceMatch, CriterionMatch, Evidence, Level, Mapping, Segment
from ingest.model import Passage, Source

_LETTERS = {"+": Level.COVERED, "~": Level.PARTIAL, "-": Level.ABSENT}


def segment(paragraph: int) -> Segment:
    return Segment(f"fait {paragraph}", 0, 6, paragraph=paragraph)


def match(number: int, levels: str, score: float = 1.0, paragraphs: tuple[int, ...] = (1, 2)) -> CompetenceMatch:
    """A competence with one criterion a letter, each shown by the segments of the paragraphs."""
    criteria = []
    for place, letter in enumerate(levels, start=1):
        evidence = tuple(Evidence(segment(paragraph), 0.9) for paragraph in paragraphs) if letter != "-" else ()
        passage = Passage(
            id=f"c/C{number}/methods/{place}",
            kind="criterion",
            certification="c",
            competence=number,
            part="methods",
            text="Une méthode est suivie.",
            context="",
            source=Source(document="c.md"),
        )
        criteria.append(CriterionMatch(passage, "methods", _LETTERS[letter], 0.9 if letter != "-" else 0.0, evidence))
    shown = any(letter != "-" for letter in levels)
    return CompetenceMatch(
        "c", number, None, f"Compétence {number}", 1, Level.PARTIAL if shown else Level.ABSENT, score if shown else 0.0, tuple(criteria)
    )


def mapping(*matches: CompetenceMatch) -> Mapping:
    return Mapping("c", True, matches, (BlockView(1, None, "Bloc", (), (), ()),), None, (), (), ())


def merged(*sections: tuple[frozenset[int], tuple[CompetenceMatch, ...]]) -> Mapping:
    count = len(sections[0][1][0].criteria)
    blank = mapping(*(match(number, "-" * count) for number in (1, 2)))
    return merge([Section(mapping(*matches), named) for named, matches in sections], blank)


def status(number: int, found: Mapping) -> Level:
    return found.competences[number - 1].status


NOTHING = match(2, "----")


def test_the_best_of_each_criterion_is_kept() -> None:
    found = merged((frozenset({1}), (match(1, "++--"), NOTHING)), (frozenset({1}), (match(1, "-~~-", paragraphs=(3,)), NOTHING)))
    assert [criterion.status for criterion in found.competences[0].criteria] == [Level.COVERED, Level.COVERED, Level.PARTIAL, Level.ABSENT]
    assert [item.segment.paragraph for item in found.competences[0].criteria[1].evidence] == [1, 2, 3]
    # (1 + 1 + 0.5 + 0) / 4 = 0.625
    assert status(1, found) == Level.COVERED
    assert (found.blocks[0].covered, found.blocks[0].absent) == ((1,), (2,))
    assert found.first == 1


def test_half_of_the_criteria_is_partial() -> None:
    found = merged((frozenset({1}), (match(1, "++--"), NOTHING)))  # 2 / 4 = 0.5
    assert status(1, found) == Level.PARTIAL
    assert found.blocks[0].partial == (1,)


def test_one_paragraph_never_covers_a_competence() -> None:
    assert status(1, merged((frozenset({1}), (match(1, "++++", paragraphs=(1,)), NOTHING)))) == Level.PARTIAL


def test_a_heading_is_a_hint() -> None:
    doubtful = (match(1, "++++", score=0.6), NOTHING)
    assert status(1, merged((frozenset({1}), doubtful))) == Level.COVERED
    assert status(1, merged((frozenset(), doubtful))) == Level.ABSENT
    sure = (match(1, "++++", score=0.95), NOTHING)
    assert status(1, merged((frozenset(), sure))) == Level.COVERED
    assert status(1, merged((frozenset({2}), sure))) == Level.ABSENT
    assert status(1, merged((frozenset({2}), (match(1, "++++", score=0.995), NOTHING)))) == Level.COVERED


def test_a_heading_proves_nothing() -> None:
    assert status(1, merged((frozenset({1}), (match(1, "----"), NOTHING)))) == Level.ABSENT
    empty = merge([], mapping(match(1, "----"), NOTHING))
    assert [found.status for found in empty.competences] == [Level.ABSENT, Level.ABSENT]
    assert empty.first is None


def test_without_criteria_a_section_covers_only_what_it_is_most_like() -> None:
    def told(number: int, score: float) -> CompetenceMatch:
        shown = match(number, "", score)
        return replace(shown, status=Level.COVERED, score=score, evidence=(Evidence(segment(1), score),))

    section = Section(mapping(told(1, 0.96), told(2, 0.98)), frozenset({1, 2}))
    found = merge([section], mapping(match(1, ""), match(2, "")))
    assert (status(1, found), status(2, found)) == (Level.PARTIAL, Level.COVERED)
    assert found.competences[0].next
