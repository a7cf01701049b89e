"""The shapes of sentence that referentials are written in, each read by one function that gives None for any other shape."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drafting.grammar.clauses import ActClause, StateClause
from assistant.drafting.grammar.nominal import unwrapped
from assistant.drafting.grammar.participles import ADVERB, is_feminine, participles
from assistant.drafting.grammar.sentences import DETERMINER, first_predicate, main_be
from assistant.drafting.grammar.verbs import (
    PRESENTS,
    Verb,
    from_gerund,
    from_infinitive,
    from_participle,
    from_present,
    locution,
    with_tail,
)
from assistant.drafting.grammar.words import uncapitalised

_CANDIDATE = re.compile(
    r"^(?:le|la|l')\s*(?:candidate?|titulaire|auditeur|auditrice|technicien(?:ne)?|pilote|coordonnateur|coordonnatrice"
    r"|salariée?|opérateur|opératrice|agente?"
    r"|professionnel(?:le)?|stagiaire) (?P<rest>.+)$|^on (?P<on>.+)$",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"^(?:elles?|ils?|leurs?|cette|cet|ces|celle-ci|celui-ci|ceux-ci|ceci|cela)\b|\ben découl|\by figurent", re.IGNORECASE
)
_PRONOUN = re.compile(r"^(?:elles?|ils?)$", re.IGNORECASE)
_NOMINAL = re.compile(rf"^(?:(?i:{DETERMINER})(?: |(?<='))|[A-ZÉ]{{2,}})")
_PLURAL = re.compile(r"^(?:les|des|leurs|ils|elles|ces|plusieurs|certaine?s|tou(?:te)?s)\b", re.IGNORECASE)
_VERB_FORM = re.compile(
    r"(?<!\bla )(?<!\ble )(?<!\bles )(?<!\bl')(?<!\bde )(?<!\bd')(?<!\bdes )(?<!\bun )(?<!\bune )"
    r"\b(?:est|sont|a|ont|va|vont|font|peu(?:t|vent)"
    r"|doi(?:t|vent)|tiennent|prennent|répondent|reprennent|suivent|serv(?:ent)|conviennent|correspond(?:ent)?|traduisent|contribu(?:e|ent)"
    r"|dur(?:e|ent)|protèg(?:e|ent)|dégag(?:e|ent)|découl(?:e|ent)|figur(?:e|ent)|rest(?:e|ent)|englob(?:e|ent)|approuv(?:e|ent)"
    r"|repos(?:e|ent)|s'appui(?:e|ent)|comport(?:e|ent)|montr(?:e|ent)|aid(?:e|ent)|port(?:e|ent)|particip(?:e|ent)|trouv(?:e|ent)"
    r"|précis(?:e|ent)|conn(?:aît|aissent)|entr(?:e|ent)|cherch(?:e|ent)|remont(?:e|ent)"
    r"|reçoivent|tirent|s'\w+|se \w+|reprend|permettent|dit|disent"
    rf"|{'|'.join(PRESENTS)})\b"
)
_STATES = {"connaître", "comprendre", "maîtriser", "maitriser"}
"""Participles of things known rather than done."""
_PLURAL_VERB = re.compile(
    r"^(?:les|des) .*?(?<!\bde)(?<!\bdu)(?<!\bdes)(?<!\bles)(?<!\ben)(?<!\bet)(?<!\bou)(?<! à)"
    r" \w{3,}ent (?=(?:les?|la|l'|des?|du|une?|chaque|aux?|à) ?\w)",
    re.IGNORECASE,
)
"""« Des verres noirs cachent la couleur »: a verb that is not known by name."""
_NOT_ACTS = {"connaître", "savoir", "pouvoir", "devoir", "dire"}
SEVERAL = "plusieurs éléments"
"""Stands for a list that follows a colon."""
_LONG = 26
"""Words from which an act loses what it is for: a question is heard, not read."""


def impersonal(text: str, circumstance: str) -> ActClause | None:
    """« Il est fait appel aux interlocuteurs appropriés »."""
    found = re.match(r"il est fait appel (?P<whom>(?:à|aux|au) .+)$", text, re.IGNORECASE)
    to_do = from_infinitive("faire")
    return ActClause((with_tail(to_do, "appel"),), found["whom"], circumstance=circumstance) if found and to_do else None


def of_candidate(text: str, circumstance: str) -> ActClause | None:
    """« Le candidat propose un plan d'actions »: the document says who acts."""
    found = _CANDIDATE.match(text)
    if found is None:
        return None
    told = re.split(r",? (?:puis|et (?:l'on|on|il|elle|y)) ", found["rest"] or found["on"], maxsplit=1)[0]
    word, _, following = told.partition(" ")
    verb = from_present(word.rstrip(","))
    if verb is None or not following or re.search(r"\b(?:qu'ils?|qu'elles?|ils?|lui)\b", following):
        return None
    verb, following = locution(verb, following)
    verbs = [verb]
    if coordinated := re.match(r"\s*et (?P<verb>\w+)\s+(?P<rest>.+)$", following):
        second = from_present(coordinated["verb"])
        if second is None:
            return None
        second, following = locution(second, coordinated["rest"])
        verbs.append(second)
    verbs = [verb for verb in verbs if verb.infinitive not in _NOT_ACTS]
    if not verbs:
        return None
    said = re.match(
        r"(?P<how>(?:devant|suivant|selon|grâce|pour|par|à)\b[^,]*), (?P<what>(?:les?|la|l'|des?|du|un|une)\b.+)$", following.strip()
    )
    told = f"{said['what']}, {said['how']}" if said else following.strip()
    return ActClause(tuple(verbs), _one_act(_within(told)), circumstance=circumstance, own=True)


