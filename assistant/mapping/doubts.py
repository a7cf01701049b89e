"""What is no evidence of what the person did, and the words that tell: negation, wish, hypothesis, the work of others, training, a tool
merely named, « nous » without a role.

The patterns are read on folded text (:func:`folded`): lower case, no accents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.french import NBSP, quoted
from assistant.mapping.model import Doubt, Segment, SetAside
from vectorstore.tokens import fold

_SHOWN = 160
"""Longer segments are cut when they are quoted in a reason."""
_PERSON = (
    r"(?:chefs?|cheffes?|patrons?|patronne|responsables?|collegues?|direct(?:eur|rice|ion)|tut(?:eur|rice)|format(?:eur|rice)|boss|siege|"
    r"consultante?|cabinet|prestataire|stagiaire|alternante?|ingenieure?|comptable|achet(?:eur|euse)|juriste|superviseure?"
    r"|anima(?:teur|trice)|"
    r"audit(?:eur|rice)|technicien(?:ne)?|qualiticien(?:ne)?|fournisseur|assurance|banque|proprietaire|mecano|maintenance)"
)
_ARTICLE = r"(?:mon|ma|mes|notre|nos|le|la|les|un|une|l')\s?"
_DEEDS = r"(?:fait|monte|ecrit|anime|redige|gere|decide|mene|pilote|suivi|lance|pris|realise|choisi|organise|regle|refait|trouve)"
_PATTERNS: dict[Doubt, tuple[str, ...]] = {
    Doubt.WISH: (
        r"\bj(?:e |')(?:aimerais|voudrais|souhaite(?:rais)?|espere|envisage|reve|prevois|me verrais|me vois bien|serai bientot"
        r"|commencerai)\b",
        r"\bj(?:e |')compte (?:bien )?(?:me |m'|y )?\w+(?:er|ir|re)\b",
        r"\bj(?:e |')(?:ai envie|ai l'intention|ai pour projet|ai hate)\b",
        r"\bje (?:devrais|vais bientot|dois (?:bientot |passer|lancer|reprendre|commencer))\b",
        r"\bon (?:prevoit|voudrait|aimerait|va bientot)\b|^on (?:devrait\b|devait [^.;]*\b(?:puis|mais)\b)",
        r"\bil est prevu qu|\bce serait (?:bien|super|mieux)\b|\bca me (?:plairait|tenterait|dirait)\b",
        r"\bmon (?:reve|souhait|ambition|projet) (?:est|serait|c'est)\b",
        r"^(?:plus tard|un jour|l'an(?:nee)? prochaine?|le mois prochain|bientot|a la rentree)\b",
        r"\b(?:l'an(?:nee)?|le mois|le printemps|la semaine) prochaine?\b[^.;]{0,60}\b(?:je|on) (?:dois|vais|devrais|devrait|va)\b",
    ),
    Doubt.HYPOTHESIS: (
        r"\bsi (?:on me|j'(?:avais|etais|ai un jour)|un jour|jamais)\b|\bil (?:faudrait|aurait fallu|faudra)\b",
        r"\bj'aurais (?:bien )?(?:pu|aime|du|voulu)\b|\bje (?:pourrais|saurais|ferais|serais)\b|\bon (?:ferait|aurait pu|y gagnerait)\b",
        r"\ba mon avis\b|\ben theorie\b|\btout le monde (?:sait|dit)\b",
    ),
    Doubt.NEGATION: (
        r"\bje n(?:'|e )(?:y |en |m'y |l')?(?:ai|suis|fais|etais|avais|touche|connais|gere|participe|decide|interviens|sais"
        r"|redige|anime)\b"
        r"[^.;]{0,30}\b(?:pas|jamais|rien|aucune?|pour rien)\b",
        r"\bje n(?:'|e )(?:y |en |m'en )?(?:occupe|charge|mele)\w* (?:pas|jamais|de rien)\b|\bnon sans moi\b",
        r"\b(?:decide|faite?|monte|choisi|lance|signe|achete)e?s? [^.;]{0,30}\bsans moi\b|\bsans y (?:toucher|participer"
        r"|avoir)\b|\b(?:ca|cela) (?:n'a )?rien a voir\b|\bca me regarde pas\b",
        r"\b(?:pas|jamais) (?:de mon (?:ressort|role|boulot|domaine)|(?:dans )?(?:mon|ma) (?:boulot|role|travail|domaine"
        r"|partie)|a moi d)",
        r"\b(?:pas|jamais) (?:eu l'occasion|encore (?:eu|fait|travaille|pratique|commence)|commence|participe)\b",
        r"\bj(?:'|e )y (?:connais|suis pour|comprends|touche) (?:rien|pas)\b|\bje (?:touche|connais|suis|decide|gere) (?:pas"
        r"|rien|jamais)\b",
        r"\bjamais (?:applique|pratique|utilise|mis en pratique|eu a)\b|\brien (?:mis en pratique|n'est commence|n'a (?:change"
        r"|ete fait))\b",
        r"\b(?:on|il|elle|ils|personne) ne? ?m'(?:a|ont|y a) (?:rien|pas|jamais)\b|\bje n'ai (?:touche a )?rien\b"
        r"|\bon n'a rien (?:su|fait|eu)\b",
        r"\bne (?:depend|releve)(?:nt)? pas de moi\b|\bne me (?:concerne|regarde) pas\b|\b(?:a|fut) ete annule\b|^pas moi\b"
        r"|\bc'est [^.;]{3,40}, pas moi\W*$",
        r"\bn'(?:est|etait|etaient|ont|a|y) (?:pas |jamais )?(?:de mon ressort|mon (?:role|affaire|boulot|travail)|a moi d"
        r"|jamais (?:venue?s?|sortie?s?|eu lieu))",
    ),
    Doubt.TRAINING: (
        r"\b(?:j'ai (?:suivi|fait|passe|eu|assiste a)|suivi|on m'a paye|m'a paye|inscrite? a)\b[^.;]{0,40}\b(?:formation|stage"
        r"|module|cours|mooc|"
        r"seminaire|webinaire|conference|journees? (?:d'information|sur)|tutos?|videos?)\b",
        r"^(?:une )?formation\b[^.;]{0,80}\b(?:jours?|heures?|attestation|cnam|cci|greta|afpa|prevue)\b|\bcentre de formation\b",
        r"\b(?:pendant|durant) (?:mon |le |ma |la )(?:stage|formation|cours)\b[^.;]{0,40}\b(?:regarde|vu|observe|suivi|appris|montre)",
        r"\b(?:stage d'observation|en observation|au lycee|formation mais|attestation obtenue)\b",
        r"\b(?:pour|dans) mon (?:memoire|expose|rapport de stage)\b|\bj'ai (?:lu|achete) (?:un|des|plusieurs) (?:livres?|articles?)\b",
    ),
    Doubt.TOLD: (
        r"\bon (?:m'|nous |nous l')a(?:vait)? (?:juste |seulement |simplement )?(?:explique|raconte|montre|presente|parle"
        r"|affiche|informe)",
        r"\bj'(?:ai (?:entendu (?:parler|dire)|assiste a|vu faire|vu passer|(?:surtout |juste )?regarde (?:mon|ma|le|la|l'|un"
        r"|une|faire)[^.;]{2,30}\w(?:er|ir)\b)|etais (?:la quand|present quand|a cote))\b",
        r"\bil parait\b|\bj'en ai (?:juste |seulement )?entendu parler\b|\bje l'ai (?:(?:juste|seulement) lue?|lue? en passant)\b",
    ),
    Doubt.OTHERS: (
        rf"\bc'(?:est|etait)(?: toujours| plutot| surtout| donc)? {_ARTICLE}(?:\w+ ){{0,2}}?{_PERSON}\b[^.;,]{{0,40}}? qui (?!m'|me )",
        rf"\bc'(?:est|etait)(?: toujours| plutot)? (?:lui|elle|eux|elles|[a-z]+ et (?:la |le )?\w+) qui (?!m'|me )[^.;]{{0,30}}\b"
        rf"(?:s'en|s'occup|gere|suit|pilot|tient|anim|faisa|decid|{_DEEDS}\b)",
        r"\bc'(?:est|etait) (?:ma |mon )?(?:collegue|copain|copine|cousin)\b[^.;]{0,30} qui\b",
        rf"\b{_PERSON}\b[^.;,]{{0,40}}\b(?:s'en (?:occupe|charge|est occupee?|est chargee?)|s'occupe|gere tout|decide de tout)\b",
        rf"\b{_PERSON}\b[^.;,]{{0,30}} (?:a |ont )(?:tout |toute |toutes |tous )?{_DEEDS}\b",
        rf"\b(?:a ete|sont|ont ete|est|etait) (?:{_DEEDS}|achete|assure)e?s? par {_ARTICLE}{_PERSON}\b",
        rf"^(?!.*\b(?:j'|je |moi\b|on |nous ))[^.;]{{4,60}}, c'est {_ARTICLE}(?:{_PERSON}|service|bureau|\w+ (?:du|de l'|des|d'a cote))\b",
        r"\bc'(?:est|etait) pas moi\b|\bce n'est pas moi\b|\bune? (?:agence|entreprise|societe) (?:exterieure|de l'exterieur)\b",
    ),
    Doubt.TOOL: (
        r"\bje (?:connais|maitrise)(?: bien| un peu| aussi)? (?!par coeur)[^.;]{2,60}[.]?$",
        r"\bj'ai (?:des notions|une bonne connaissance)\b|^(?:logiciels?|outils?) ?:",
    ),
    Doubt.NO_ROLE: (
        r"^(?:nous|on) (?:sommes|est) (?:certifie|engage|equipe|reconnu|une (?:entreprise|societe|equipe))",
        r"^(?:nous|on) (?:disposons|beneficions|avons (?:un|une|des|deux|trois)|a (?:un|une|des|deux|trois))\b(?!.*\b(?:j'|je "
        r"|moi|mon role|ensemble)\b)",
        r"^(?:l'entreprise|la societe|l'usine|le site|le groupe|notre (?:entreprise|site|usine|service)"
        r"|chez nous)\b(?!.*\b(?:j'|je |moi)\b)"
        r"(?=.*\b(?:a une?|est|sont|a recu|dispose|possede|on a (?:un|une|des))\b)",
    ),
}
_COMPILED = tuple((doubt, re.compile("|".join(patterns))) for doubt, patterns in _PATTERNS.items())
_FIRST_PERSON = re.compile(
    r"\b(?:j'(?:ai|y ai|en ai) (?!lu\b|vu\b|assiste|regarde|ecoute|entendu|trouve ca)"
    r"|je (?!n'|ne |pense|crois|voyais|l'ai lu)|c'est moi qui)"
)
_MAY_STAND = frozenset({Doubt.OTHERS, Doubt.NO_ROLE})
"""What others did and where one works is beside the point when the same words also say what the person did."""
_REASONS = {
    Doubt.NEGATION: "la personne dit qu'elle ne l'a pas fait, ou que ce n'est pas de son ressort",
    Doubt.WISH: "c'est un projet ou une envie, pas encore un fait",
    Doubt.HYPOTHESIS: "c'est une hypothèse ou un avis, pas un fait",
    Doubt.OTHERS: "ce sont d'autres personnes qui l'ont fait",
    Doubt.TOLD: "la personne l'a vu, lu ou entendu, sans le faire",
    Doubt.TRAINING: "une formation ou un stage suivi ne montre pas une pratique",
    Doubt.TOOL: "un outil est nommé, sans dire ce qui en a été fait",
    Doubt.NO_ROLE: "le rôle de la personne n'est pas dit",
    Doubt.UNCLEAR: "rien ne dit ce que la personne a fait elle-même",
}


def folded(text: str) -> str:
    """Lower case, without accents, straight apostrophes, single spaces."""
    return " ".join(fold(text.lower()).replace("’", "'").replace("ʼ", "'").split())


def doubt_of(text: str) -> Doubt | None:
    """Why a folded clause is no evidence by its own words, or None."""
    for doubt, pattern in _COMPILED:
        if pattern.search(text) and not (doubt in _MAY_STAND and _FIRST_PERSON.search(text)):
            return doubt
    return None


def set_aside(segment: Segment, doubt: Doubt) -> SetAside:
    """The segment with the reason in French, its words quoted apart from ours."""
    shown = segment.text if len(segment.text) <= _SHOWN else segment.text[:_SHOWN].rstrip() + "…"
    return SetAside(segment, doubt, f"{quoted(shown)}{NBSP}: {_REASONS[doubt]}.")


def reasons(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """The distinct reasons, in French."""
    return tuple(_REASONS[doubt] for doubt in dict.fromkeys(doubts))
