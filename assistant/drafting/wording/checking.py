"""Whether a wording of the chat model may stand: tied to its criteria, inventing nothing, unlike the others, right for its key."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting import phrasings
from assistant.drafting.checks import faults, too_alike
from assistant.drafting.grammar.verbs import Act
from assistant.drafting.items import Item, Kind
from assistant.french import quoted
from ingest.model import Certification
from vectorstore.tokens import tokens

_LONGEST = 700
_NAMES = re.compile(r"(?<![.?!»:] )(?<!^)\b(?:[A-ZÉ]{2,}\w*|[A-ZÉ][a-zéèêàç]+)\b|\b\d+(?:[.,]\d+)?\b")
_NEGATION = re.compile(r"\b(?:ne|n')\s?\w+.{0,12}\b(?:pas|aucune?)\b|\bintruse?\b", re.IGNORECASE)
_UNKNOWN = 3
"""Words foreign to the referential and to a trainer's questions from which a wording brings something of its own."""
_TRAINER = """racontez expliquez décrivez présentez précisez citez donnez dites montrez parlez revenez choisissez prenez
exemple situation vécu vécue réel réelle concret concrète rôle part résultat façon manière comment pourquoi
quand quelle quel avec qui moment étape étapes occasion expérience parcours difficulté obstacle choix décision
action travail équipe entreprise service contexte mission tâche personne personnes personnellement vous-même
conséquence effet suite leçon retenu appris preuve trace document cas jour semaine mois année dernière fois
récent récente procédé fait faire mis dû pu avez êtes aviez étiez auriez pouvez devez faut fallu amené conduit
concrètement précisément obtenu question réponse ensuite enfin abord avant après pendant lors selon importance
important utile apport contribution interlocuteur interlocuteurs laquelle lequel parmi suivantes suivants
connaissance connaissances compétence compétences bloc blocs référentiel relève appartient rattachée intruse
élément éléments propos formation métier poste quotidien démarche organiser mener réussir réussi échoué
imprévu adapter raison"""


class Checker:
    """Checks the wordings for items of one certification."""

    def __init__(self, certification: Certification) -> None:
        texts = [certification.title, *(section.text for section in certification.sections)]
        for block, competence in certification.competences():
            texts += [block.title, competence.title, *(knowledge.verbatim for knowledge in block.knowledge)]
            texts += [statement.verbatim for statement in (*competence.conditions, *competence.criteria, *competence.results)]
        self._names = {name.lower() for text in texts for name in re.findall(r"\w+", text)}
        self._known = {stem for text in (*texts, _TRAINER, *_phrases()) for stem in tokens(text)}

    def refusal(self, item: Item, text: str, others: Sequence[str]) -> str:
        """Why the text may not stand for the item; ``""`` when it may. ``others``: the texts of the set so far."""
        if len(text) > _LONGEST or len(text.split()) < 4:
            return "la longueur ne convient pas"
        if not re.search(r"[?.]$", text) or "\n" in text:
            return "ce n'est pas une question ou une consigne achevée"
        if broken := faults(text):
            return f"faute ({broken[0]})"
        if self._invents(item, text):
            return "un nom, un chiffre ou une exigence ne vient pas du critère"
        if item.kind == Kind.CHOICE and (lost := self._key_refusal(item, text)):
            return lost
        if not _named(item) and not self._is_tied(item, text):
            return "le critère n'y est plus reconnaissable"
        return "elle répète une autre question" if any(too_alike(text, other) for other in others) else ""

    def _invents(self, item: Item, text: str) -> bool:
        given = f"{item.text} {' '.join(quotation.text for quotation in item.quotations)}".lower()
        named = [name for name in _NAMES.findall(text) if name.lower() not in given and name.lower().capitalize() not in _COMMON]
        if any(name.lower() not in self._names or name[0].isdigit() for name in named):
            return True
        own = set(tokens(given))
        foreign = {stem for stem in tokens(text) if stem not in own and stem not in self._known}
        return len(foreign) >= _UNKNOWN

    def _is_tied(self, item: Item, text: str) -> bool:
        """At least a third of what the first wording takes from the criteria, and two words where there are two."""
        said = set(tokens(text))
        criteria = {stem for quotation in item.quotations for stem in tokens(quotation.text)}
        essential = criteria & set(tokens(item.text))
        if not essential:
            return bool(said & criteria)
        return len(said & essential) >= max(min(2, len(essential)), len(essential) // 3)

    def _key_refusal(self, item: Item, text: str) -> str:
        """The key answers the question only while the question stays the same one."""
        key = next(choice.text for choice in item.choices if choice.correct)
        if key.lower() in text.lower():
            return "l'énoncé donne la réponse"
        if bool(_NEGATION.search(text)) != bool(_NEGATION.search(item.text)):
            return "l'énoncé ne demande plus la même chose que le corrigé"
        said = text.lower().replace("’", "'")
        if missing := [name for name in _named(item) if name.lower().replace("’", "'") not in said]:
            return f"il manque {quoted(missing[0])}, dont dépend le corrigé"
        return ""


_COMMON = {"Comment", "Quelle", "Quel", "Quels", "Quelles", "Qui", "Que", "Pourquoi", "Dans", "Pour", "Vous", "Votre", "Vos"}


def _named(item: Item) -> list[str]:
    """What a multiple-choice question quotes: a block, a knowledge item; its key depends on it."""
    return re.findall(r"«\s?(.+?)\s?»", item.text) if item.kind == Kind.CHOICE else []


def _phrases() -> list[str]:
    banks = (
        phrasings.ACT_OPENERS, phrasings.COMPLY_OPENERS, phrasings.STATE_OPENERS, phrasings.ACT_ANGLES, phrasings.LISTED_TAILS,
        phrasings.STATE_TAILS,
        *(phrasings.ACT_TAILS[act] for act in Act),
    )  # fmt: skip
    return [phrase for bank in banks for phrase in bank]