def _one_act(told: str) -> str:
    """Without « et garde la trace… », another thing that the candidate does."""
    for found in re.finditer(r",? (?:et|ou) (?P<word>\w+e) (?=(?:les?|la|l'|leurs?|un|une|des|par|aux?)\b)", told):
        if from_present(found["word"]) and not re.search(r"(?:le|la|les|de|du|des|une?|d'|l')\s*$", told[: found.start("word")]):
            return told[: found.start()]
    return told


def gerund(text: str) -> ActClause | None:
    """« Tout en respectant la culture de l'entreprise », the end of a list that became a statement of its own."""
    found = re.match(r"Tout en (?P<word>\w+ant) (?P<rest>.+)$", text)
    verb = from_gerund(found["word"]) if found else None
    return ActClause((verb,), found["rest"], anaphoric=True) if found and verb else None


def passive(text: str, circumstance: str) -> ActClause | StateClause | None:
    """« NP est, sont, doivent être PP et PP complément »."""
    be = main_be(text)
    if be is None:
        return None
    subject, predicate = text[: be.start()].strip(" ,"), text[be.end() :]
    if not _NOMINAL.match(f"{subject} "):
        return None
    if re.search(r" (?:y|en)$", subject):
        return StateClause(uncapitalised(text), anaphoric=True)
    if be["to"]:
        return _to_be_done(subject, predicate, circumstance)
    adverbs = ""
    while found := ADVERB.match(predicate):
        adverbs, predicate = adverbs + found[0], predicate[found.end() :]
    read = participles(predicate)
    verbs = [verb for verb in read.verbs if verb.infinitive not in _STATES] if read else []
    if read is None or not verbs or read.rest.startswith("et en "):
        return None
    complement = _spoken(subject, f"{adverbs}{read.rest}".strip())
    if verbs[-1].infinitive == "accompagner" and re.match(r"d[e']", complement):
        complement, verbs = f"{read.agreed} {complement}", verbs[:-1]
        if not verbs:
            return None
    act = ActClause(
        tuple(verbs), _as_object(subject), _within(complement), circumstance, _pronoun(subject, read.agreed), read.agreed, _leans(text)
    )
    return _with_later(_unwrapped(act, subject), read.later)


