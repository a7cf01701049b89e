"""What a baker tells, for the tests of the page « Mes activités »: all of competence 1 of the invented referential but one criterion.

How sure the mapping is of each criterion changes with its training; what is absent and what is not does not.
"""

from __future__ import annotations

from assistant.activities.summary import Bar, block_bars
from assistant.library import Library
from assistant.mapping.mapper import map_activity

BAKER = "cqpm-boulanger-de-nuit"
DONE = "J'ai pesé la farine, l'eau et le levain en suivant la recette."
WISH = "J'aimerais apprendre à conduire le four."
STORY = f"""{DONE} J'ai taré la balance avant chaque pesée. Je calculais la température de base avant le pétrissage \
et je prévenais le chef de fournil quand un sac de farine était humide. La pâte était lisse et se décollait de la cuve.

{WISH}"""
MISSING = "Le pétrin est à l'arrêt, capot ouvert, avant tout nettoyage."
ANSWER = "Avant tout nettoyage, je mettais le pétrin à l'arrêt, capot ouvert."
QUESTION = "Quelles règles ou contraintes avez-vous dû respecter, et comment ?"


def bar_of(library: Library, *answers: str) -> Bar:
    """Competence 1 beside the story and these answers."""
    return block_bars(map_activity(library, BAKER, "\n\n".join([STORY, *answers])))[0].bars[0]
