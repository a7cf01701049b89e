"""Hurried typing undone: SMS spellings, mistyped words of asking, and questions in English.

Only words that announce what is asked are mended; the content words of a question stay as typed, search copes with them.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from assistant.english import to_french
from assistant.french import number
from ingest.structure.columns import plain

_ABBREVIATED = """
    pourquoi: pk pkoi pq prkoi prq pourkoi      quand: qd kan kand          quoi: koi koa kwa             qui: ki
    que: ke                                     comment: coment comen cmt komen koman                     combien: cb cmb cbien
    quel: kel kelle kels kelles                 quelque: qlq qq             quelques: qlqs qqs qques      qu'on: kon
    quelque chose: qqch qqc qlqch qch           quelqu'un: qqn qqun qlqn kelk1                            qu'il: kil
    est-ce que: eske esk esq esque              qu'est-ce que: keske kesk kesske keskon quesque           tout: tt
    tous: ts                                    toute: tte                  toutes: ttes                  toujours: tjs tjrs tjr
    beaucoup: bcp bcq                           avec: avk                   donc: dc                      dans: ds
    pour: pr                                    depuis: dps                 aussi: ossi                   non: nn nan
    oui: ui oue ouais                           bonjour: bjr                bonsoir: bsr                  salut: slt
    merci: mci mrc                              desole: dsl                 rendez-vous: rdv              demain: 2m1 dem1
    cordialement: cdt cdlt                      aujourd'hui: ajd auj        c'est-a-dire: cad             il y a: ya
    il n'y a qu'a: yaka                         il y aura: yora             faudrait: fodre fodrai fodrait faudrai
    faudra: fodra                               dois: doi                   veux: veu                     nouvelle: nvelle nvle nvl nouv
    nouveau: nvo nveau nv                       nouveaux: nvx               ancienne: anc                 je suis: jsui jsuis chui chuis
    faut: fo fau               faut-il: fotil fautil     je peux: jpeu jpe           attendus: att
    certification: certif                       certifications: certifs     qualite: quali                logistique: log
    competence: compet compe comp conp cpt cptc cptce comptc comptce             systeme: 6tem 6teme           evaluation: eval
    competences: compets compes comps cptcs cptces                          referentiel: ref refe reft    referentiels: refs
    coordonnateur: coordo                       responsable: resp           objectif: obj                 objectifs: objs
    document: doc                               documents: docs             information: info             informations: infos
    reunion: reu                                reunions: reus              probleme: pb pbm pblm         problemes: pbs
    production: prod                            fournisseur: frs fourn      commande: cde                 commandes: cdes
    quantite: qte                               critere: crit               management: mgt mngt          amelioration: amelio
    travail: taf                                organisation: orga          examen: exam                  demande: dde
    reception: recep                            expedition: expe exped       conditions: condi condis condit
    connaissances: connaiss                     contraintes: contraint
