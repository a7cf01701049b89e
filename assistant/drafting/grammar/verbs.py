"""Verbs: from a participle or a present tense to the infinitive, and back; what kind of act a verb tells.

Regular verbs are formed by rule; the irregular ones that referentials use are listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What somebody does by the verb: a trainer asks on in another way for each."""

    CHOOSE = "choose"
    CHECK = "check"
    FIND = "find"
    PLAN = "plan"
    INVOLVE = "involve"
    TELL = "tell"
    COMPLY = "comply"
    USE = "use"
    DO = "do"


@dataclass(frozen=True)
class Verb:
    """``participle`` is masculine singular; ``present`` the third person. ``tail`` is what a locution adds: « en compte »."""

    infinitive: str
    participle: str
    present: str
    act: Act = Act.DO
    tail: str = ""

    @property
    def to(self) -> str:
        """The infinitive with its locution: ``"prendre en compte"``."""
        return f"{self.infinitive} {self.tail}".strip()

    @property
    def done(self) -> str:
        """The participle with its locution: ``"pris en compte"``."""
        return f"{self.participle} {self.tail}".strip()

    @property
    def does(self) -> str:
        """The present, third person: ``"prend en compte"``."""
        return f"{self.present} {self.tail}".strip()

    @property
    def i_do(self) -> str:
        """The present, first person: ``"prends en compte"``; verbs in -er, and those that end like them, do not change."""
        present = self.present
        if present.endswith(("e", "s", "ai")):
            first = present
        elif present == "fait":
            first = "fais"
        elif present.endswith("t") and not present.endswith(("et",)):
            first = present[:-1] + "s"
        else:
            first = present + "s"
        return f"{first} {self.tail}".strip()


_ACTS: dict[Act, str] = {
    Act.CHOOSE: "choisir sélectionner déterminer justifier privilégier retenir adapter favoriser prioriser hiérarchiser décider "
    "arbitrer opter fonder appuyer",
    Act.CHECK: "vérifier contrôler évaluer mesurer valider surveiller analyser étudier comparer tester relever "
    "auditer diagnostiquer apprécier estimer croiser caractériser examiner inspecter suivre observer calculer peser",
    Act.FIND: "identifier repérer recenser détecter déceler trouver localiser",
    Act.PLAN: "planifier organiser structurer définir construire établir formaliser préparer prévoir optimiser coordonner rédiger décrire "
    "créer élaborer anticiper consolider documenter concevoir piloter fixer bâtir programmer ordonnancer décliner",
    Act.INVOLVE: "impliquer associer solliciter consulter former accompagner responsabiliser mobiliser animer contacter accueillir réunir "
    "rechercher sensibiliser convier encadrer faire_appel rencontrer écouter",
    Act.TELL: "informer signaler partager communiquer présenter expliquer proposer formuler transmettre diffuser remonter alerter exposer "
    "argumenter expliciter prévenir avertir faire_remonter rendre_compte démontrer restituer illustrer",
    Act.COMPLY: "respecter appliquer prendre_en_compte prendre_en_considération intégrer tenir_compte connaître",
    Act.USE: "utiliser exploiter renseigner employer saisir compléter recourir manipuler déployer",
}  # fmt: skip
_ACT_OF = {verb.replace("_", " "): act for act, verbs in _ACTS.items() for verb in verbs.split()}

