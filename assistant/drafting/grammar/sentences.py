"""A statement cut into sentences and clauses, its parentheses and its circumstances set apart."""

from __future__ import annotations

import re

from assistant.drafting.grammar.mending import mended
from assistant.drafting.grammar.words import contract, uncapitalised

DETERMINER = (
    r"(?:les|le|la|l'|un|une|des|du|leurs?|son|sa|ses|chaque|tout|toute|tous|toutes|aucune?|ce|cet|cette|ces|plusieurs|certaine?s"
    r"|elles?|ils?|chacune?|on)"
)
FINITE_BE = re.compile(
    r"(?<!\bqui )(?<!qu')(?<!c')(?<!\bque )\b(?:(?:doi(?:t|vent)|peu(?:t|vent)) )?(?:est|sont|être)(?P<to> à(?= \w+(?:er|ir|re)\b))? ",
    re.IGNORECASE,
)
"""« est », « sont », « peuvent être », « est à » as the verb of the clause itself."""
_PARENTHESIS = re.compile(r"\s*\((?P<inside>[^()]*)\)?|\)")
_EXAMPLES = re.compile(r"\s*,?\s*(?:par exemple|notamment|ex\.?|type|du type|de types?)\s*:.*$|\s*,? par exemple$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(rf"(?:[,;]| et| mais)\s+(?={DETERMINER}[ ']?[^,;]*?\b(?:est|sont)\s)", re.IGNORECASE)
_SECOND_PREDICATE = re.compile(
    r",?\s+et\s+(?=(?:permet(?:tent)?|répond(?:ent)?|comport(?:e|ent)|s'appui(?:e|ent)"
    r"|favoris(?:e|ent)|garanti(?:e|t|ssent)|recens(?:e|ent)|s'\w+|se \w+"
    r"|facilit(?:e|ent|er)|donn(?:e|ent)|assur(?:e|ent|er)|respect(?:e|ent)|expliqu(?:e|ent)|leur \w+ garanti\w*|adapté)\b)"
)
_CIRCUMSTANCES = (
    re.compile(
        r"^(?P<words>(?:si|lorsque|quand|en cas|selon|suivant|suite|grâce|devant|face"
        r"|en fonction|au travers|à partir|sur la base|dans le cadre|en s'appuyant"
        r"|le cas échéant|pour|dans|avec|après|avant|lors|au besoin|si besoin|à la demande)\b[^,]*),\s*(?P<rest>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<words>En fonction de l'organisation de l'\w+) (?P<rest>(?:les|le|la|l').+)$"),
)


def sentences(text: str, examples: list[str]) -> list[str]:
    """The sentences without what stands between parentheses, which ``examples`` gets; slips are mended."""
    text = mended(text)
    examples.extend(inside for found in _PARENTHESIS.finditer(text) if (inside := (found["inside"] or "").strip(" .…,")))
    plain = re.sub(r"\s*(?:\.\.\.|…)", "", _PARENTHESIS.sub("", text))
    plain = re.sub(r"\s+([,.;])", r"\1", plain).rstrip(" ,;")
    cut = (sentence.strip(" .;,") for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÀÉÈ])", plain))
    return [re.sub(r"\s*:$", "", _EXAMPLES.sub("", sentence)) for sentence in cut if sentence]


def with_circumstance(sentence: str) -> tuple[str, str]:
    """When or on what ground (``""`` where nothing says it), and the sentence without it."""
    for pattern in _CIRCUMSTANCES:
        if found := pattern.match(sentence):
            return _timeless(uncapitalised(found["words"])), found["rest"]
    return "", sentence


def _timeless(words: str) -> str:
    """« si cela dépasse le cadre » becomes « au-delà du cadre », which fits the past as well as the present."""
    if re.match(r"(?:si|lorsque|quand) cela (?:est|s'avère) nécessaire$", words):
        return "en cas de besoin"
    if found := re.match(r"(?:si|lorsque|quand) cela dépasse (?P<what>.+)", words):
        return f"au-delà {contract('de', found['what'])}"
    return words


def clauses(sentence: str) -> list[str]:
    """Cut at commas and « et » that begin another clause, once the first clause has its verb."""
    be = main_be(sentence)
    if be is None:
        return [sentence]
    parts, start = [], 0
    for found in _NEW_CLAUSE.finditer(sentence, be.end()):
        parts.append(sentence[start : found.start()])
        start = found.end()
    parts.append(sentence[start:])
    return [part.strip(" ,;") for part in parts]


def main_be(text: str) -> re.Match[str] | None:
    """« est » or « sont » of the clause itself, not of a relative clause: « suivant la façon dont l'entreprise est organisée »."""
    for found in FINITE_BE.finditer(text):
        if not re.search(r"\b(?:dont|où|que|ce qui|ce que)\b[^,]*$|\bqu'[^,]*$", text[: found.start()]):
            return found
    return None


def first_predicate(text: str) -> str:
    """Without « et permet de… », which says another thing of the same subject."""
    return _SECOND_PREDICATE.split(f" {text}", maxsplit=1)[0].strip()
