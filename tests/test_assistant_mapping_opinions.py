"""A chat model's opinion on the pairs: quotations checked, disagreement shown, scores untouched."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel

from assistant.library import Library
from assistant.mapping.mapper import Mapper
from assistant.mapping.markdown import as_markdown
from assistant.mapping.model import Evidence, Level, Mapping
from assistant.mapping.opinions import with_opinions
from assistant.mapping.segments import segments_of
from ingest.settings import Settings

OILED = "Chaque matin je remets de l'huile du fabricant dans la burette."


@pytest.fixture(scope="module")
def mapping(shelf_library: Library) -> Mapping:
    """One pair, put there by hand: what the models find does not matter here."""
    found = Mapper(shelf_library).map_activity("cqpm-horloger-de-clocher", OILED)
    oiling = found.competences[0]
    pair = (Evidence(segments_of(OILED)[0], 0.9),)
    criteria = tuple(
        replace(criterion, status=Level.COVERED, evidence=pair)
        if criterion.family == "means"
        else replace(criterion, status=Level.ABSENT, evidence=())
        for criterion in oiling.criteria
    )
    others = tuple(replace(match, status=Level.ABSENT) for match in found.competences[1:])
    return replace(found, competences=(replace(oiling, status=Level.PARTIAL, criteria=criteria), *others))


def asked(mapping: Mapping, *verdicts: dict[str, Any] | str) -> Mapping:
    reply = verdicts[0] if verdicts and isinstance(verdicts[0], str) else json.dumps(verdicts, ensure_ascii=False)
    return with_opinions(mapping, FakeListChatModel(responses=[str(reply)]), Settings(chat_model="fake:list"))


VERDICT = {
    "paire": 1,
    "accord": False,
    "personne": "dans la burette",
    "critere": "La burette contient l'huile",
    "raison": "Rien sur la dose.",
}


def test_a_disagreement_is_shown_and_changes_no_score(mapping: Mapping) -> None:
    judged = asked(mapping, VERDICT)
    opinions = [item.opinion for match in judged.shown for criterion in match.criteria for item in criterion.evidence if item.opinion]
    assert [(opinion.agrees, opinion.reason, opinion.engine) for opinion in opinions] == [(False, "Rien sur la dose.", "fake:list")]
    assert [(m.status, m.score) for m in judged.competences] == [(m.status, m.score) for m in mapping.competences]
    assert "n'est pas de cet avis\u00a0: Rien sur la dose." in as_markdown(judged)
    assert "pas d'accord pour 1" in judged.notes[-1]


@pytest.mark.parametrize(
    "change", [{"personne": "dans le bidon"}, {"critere": "La burette est verte"}, {"personne": "…"}, {"paire": 99}, {"raison": " "}]
)
def test_an_opinion_without_its_words_is_left_aside(mapping: Mapping, change: dict[str, Any]) -> None:
    judged = asked(mapping, VERDICT | change)
    assert judged.competences == mapping.competences
    assert "sans citation exacte" in judged.notes[-1]


@pytest.mark.parametrize("reply", ["Je ne sais pas.", "[{]", '{"paire": 1}', '[1, "deux"]'])
def test_what_cannot_be_read_leaves_the_mapping_as_it_is(mapping: Mapping, reply: str) -> None:
    assert asked(mapping, reply).competences == mapping.competences


def test_nothing_is_asked_where_nothing_is_shown(mapping: Mapping) -> None:
    nothing = replace(mapping, competences=())
    assert with_opinions(nothing, FakeListChatModel(responses=["never read"]), Settings()) is nothing