_IRREGULAR: dict[str, tuple[str, str]] = {
    # infinitive: participle, present (third person)
    "prendre": ("pris", "prend"), "mettre": ("mis", "met"), "faire": ("fait", "fait"), "maintenir": ("maintenu", "maintient"),
    "tenir": ("tenu", "tient"), "construire": ("construit", "construit"), "conduire": ("conduit", "conduit"),
    "connaître": ("connu", "connaît"),
    "comprendre": ("compris", "comprend"), "suivre": ("suivi", "suit"), "décrire": ("décrit", "décrit"), "prévoir": ("prévu", "prévoit"),
    "accueillir": ("accueilli", "accueille"), "recueillir": ("recueilli", "recueille"), "transmettre": ("transmis", "transmet"),
    "remettre": ("remis", "remet"), "soumettre": ("soumis", "soumet"), "résoudre": ("résolu", "résout"), "réduire": ("réduit", "réduit"),
    "produire": ("produit", "produit"), "traduire": ("traduit", "traduit"), "inscrire": ("inscrit", "inscrit"),
    "écrire": ("écrit", "écrit"),
    "lire": ("lu", "lit"), "voir": ("vu", "voit"), "revoir": ("revu", "revoit"), "recevoir": ("reçu", "reçoit"),
    "concevoir": ("conçu", "conçoit"),
    "percevoir": ("perçu", "perçoit"), "obtenir": ("obtenu", "obtient"), "soutenir": ("soutenu", "soutient"),
    "retenir": ("retenu", "retient"),
    "ouvrir": ("ouvert", "ouvre"), "découvrir": ("découvert", "découvre"), "couvrir": ("couvert", "couvre"), "offrir": ("offert", "offre"),
    "recourir": ("recouru", "recourt"), "atteindre": ("atteint", "atteint"), "restreindre": ("restreint", "restreint"),
    "rendre": ("rendu", "rend"), "vendre": ("vendu", "vend"), "entendre": ("entendu", "entend"), "attendre": ("attendu", "attend"),
    "répondre": ("répondu", "répond"), "étendre": ("étendu", "étend"), "servir": ("servi", "sert"), "exclure": ("exclu", "exclut"),
    "inclure": ("inclus", "inclut"), "conclure": ("conclu", "conclut"), "pourvoir": ("pourvu", "pourvoit"),
    "convenir": ("convenu", "convient"),
    "prévenir": ("prévenu", "prévient"), "intervenir": ("intervenu", "intervient"), "instruire": ("instruit", "instruit"),
    "cuire": ("cuit", "cuit"), "élire": ("élu", "élit"), "admettre": ("admis", "admet"), "permettre": ("permis", "permet"),
    "entretenir": ("entretenu", "entretient"), "appréhender": ("appréhendé", "appréhende"), "introduire": ("introduit", "introduit"),
    "contenir": ("contenu", "contient"), "correspondre": ("correspondu", "correspond"), "reprendre": ("repris", "reprend"),
}  # fmt: skip
_IN_IR = [
    "définir", "établir", "choisir", "saisir", "fournir", "garantir", "remplir", "réunir", "répartir", "convertir", "avertir", "finir",
    "agir", "réfléchir", "approfondir", "assainir", "bâtir",
    "arrondir", "investir", "subir", "unir", "réussir", "élargir", "enrichir", "franchir",
    "affranchir", "nourrir", "vernir",
]  # fmt: skip
_LOCUTIONS = {
    "prendre": ("en compte", "en considération", "en charge"),
    "mettre": ("en place", "en œuvre", "à disposition", "à jour", "en évidence", "sous contrôle", "en présence", "en forme", "à profit"),
    "maintenir": ("à jour",),
    "tenir": ("à jour", "compte"),
}
_NO_ACT = {"approprié", "concerné", "lié", "situé", "basé", "habilité", "âgé", "doré", "motivé", "varié", "aisé", "prêt", "réputé", "fini"}
"""Participles that say a state: nobody does it."""


def _in_ir(infinitive: str) -> Verb:
    stem = infinitive[:-1]
    return Verb(infinitive, stem, f"{stem}t", _ACT_OF.get(infinitive, Act.DO))


def _irregular(infinitive: str) -> Verb:
    return Verb(infinitive, *_IRREGULAR[infinitive], _ACT_OF.get(infinitive, Act.DO))


_LISTED = [*map(_irregular, _IRREGULAR), *map(_in_ir, _IN_IR)]
_BY_PARTICIPLE = {verb.participle: verb for verb in _LISTED}
_BY_INFINITIVE = {verb.infinitive: verb for verb in _LISTED}
_BY_PRESENT = {verb.present: verb for verb in _LISTED}


def with_tail(verb: Verb, tail: str) -> Verb:
    """The verb as a locution, whose act may be its own: ``"prendre"`` with ``"en compte"``."""
    act = _ACT_OF.get(f"{verb.infinitive} {tail}", verb.act)
    return Verb(verb.infinitive, verb.participle, verb.present, act, tail)