"""
"""A word, and the ways in which it is shortened or written as it sounds."""
_WORDS = {short: word for word, shorts in re.findall(r"([\w'-]+(?: [\w'-]+)*): ((?:\w+ ?)+)", _ABBREVIATED) for short in shorts.split()}
_AS_HEARD = ((r"\bj[éè]\b", "j'ai"), (r"\bc[éè]\b", "c'est"), (r"\bl(?=(?:ancien(?:ne)?|autre|audit|évaluation|evaluation)\b)", "l'"))
"""Where the accent or the lost apostrophe tells: « jé fait », « cé quoi », « lancien »."""
_SMS = (
    (r"\bn(?:b|bre|br|ombre)\b\.? (?:de |d'|des )?(?=competence|bloc|capacite)", "combien de "),
    (r"\bn(?:b|bre|br)\b", "nombre"),
    (r"\bsame (?:thing|question)(?: for)?\b", "meme question pour"),
    (r"\bmm\b(?= (?:question|chose|truc))", "meme"),
    (r"\bcombien (?:il )?y a (?:de |d')?(?=competence|bloc)|\bcombien il y a (?:de )?", "combien de "),
    (r"(?<!il )(?<!n')\by ?'?a\b(?!-)", "il y a"),
    (r"\bfaux(?= (?:il|quoi|que?|pas|\w+(?:er|ir|re))\b)", "faut"),
    (r"\bfaut-? ?t-?il\b", "faut-il"),
    (r"\bqu'?es[t]?[- ]?(?:ce[- ]?)?que?\b", "qu'est-ce que"),
    (
        r"\bj'?(?=(?:dois|doi|peux?|veux?|sais?|fais?|fait|suis|di[st]?|cherche|voudrai[st]?|comprends?|bosse|gere|travaille|le|la|les)\b)",
        "je ",
    ),
    (r"\bj(?=(?:ai|avais?|aurais?|etais?|anime|organise|audite|utilise)\b)", "j'"),
    (r"(?<!\d )\bg(?= [a-z])", "j'ai"),
    (r"\bct\b(?= (?:quoi|bien|pas|dans|le|la|un|une|pour|mon|ma|moi)\b)", "c'etait"),
    (
        r"(?<!permis )(?<!niveau )(?<!classe )(?<!type )(?<!°)\bc(?= (?:l[ae]s?quel\w*|quel\w*|qui|quoi|ou|quand|combien|comment|pour\w*"
        r"|dans|sur|le|la|les|un|une|des?|du|mon|ma|mes|bien|bon|pas|possible|obligatoire|ecrit|demande|valable|evalue|note|marque)\b)",
        "c'est",
    ),
    (r"(?<!un )(?<!l')(?<!d')\bavc\b", "avec"),
    (r"\bss(?=[ -](?:trait|la respons|l'autorite|les ordres|controle))", "sous"),
    (r"(?<!la )\bss\b", "sans"),
    (r"\bvs(?= (?:avez|pouvez|etes|savez|faites|dites|connaissez|voulez)\b)", "vous"),
    (r"\bvs\b", "par rapport a"),
    (r"\bsecu\b(?! sociale)", "securite"),
    (r"\benv\b(?! \d)", "environnement"),
    (r"\bnon[- ]conf\b", "non-conformite"),
    (r"\btech(?= (?:de (?:la )?)?(?:quali|q\b))", "technicien"),
    (r"\b(?:ptdr|lol|xd)\b|\bmdr\b(?=\W*$)", ""),
    (r"\bentr\.", "entreprise "),
    (r"\bcond\.", "conditions "),
    (r"\bresul?t\.", "resultats "),
    (r"\bmeth\.", "methodes "),
    (r"\bconn\.", "connaissances "),
    (r"\bcontr\.", "contraintes "),
    (r"\bpil\. ?log\w*\.?", "pilote logistique "),
    (r"\bcert\.", "certification "),
    (r",? ?\bdu coup\b", ""),
    (r"\bavan\b", "avant"),
    (r"\b(?:cel+e? |la )?encore? (avant|apres)\b", r"celle d'\1"),
)
_ASKING_WORDS = (
    "methodes", "methode", "moyens", "moyen", "resultats", "resultat", "attendus", "attendu", "criteres", "critere", "conditions",
    "connaissances", "connaissance", "contraintes", "contrainte", "relationnel", "competences", "competence", "realisation", "evaluation",
    "certification", "referentiel", "admissibilite", "environnement", "interactions", "evolution", "evolutions", "ancienne", "nouvelle",
    "technicien", "coordonnateur", "logistique", "qualite", "missions",
)  # fmt: skip
_SPELLED_NUMBER = re.compile(r"\b(competence|bloc|capacite) (un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)\b")
_MISTYPED = 84.0
"""rapidfuzz ratio (0..100) from which a word of five letters or more is one of the words of asking: « resulats » is 94."""


def fold_question(question: str) -> str:
    """Lower case, no accents, straight apostrophes, single spaces; in French; SMS spellings and mistyped words of asking mended."""
    heard = (to_french(question) or question).replace("…", "...")
    for pattern, spelled in _AS_HEARD:
        heard = re.sub(pattern, spelled, heard, flags=re.IGNORECASE)
    folded = re.sub(r"(?<![\w-])[a-z0-9]+(?![\w'-])", lambda match: _WORDS.get(match.group(), match.group()), plain(heard))
    for pattern, spelled in _SMS:
        folded = re.sub(pattern, spelled, folded)
    folded = re.sub(_SPELLED_NUMBER, lambda match: f"{match.group(1)} {number(match.group(2))}", folded)
    return re.sub(r"[a-z]{5,}", lambda match: _mended(match.group()), folded)


def _mended(word: str) -> str:
    if word in _ASKING_WORDS:
        return word
    found = process.extractOne(word, _ASKING_WORDS, scorer=fuzz.ratio, score_cutoff=_MISTYPED)
    return found[0] if found and abs(len(found[0]) - len(word)) <= 2 and not word.startswith(found[0]) else word
