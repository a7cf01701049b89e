"""What is said where nothing is shown: the competence that the words come near to is named and asked about, never claimed."""

from __future__ import annotations

import pytest

from assistant.mapping.markdown import as_markdown
from assistant.mapping.model import CompetenceMatch, Doubt, Level, Mapping, Segment, SetAside

CLOCK = "cqpm-horloger-de-clocher"
TOLD = Segment("je graisse les rouages", 0, 22)


def mapped(*scores: float, doubt: Doubt | None = None, status: Level = Level.ABSENT) -> Mapping:
    competences = tuple(
        CompetenceMatch(CLOCK, number, None, f"Titre {number}", 1, status if number == 1 else Level.ABSENT, score)
        for number, score in enumerate(scores, start=1)
    )
    aside = (SetAside(TOLD, doubt, "pas un fait."),) if doubt else ()
    return Mapping(CLOCK, False, competences, (), None, (TOLD,), aside, ())


@pytest.mark.parametrize(
    ("mapping", "nearest"),
    [
        (mapped(0.3, 0.1), 1),  # three times the second
        (mapped(0.05, 0.3), 2),
        (mapped(0.3, 0.2), None),  # less than twice: which one is not clear
        (mapped(0.05, 0.0), None),  # too little altogether
        (mapped(0.3), 1),
        (mapped(0.3, 0.1, doubt=Doubt.UNCLEAR), 1),  # it sounds like none, yet no word says so
        (mapped(0.3, 0.1, doubt=Doubt.OTHERS), None),  # « mon chef… »: nothing to ask
        (mapped(0.9, 0.1, status=Level.PARTIAL), None),  # something is shown
        (mapped(), None),
    ],
)
def test_the_nearest_is_the_one_that_is_clearly_before_the_others(mapping: Mapping, nearest: int | None) -> None:
    assert (mapping.nearest.number if mapping.nearest else None) == nearest


def test_it_is_asked_about_and_not_claimed() -> None:
    told = as_markdown(mapped(0.3, 0.1)).replace("\u00a0", " ")
    assert told.startswith("Rien dans ce récit ne montre une compétence")
    assert "Le plus proche est la compétence 1, « Titre 1 » : trop peu en est dit pour l'affirmer." in told
    assert told.count("\n- ") == 3  # a method, a result, a link: what a competence without criteria is asked
    assert "Le plus proche" not in as_markdown(mapped(0.3, 0.1, doubt=Doubt.OTHERS))
