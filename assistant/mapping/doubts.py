"""What is no evidence of what the person did, and the words that tell: negation, wish, hypothesis, the work of others, training, a tool
merely named, « nous » without a role."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.french import NBSP, quoted
from assistant.mapping.model import Doubt, Segment, SetAside
from vectorstore.tokens import fold

_CHIEF = (
    r"(?:chefs?|cheffes?|patrons?|patronne|responsables?|collegues?|directeur|directrice|direction|tuteur|tutrice|formateur|formatrice|"
    r"consultante?|prestataire|stagiaire|alternante?|ingenieure?|comptable|acheteu(?:r|se)|service \w+|bureau \w+|siege|boss|"
    r"superviseure?|animat(?:eur|rice)|auditeur|auditrice|qualiticienne?|fournisseur)"
)
_MINE = r"(?:j'|je |moi\b|m'a |on |nous |avec moi|me )"
_PATTERNS: tuple[tuple[Doubt, str], ...] = (
    (
        Doubt.WISH,
        r"\bj(?:e |')(?:aimerais|voudrais|souhaite(?:rais)?|compte (?:bien )?\w+(?:er|ir|re)|espere|envisage|reve|ai envie|ai l'intention|ai pour projet|prevois|"
        r"me verrais|devrais|vais bientot|serai|ferai|aurai)\b|\bon (?:prevoit|devrait|voudrait|aimerait|va bientot)\b|\bon compte (?:bien )?\w+(?:er|ir|re)\b"
        r"|\bil est prevu qu|\bmon (?:reve|souhait|ambition|projet) (?:est|serait|c'est)|\bça me (?:plairait|tenterait)",
    ),
    (
        Doubt.HYPOTHESIS,
        r"\bsi (?:on me|j'(?:avais|etais|ai un jour)|un jour|jamais)\b|\bil (?:faudrait|aurait fallu|faudra)\b|\bj'aurais (?:pu|aime|du|voulu)\b"
        r"|\bje (?:pourrais|saurais|ferais|serais)\b|\bon (?:pourrait|ferait|aurait pu)\b|\ba mon avis\b|\ben theorie\b",
    ),
    (
        Doubt.NEGATION,
        r"\bje n(?:'|e )(?:y )?(?:ai|suis|fais|m'|etais|avais|touche|connais|gere|participe|decide|interviens|sais|redige|anime)\b[^.;]{0,30}"
        r"\b(?:pas|jamais|rien|aucune?|plus|pour rien)\b|\bsans (?:moi|y (?:toucher|participer|avoir)|que je)\b"
        r"|\b(?:pas|jamais) (?:de mon (?:ressort|role|boulot)|mon (?:boulot|role|travail|domaine)|a moi de|eu l'occasion|encore (?:eu|fait|travaille|pratique))\b"
        r"|\bj(?:'|e )y (?:connais|suis pour|comprends|touche) (?:rien|pas)\b|\bje (?:touche|connais|suis|fais|decide|gere) (?:pas|rien|jamais)\b"
        r"|\bj'ai (?:pas|jamais|rien)\b|\bjamais (?:applique|pratique|utilise|mis en pratique)\b|\brien (?:mis en pratique|fait|proposé)\b"
        r"|\bon ne m'a (?:rien|pas|jamais)\b|\b(?:il|elle|ils|on) ne m'(?:a|ont) (?:rien|pas|jamais)\b|\bne (?:depend|releve)(?:nt)? pas de moi\b"
        r"|\bje n'en (?:sais|ai|suis) (?:pas|rien)|\b(?:ca|cela) ne me (?:concerne|regarde) pas",
    ),
    (
        Doubt.TRAINING,
        r"\b(?:j'ai suivi|suivi|j'ai fait|j'ai passe|on m'a paye|inscrit a|j'ai assiste a|j'ai eu)\b[^.;]{0,40}\b(?:formation|stage|module|cours|mooc|seminaire|webinaire|"
        r"conference|journees? d'information|tutos?|videos?)\b|^(?:une )?formation\b[^.;]{0,80}\b(?:jours?|heures?|attestation|cnam|cci|greta|afpa)\b"
        r"|\bpendant (?:mon|le|ma) (?:stage d'observation|formation|cours)\b|\bstage d'observation\b|\bau lycee\b|\bpour mon (?:memoire|expose)\b",
    ),
    (
        Doubt.TOLD,
        r"\bon (?:m'|nous )a(?:vait)? (?:juste |seulement |simplement )?(?:explique|raconte|montre|presente|dit|parle|informe|transmis)\b"
        r"|\bj'(?:ai (?:entendu (?:parler|dire)|lu |assiste|regarde|ecoute|vu faire|appris (?:que|par))|etais (?:la quand|present quand|a cote))\b"
        r"|\bil parait\b|\bj'en ai (?:juste |seulement )?entendu parler\b",
    ),
    (
        Doubt.OTHERS,
        rf"\bc'(?:est|etait|etaient)(?: toujours| plutot| surtout| donc)? (?:(?:mon|ma|mes|notre|nos|le|la|les|un|une|l')\s?(?:\w+ ){{0,2}}?{_CHIEF}|"
        rf"[a-z]+(?: et (?:la |le )?[a-z]+)?|l[ae']\s?\w+|les? \w+)\b[^.;,]{{0,40}}? qui (?!m'|me )"
        rf"|\b{_CHIEF}\b[^.;,]{{0,40}}\b(?:s'en (?:occupe|charge|est occupee?|est chargee?)|s'occupe|gere tout|a tout (?:fait|monte|ecrit|anime)|decide de tout)\b"
        r"|\b(?:a ete|est|sont|ont ete) (?:gere|fait|faite|pris|prise|decide|decidee|monte|montee|realise|realisee|assure|assuree)e?s? par (?:le|la|les|mon|ma|mes|un|une|l')"
        r"|\bc'est (?:le |la |les |l')\w+(?: \w+){0,3} qui\b|\bc'est (?:pas|jamais) moi\b|\bce n'est pas moi\b",
    ),
    (Doubt.TOOL, r"\bje (?:connais|maitrise)(?: bien| un peu)? [\w' ]{2,40}$|\bj'ai (?:des notions|une bonne connaissance)\b|^(?:logiciels?|outils?) ?:"),
    (
        Doubt.NO_ROLE,
        r"^(?:nous|on) (?:sommes (?:certifies|engages|organises|equipes|une)|est (?:certifies?|engages?|equipes?|une)|disposons|travaillons|beneficions|"
        r"avons (?:un|une|des|le|la|deux|trois)|a (?:un|une|des|deux|trois))\b(?!.*\b(?:j'|je |moi|mon role|ma part|ensemble)\b)"
        r"|^(?:l'entreprise|la societe|l'usine|le site|le groupe|notre (?:entreprise|site|usine|service)|chez nous)\b(?!.*\b(?:j'|je |moi|on)\b)",
    ),
)  # fmt: skip
_COMPILED = tuple((doubt, re.compile(pattern)) for doubt, pattern in _PATTERNS)
_FIRST_PERSON = re.compile(r"\b(?:j'(?:ai|y ai|en ai)|je (?!n'|ne |pense|crois|voyais))|\bc'est moi\b")
_REASONS = {
    Doubt.NEGATION: "la personne dit qu'elle ne l'a pas fait, ou que ce n'est pas de son ressort",
    Doubt.WISH: "c'est un projet ou une envie, pas encore fait",
    Doubt.HYPOTHESIS: "c'est une hypothèse ou un avis, pas un fait",
    Doubt.OTHERS: "ce sont d'autres personnes qui l'ont fait",
    Doubt.TOLD: "la personne l'a vu, lu ou entendu, sans le faire",
    Doubt.TRAINING: "une formation suivie ne montre pas une pratique",
    Doubt.TOOL: "un outil est nommé, sans dire ce qui en a été fait",
    Doubt.NO_ROLE: "le rôle de la personne n'est pas dit",
    Doubt.UNCLEAR: "rien ne dit ce que la personne a fait elle-même",
}


def doubt_of(folded: str) -> Doubt | None:
    """Why a folded clause (lower-case, no accents) is no evidence by its words, or None."""
    for doubt, pattern in _COMPILED:
        found = pattern.search(folded)
        if found and not (doubt in (Doubt.OTHERS, Doubt.TOLD, Doubt.NO_ROLE) and _FIRST_PERSON.search(folded)):
            return doubt
    return None


def set_aside(segment: Segment, doubt: Doubt) -> SetAside:
    """The segment with the reason in French, its words quoted apart from ours."""
    shown = segment.text if len(segment.text) <= 160 else segment.text[:157].rstrip() + "…"
    return SetAside(segment, doubt, f"{quoted(shown)}{NBSP}: {_REASONS[doubt]}.")


def reasons(doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """The distinct reasons, in French."""
    return tuple(_REASONS[doubt] for doubt in dict.fromkeys(doubts))


def folded(text: str) -> str:
    """Lower case, without accents, straight apostrophes, single spaces."""
    return " ".join(fold(text.lower()).replace("’", "'").replace("ʼ", "'").split())