def locution(verb: Verb, following: str) -> tuple[Verb, str]:
    """The verb with the locution that the words after it begin with, and the words left."""
    for tail in _LOCUTIONS.get(verb.infinitive, ()):
        if following == tail or following.startswith((f"{tail} ", f"{tail},")):
            return with_tail(verb, tail), following[len(tail) :]
    return verb, following


def from_infinitive(infinitive: str) -> Verb | None:
    """The verb of an infinitive; None for what does not look like one."""
    if infinitive in _BY_INFINITIVE:
        return _BY_INFINITIVE[infinitive]
    if re.fullmatch(r"\w+er", infinitive):
        return Verb(infinitive, infinitive[:-2] + "é", _present_er(infinitive), _ACT_OF.get(infinitive, Act.DO))
    return None


def from_participle(word: str) -> Verb | None:
    """The verb of a past participle in any gender and number; None where the word is none, or says a state."""
    for masculine in (word, word.removesuffix("s"), word.removesuffix("e"), word.removesuffix("es")):
        if masculine in _NO_ACT:
            return None
        if masculine in _BY_PARTICIPLE:
            return _BY_PARTICIPLE[masculine]
        if masculine.endswith("é") and len(masculine) > 3:
            return from_infinitive(masculine[:-1] + "er")
    return None


def from_present(word: str) -> Verb | None:
    """The verb of a third person singular: ``"propose"``, ``"suit"``; None where the word cannot be one."""
    if word in _BY_PRESENT:
        return _BY_PRESENT[word]
    if re.fullmatch(r"\w{2,}e", word):
        stem = word[:-1]
        if re.fullmatch(r"\w*è[^aeiouy]", stem):
            stem = stem[:-2] + ("e" if stem in _OPEN_E else "é") + stem[-1]
        stem = re.sub(r"(?<=[uo])i$", "y", stem) if stem in _IN_YER else stem
        return from_infinitive(stem + "er")
    return None


def from_gerund(word: str) -> Verb | None:
    """The verb of a present participle: ``"respectant"``."""
    for verb in _LISTED:
        if verb.infinitive[:-2] + "ant" == word or _GERUNDS.get(verb.infinitive) == word:
            return verb
    return from_infinitive(word[:-3].removesuffix("e") + "er") if re.fullmatch(r"\w{2,}ant", word) else None


_GERUNDS = {"tenir": "tenant", "prendre": "prenant", "faire": "faisant", "choisir": "choisissant", "définir": "définissant"}
_OPEN_E = {"relèv", "mèn", "amèn", "enlèv", "achèv", "achèt", "pès", "soulèv", "prélèv", "sèm"}
_IN_YER = {"appui", "emploi", "nettoi", "déploi", "essui"}


def _present_er(infinitive: str) -> str:
    stem = infinitive[:-2]
    if re.search(r"[uo]y$", stem):
        return stem[:-1] + "ie"
    if re.search(r"é[^aeiouy]{1,2}$", stem) and not stem.endswith(("éer",)):
        at = stem.rindex("é")
        return f"{stem[:at]}è{stem[at + 1 :]}e"
    if re.search(r"e[vnsm]$", stem):
        return f"{stem[:-2]}è{stem[-1]}e"
    if stem in ("appel", "rappel", "jet", "rejet", "projet"):
        return f"{stem}{stem[-1]}e"
    return stem + "e"


def _plural_present(verb: Verb) -> str:
    if verb.present.endswith("e"):
        return f"{verb.present}nt"
    return f"{verb.infinitive[:-1]}ssent" if verb.infinitive in _IN_IR else verb.present


_STATING = (
    "garder donner isoler montrer indiquer faciliter limiter renforcer contribuer relier aider distinguer refléter éviter "
    "conserver "
    "laisser porter figurer exister rester durer protéger participer trouver englober approuver comporter reposer appuyer préciser "
    "chercher "
    "remonter dégager cacher séparer concerner mentionner rappeler respecter reprendre contenir correspondre"
)
"""Verbs by which referentials say how things are."""
_KNOWN = [*_LISTED, *(verb for name in (*_ACT_OF, *_STATING.split()) if (verb := from_infinitive(name)) is not None)]
PRESENTS = sorted({form for verb in _KNOWN for form in (verb.present, _plural_present(verb))}, key=len, reverse=True)
"""The present, third persons, of the verbs that are known by name: what tells a sentence from a heading."""
