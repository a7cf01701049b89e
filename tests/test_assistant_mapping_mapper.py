"""The mapping of activities to an invented certification that the models never saw, and to a registry sheet."""

from __future__ import annotations

import pytest

from assistant.library import Library
from assistant.mapping.document import as_document
from assistant.mapping.mapper import Mapper, map_activity
from assistant.mapping.markdown import as_markdown
from assistant.mapping.model import Level
from assistant.mapping.segments import segments_of
from ingest.errors import AcquisError

CLOCK, SHEET = "cqpm-horloger-de-clocher", "rncp-99123-animateur-gat"
OILED = "Chaque matin je remets de l'huile du fabricant dans la burette et je graisse les rouages."
WISH = "J'aimerais un jour dorer les aiguilles."


@pytest.fixture(scope="module")
def mapper(shelf_library: Library) -> Mapper:
    return Mapper(shelf_library)


def test_what_was_done_is_shown_in_both_quotations(mapper: Mapper) -> None:
    mapping = mapper.map_activity(CLOCK, f"{OILED} {WISH}")
    assert [match.number for match in mapping.competences] == [1, 2, 3]
    oiling = mapping.competences[0]
    assert oiling.status == Level.PARTIAL  # one or two of its five criteria and results
    means = next(criterion for criterion in oiling.criteria if criterion.family == "means")
    assert means.status != Level.ABSENT
    assert means.passage.id == f"{CLOCK}/C1/means/1"
    assert means.evidence[0].segment.text in OILED
    assert mapping.first == 1
    assert oiling.next
    assert all(question.endswith("\u00a0?") for question in oiling.next)


def test_a_wish_is_set_aside_and_shows_nothing(mapper: Mapper) -> None:
    mapping = mapper.map_activity(CLOCK, f"{OILED} {WISH}")
    assert mapping.competences[2].status == Level.ABSENT
    assert [item.segment.text for item in mapping.set_aside] == [WISH]
    assert WISH in [segment.text for segment in mapping.unmatched]
    assert "un projet ou une envie" in mapping.set_aside[0].reason


def test_nothing_is_claimed_where_nothing_is_shown(mapper: Mapper) -> None:
    mapping = mapper.map_activity(CLOCK, "Je vends des chaussures dans une galerie marchande. Le samedi je tiens la caisse.")
    assert mapping.shown == ()
    assert mapping.first is None
    assert len(mapping.unmatched) == 2
    assert "Rien dans ce récit" in as_markdown(mapping)


def test_a_block_is_reached_only_with_all_its_competences(mapper: Mapper) -> None:
    mapping = mapper.map_activity(CLOCK, OILED)
    first, second = mapping.blocks
    assert first.partial == (1,)
    assert not first.reached
    assert second.absent == (3,)


def test_offsets_are_those_of_the_text(mapper: Mapper) -> None:
    told = f"\n\n  {OILED}\n\n- {WISH}"
    mapping = mapper.map_activity(CLOCK, told)
    found = [item.segment for match in mapping.competences for criterion in match.criteria for item in criterion.evidence]
    assert found
    for segment in (*found, *mapping.unmatched):
        assert told[segment.start : segment.end] == segment.text


def test_a_registry_sheet_is_mapped_to_competences_only_and_says_so(mapper: Mapper, shelf_library: Library) -> None:
    title = next(shelf_library.catalogue[SHEET].competences())[1].title
    mapping = mapper.map_activity(SHEET, f"Depuis deux ans, voici ce que je fais moi-même chaque semaine : {title.lower()}.")
    assert not mapping.has_criteria
    assert all(not match.criteria for match in mapping.competences)
    assert any("que des intitulés de compétences" in note for note in mapping.notes)
    assert max(mapping.competences, key=lambda match: match.score).title == title


def test_segments_keep_the_places_of_a_dossier(mapper: Mapper) -> None:
    told = [segments_of(OILED, group=group, page=group + 1, paragraph=group + 10) for group in range(3)]
    calls: list[tuple[int, int]] = []
    mapping = mapper.map_segments(CLOCK, [s for group in told for s in group], progress=lambda done, total: calls.append((done, total)))
    document = as_document(mapping, "d-1")
    evidence = [item for criterion in document["competences"][0]["criteria"] for item in criterion["evidence"]]
    assert {item["page"] for item in evidence} <= {1, 2, 3}
    assert all(item["paragraph"] == item["page"] + 9 for item in evidence)
    assert calls[-1] == (3, 3)


def test_a_dossier_without_words_shows_nothing(mapper: Mapper) -> None:
    mapping = mapper.map_segments(CLOCK, [])
    assert mapping.shown == ()
    assert [match.status for match in mapping.competences] == [Level.ABSENT] * 3


def test_what_cannot_be_mapped_says_why(shelf_library: Library, mapper: Mapper) -> None:
    with pytest.raises(AcquisError, match="L'activité est vide"):
        mapper.map_activity(CLOCK, " \n… ")
    with pytest.raises(AcquisError, match="cqpm-licorne"):
        map_activity(shelf_library, "cqpm-licorne", OILED)


def test_the_reading_quotes_and_advises_apart(mapper: Mapper) -> None:
    text = as_markdown(mapper.map_activity(CLOCK, f"{OILED} {WISH}")).replace("\u00a0", " ")
    assert "- Vous dites : « Chaque matin je remets de l'huile" in text
    assert "  Le référentiel (moyens utilisés, " in text
    assert "Ce qui n'a pas été retenu :" in text
    assert "Une certification n'est obtenue que lorsque toutes ses compétences sont reconnues" in text
    assert text.endswith("seul un jury décide.")
