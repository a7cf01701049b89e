"""A competence meant by a word of its title: which one, in which version, and when none is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library import Library
from assistant.reading import Intent, Reading
from assistant.topic_competence import with_competence_of_topic
from assistant.understanding import understand

NEW, OLD, SHEET, CLOCK = "cqpm-animateur-gat-v2", "cqpm-animateur-gat-v1", "rncp-99123-animateur-gat", "cqpm-horloger-de-clocher"


def meant(library: Library, question: str) -> Reading:
    """As a first reading that has found no competence by itself."""
    reading = replace(understand(question, library.catalogue), competences=())
    return with_competence_of_topic(reading, library.shelf, library.index)


def named(reading: Reading) -> list[tuple[str, int]]:
    return [(ref.certification, ref.number) for ref in reading.competences]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Quels moyens pour le panel ?", [(NEW, 2)]),  # « Former un panel de dégustateurs »: in the newer version only
        ("Quels moyens pour dorer ?", [(CLOCK, 3)]),
        ("méthodes pour le balancier, horloger de clocher", [(CLOCK, 2)]),
        ("Quels résultats pour les rouages ?", [(CLOCK, 1)]),
    ],
)
def test_a_word_of_a_title_means_the_competence(question: str, expected: list[tuple[str, int]], shelf_library: Library) -> None:
    reading = meant(shelf_library, question)
    assert named(reading) == expected
    assert reading.certifications == (expected[0][0],)


def test_the_newer_version_is_meant_and_the_other_is_kept_to_be_offered(shelf_library: Library) -> None:
    """« réunion » stands in « Animer une réunion d'amélioration », the fourth of the newer version and the second of the older."""
    reading = Reading("Quels moyens pour la réunion ?", Intent.PARTS, parts=("means",), topic="réunion", query="réunion")
    found = with_competence_of_topic(reading, shelf_library.shelf, shelf_library.index)
    assert named(found) == [(NEW, 4)]
    assert (found.certifications, found.alternatives) == ((NEW,), (OLD,))


def test_both_versions_are_meant_where_both_are_asked(shelf_library: Library) -> None:
    reading = Reading(
        "Quels moyens ?", Intent.PARTS, (NEW, OLD), named=True, parts=("means",), topic="réunion amélioration", query="réunion amélioration"
    )
    assert sorted(named(with_competence_of_topic(reading, shelf_library.shelf, shelf_library.index))) == [(OLD, 2), (NEW, 4)]


def test_only_the_certification_that_was_told_is_looked_at(shelf_library: Library) -> None:
    reading = Reading("Quels moyens ?", Intent.PARTS, (CLOCK,), named=True, parts=("means",), topic="panel", query="panel")
    assert with_competence_of_topic(reading, shelf_library.shelf, shelf_library.index) is reading


@pytest.mark.parametrize("topic", ["verres noirs", "croisière au Groenland", "burette"])
def test_words_of_no_title_mean_no_competence(topic: str, shelf_library: Library) -> None:
    """« burette » is a word of a criterion: it is searched, it names nothing."""
    reading = Reading(f"Quels moyens pour {topic} ?", Intent.PARTS, parts=("means",), topic=topic, query=topic)
    assert with_competence_of_topic(reading, shelf_library.shelf, shelf_library.index) is reading


def test_a_title_that_holds_little_of_the_topic_is_not_meant(shelf_library: Library) -> None:
    """« panel » alone means it; among five words of which the title holds one, it does not."""
    topic = "panel croisière Groenland visa passeport"
    reading = Reading("Quels moyens ?", Intent.PARTS, parts=("means",), topic=topic, query=topic)
    assert with_competence_of_topic(reading, shelf_library.shelf, shelf_library.index) is reading
