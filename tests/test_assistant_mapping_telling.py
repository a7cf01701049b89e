"""What is told in the chat and what is asked."""

from __future__ import annotations

import pytest

from assistant.mapping.telling import told_part

STORY = (
    "Chaque matin je remets de l'huile dans la burette avant de monter au clocher. Je règle le balancier avec la clé, "
    "et je note l'écart dans le cahier de la sacristie."
)


def test_a_story_is_told_with_or_without_the_question_that_closes_it() -> None:
    assert told_part(STORY) == STORY
    assert told_part(f"{STORY} Ça correspond à quelle compétence ?") == STORY
    assert told_part(f"{STORY} — l'horloger de clocher") == STORY


def test_a_short_story_is_told_unless_a_question_follows() -> None:
    short = "Je travaille au clocher. Je graisse les rouages, et je règle le balancier."  # 13 words
    assert told_part(short) == short
    assert told_part(f"{short} Ça vaut quoi ?") == ""


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "Quels sont les critères de la compétence 2 ?",
        "J'ai remis de l'huile.",  # too short to judge
        f"{STORY} Combien coûte la formation ?",
        "Peux-tu me dire ce que je dois faire pour l'examen, je suis horloger depuis vingt ans et je travaille seul dans trois clochers ?",
    ],
)
def test_a_question_is_not_taken_for_a_story(asked: str) -> None:
    assert told_part(asked) == ""