def _to_be_done(subject: str, predicate: str, circumstance: str) -> ActClause | None:
    word, _, rest = predicate.strip().partition(" ")
    verb = from_infinitive(word)
    if verb is None:
        return None
    verb, rest = locution(verb, rest)
    return ActClause((verb,), _as_object(subject), rest.strip(), circumstance)


def _pronoun(subject: str, agreed: str) -> str:
    if _PLURAL.match(subject) or agreed.split()[0].endswith("és"):
        return "les"
    return "la" if is_feminine(agreed) or subject.lower() == "elle" else "le"


def _unwrapped(act: ActClause, subject: str) -> ActClause:
    whole = unwrapped(act.verbs, subject)
    return ActClause((whole[0],), whole[1], act.complement, act.circumstance, anaphoric=act.anaphoric) if whole else act


def _with_later(act: ActClause, later: tuple[Verb, str, str] | None) -> ActClause:
    """« … sont définies avec les services concernés et proposées au responsable »: the second act is one to ask on about."""
    if later is None or not act.pronoun:
        return act
    verb, agreed, complement = later
    then = ActClause((verb,), "", _within(complement), "", act.pronoun, agreed, anaphoric=True)
    return ActClause(act.verbs, act.object, act.complement, act.circumstance, act.pronoun, act.agreed, act.anaphoric, then)


def fragment(text: str) -> ActClause | None:
    """« Mesures partagées avec les équipes »: a heading that lost its verb."""
    found = re.match(r"(?P<noun>[A-ZÉ]\w+s) (?P<participle>\w+é?es|\w+és) (?P<rest>(?:avec|par|auprès|selon|pour|dans|en) .+)$", text)
    verb = from_participle(found["participle"]) if found else None
    if found is None or verb is None or _VERB_FORM.search(found["rest"]):
        return None
    return ActClause((verb,), f"les {uncapitalised(found['noun'])}", found["rest"])


def account(text: str) -> ActClause | None:
    """« L'analyse tient compte des risques »: somebody took them into account in the analysis."""
    found = re.match(
        r"^(?P<subject>.+?) (?:peu(?:t|vent) (?:.* )?)?(?P<verb>pren(?:d|nent|dre) en compte|tien(?:t|nent) compte)(?:\s+(?P<what>.+))?$",
        text,
    )
    if found is None or re.search(r"\bqui\b|\bl'on\b|^on\b", found["subject"], re.IGNORECASE) or not _NOMINAL.match(found["subject"]):
        return None
    taking = found["verb"].startswith("pren")
    base = from_infinitive("prendre" if taking else "tenir")
    assert base is not None
    what = _within(found["what"] or "") or (SEVERAL if taking else f"de {SEVERAL}")
    where = f"dans {uncapitalised(found['subject'])}"
    verb = with_tail(base, "en compte" if taking else "compte")
    if " dans " in what:  # two places at the end of a sentence would be read as one
        return ActClause((replace(verb, tail=f"{verb.tail}, {where},"),), what, anaphoric=_leans(text))
    return ActClause((verb,), what, where, anaphoric=_leans(text))


def ground(text: str) -> ActClause | None:
    """« L'analyse repose sur une méthode structurée »: somebody based the one on the other."""
    found = re.match(r"^(?P<subject>.+?) (?P<verb>repose(?:nt)?|s'appui(?:e|ent)) sur(?:\s+(?P<what>.+))?$", text)
    if found is None or re.search(r"\b(?:qui|permet\w*)\b", found["subject"]) or not _NOMINAL.match(found["subject"]):
        return None
    verb = from_infinitive("fonder" if found["verb"].startswith("repose") else "appuyer")
    assert verb is not None
    what = re.sub(r",? qui pren\w+ en compte$|,? (?:du type|de types?|type)$", "", found["what"] or SEVERAL)
    return ActClause((verb,), uncapitalised(found["subject"]), f"sur {what}", anaphoric=_leans(text))


