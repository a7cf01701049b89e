"""What is no evidence: the words that tell, and what sounds close and is evidence."""

from __future__ import annotations

import pytest

from assistant.french import NBSP
from assistant.mapping.doubts import doubt_of, folded, set_aside
from assistant.mapping.model import Doubt, Segment


@pytest.mark.parametrize(
    ("told", "doubt"),
    [
        ("La facture, je n'y ai pas touché.", Doubt.NEGATION),
        ("L'achat des rayonnages a été décidé au siège sans moi.", Doubt.NEGATION),
        ("Le transport n'est pas de mon ressort.", Doubt.NEGATION),
        ("J'aimerais faire des audits.", Doubt.WISH),
        ("L'an prochain je dois lancer un groupe de travail.", Doubt.WISH),
        ("Il faudrait des bandes au sol.", Doubt.HYPOTHESIS),
        ("Si on me le demandait, je saurais le faire.", Doubt.HYPOTHESIS),
        ("C'est mon chef qui a fait l'analyse.", Doubt.OTHERS),
        ("La responsable s'en occupe depuis toujours.", Doubt.OTHERS),
        ("Le moule neuf, c'est le bureau d'études.", Doubt.OTHERS),
        ("On m'a expliqué le FIFO.", Doubt.TOLD),
        ("J'ai assisté à la réunion de lancement.", Doubt.TOLD),
        ("J'ai suivi une formation de trois jours sur le 8D.", Doubt.TRAINING),
        ("Je maîtrise Excel et SAP.", Doubt.TOOL),
        ("Nous sommes certifiés depuis huit ans.", Doubt.NO_ROLE),
    ],
)
def test_the_words_tell_why_it_is_no_evidence(told: str, doubt: Doubt) -> None:
    assert doubt_of(folded(told)) == doubt


@pytest.mark.parametrize(
    "told",
    [
        "Après validation par le responsable qualité, j'ai formé les six utilisateurs.",
        "Je compte les bobines à deux avec ma collègue.",
        "On a posé un seuil et je préviens le chef quand il est dépassé.",
        "J'ai regardé la dérive heure par heure.",
        "J'ai suivi les actions jusqu'à leur clôture.",
        "C'est moi qui anime le point du lundi.",
        "J'ai formé les opérateurs pendant deux jours.",
    ],
)
def test_what_was_done_is_not_set_aside(told: str) -> None:
    assert doubt_of(folded(told)) is None


def test_the_reason_quotes_the_person_and_says_why() -> None:
    item = set_aside(Segment("J'aimerais\u00a0auditer.", 0, 20), Doubt.WISH)
    assert item.reason == f"«{NBSP}J'aimerais\u00a0auditer.{NBSP}»{NBSP}: c'est un projet ou une envie, pas encore un fait."
    assert len(set_aside(Segment("x" * 400, 0, 400), Doubt.TOLD).reason) < 260