def state(text: str, circumstance: str) -> StateClause | None:
    """Any other sentence that begins with its subject and has a verb."""
    text = re.sub(r"(comport(?:e|ent)(?: au minimum)?) : ", r"\1 ", text)
    text = first_predicate(re.split(r"\s*:\s", text, maxsplit=1)[0])
    text = re.sub(r"\b(les|des|aux) (.*?) suivante?s$", r"\1 \2 attendus", text)
    text = re.sub(r"^([^,]+), (permet(?:tent)? )", r"\1 \2", text)
    if _CANDIDATE.match(text) or re.search(r"\b(?:pilote|technicien|candidat|coordonnateur|auditeur)\b", text):
        return None
    if (
        not _NOMINAL.match(text)
        or not (_VERB_FORM.search(text) or _PLURAL_VERB.search(text))
        or re.search(r" (?:de|du type|de types?|sur|comporte|au minimum)$", text)
    ):
        return None
    if _disagrees(text):
        return None
    return StateClause(uncapitalised(f"{text}, {circumstance}" if circumstance else text), _leans(text))


def _disagrees(text: str) -> bool:
    """A singular subject with a plural verb, or the reverse: our own sentence must not repeat it."""
    verb = _VERB_FORM.search(text)
    if verb is None:
        return False
    subject = text[: verb.start()]
    several = bool(_PLURAL.match(subject)) or bool(re.search(r"\bet (?:les?|la|l'|des|un|une)\b", subject))
    plural_verb = bool(re.search(r"(?<![tv]i)ent$|^(?:sont|font|vont|ont)$", verb[0]))
    return not verb[0].startswith(("se ", "s'")) and several != plural_verb and not subject.lower().startswith(("tout", "aucun"))


def _leans(text: str) -> bool:
    return bool(_ANAPHORA.search(text))


def _within(complement: str) -> str:
    """Without a second predicate, a list that is announced, or a broken end."""
    complement = first_predicate(complement)
    complement = re.split(r"\s*:\s", complement, maxsplit=1)[0]
    complement = re.sub(
        r",?\s*(?:en (?:s'appuyant sur|tenant compte(?: des? \w+)?)|du type|type|de types?|en termes de)\s*:?$", "", complement
    )
    return re.sub(r"[ ,:;]+(?:et|ou)?$", "", complement)


def _spoken(subject: str, complement: str) -> str:
    """Without its last purpose, where the whole is too long to be said."""
    purpose = re.search(r"^(?P<before>.+?),? (?:afin (?:de|d')|pour) ?.+$", complement)
    return purpose["before"] if purpose and len(f"{subject} {complement}".split()) > _LONG else complement


def _as_object(subject: str) -> str:
    """A subject said as an object: « Toute difficulté, anomalie ou incident » is one of them that somebody met."""
    if _PRONOUN.match(subject):
        return ""
    subject = uncapitalised(subject.split(" : ")[0])
    if subject == "un contact":
        return "contact"  # « un contact est pris »: one takes contact
    found = re.match(r"tout(?P<e>e?) (?!l[ae]s? |ce)(?P<nouns>.+?)(?: relevée?)?$", subject)
    if found is None:
        return subject
    first, *others = re.split(r"(?<=, )|(?<= ou )", found["nouns"])
    return " ".join([f"un{found['e']}", first.strip(), *(f"{_one(noun)}{noun.strip()}" for noun in others)]).replace(" ,", ",")


def _one(noun: str) -> str:
    """« une » or « un » where the ending tells which, nothing elsewhere: « une panne ou odeur » is French too."""
    word = noun.split()[0] if noun.split() else ""
    if re.search(r"(?:té|tion|sion|ie|ance|ence|ure|ive|ée)$", word):
        return "une "
    return "un " if re.search(r"(?:ment|age|isme|dent)$", word) else ""
