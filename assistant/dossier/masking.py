"""Names, e-mails, telephone numbers, addresses and companies are hidden in a check before it is reported.

No language model looks at them: persons are found where French announces them (« Mme », « Candidat : », a common first name),
companies after « société », « chez », « cabinet »…, and what was found once is hidden everywhere. It misses some: whoever sends a report
reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.dossier.model import Announced, Check, Dossier
from assistant.mapping.model import CompetenceMatch, CriterionMatch, Evidence, Segment, SetAside

PERSON, COMPANY, EMAIL, PHONE, ADDRESS, LINK, NUMBER = (
    "[nom]", "[entreprise]", "[courriel]", "[téléphone]", "[adresse]", "[lien]", "[numéro]"
)  # fmt: skip
_FIRST_NAMES = Path(__file__).with_name("first_names.txt")
_NAME = r"[A-ZÀ-ÖØ-ÞŒ][\w’'\-]*"
_FULL_NAME = rf"{_NAME}(?:[ \u00a0](?:(?:de|du|des|le|la|Le|La|El|Ben|Da|De|d['’])[ \u00a0]?)?{_NAME}){{0,3}}"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), EMAIL),
    (re.compile(r"\b(?:https?://|www\.)\S+|\b(?:linkedin|facebook)\.com/\S+", re.IGNORECASE), LINK),
    (re.compile(r"(?<![\d,.])(?:\+\d{2}|00\d{2}|0)[ .\-\u00a0]?(?:\(0\)[ .\-]?)?[1-9](?:[ .\-\u00a0]?\d{2}){4}(?!\d)"), PHONE),
    (re.compile(r"\b[12][ \u00a0]?\d{2}[ \u00a0]?(?:0\d|1[0-2])(?:[ \u00a0]?\d{2,3}){3}(?:[ \u00a0]?\d{2})?\b"), NUMBER),
    (re.compile(r"\b\d{3}[ \u00a0]?\d{3}[ \u00a0]?\d{3}[ \u00a0]?\d{5}\b"), NUMBER),
    (
        re.compile(
            rf"\b\d{{1,4}}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|route|quai)\b[^.;,\n]{{2,60}}"
            rf"(?:,? \d{{5}} {_NAME}(?:[- ]{_NAME})*)?"
        ),
        ADDRESS,
    ),
)
_PERSONS = (
    re.compile(rf"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Mlles|Mr|Dr|Me|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle)[ \u00a0]+({_FULL_NAME})"),
    re.compile(rf"\b(?:m['’]appelle|s['’]appelle|nommée?|signé|[Pp]rénoms? et nom|[Nn]oms? et prénoms?)\s*:?\s*({_FULL_NAME})"),
    re.compile(
        rf"\b(?:[Cc]andidate?|[Nn]om|[Pp]rénom|[Tt]ut(?:eur|rice)|[Aa]uteure?|[Rr]esponsable|[Dd]ossier de|[Rr]édigé par)\s*:\s*"
        rf"({_FULL_NAME})"
    ),
    re.compile(rf"\b(?:Dossier de|[Ff]amille) ({_NAME}(?:[ \u00a0]{_NAME})?)"),
)
_COMPANIES = (
    re.compile(
        rf"\b(?:[Ss]ociété|[Ee]ntreprise|[Cc]abinet|[Cc]lient|[Ff]ournisseur|[Gg]roupe|[Gg]arage|SARL|SAS|SA|SNC|EURL|[Ee]mployeur|[Cc]hez)"
        rf"\s*:?[ \u00a0]+({_NAME}(?:[ \u00a0&]+(?:et[ \u00a0])?{_NAME}){{0,3}})"
    ),
    re.compile(rf"\b({_NAME}(?:[ \u00a0]{_NAME}){{0,2}})[ \u00a0](?:SARL|SAS|SNC|EURL|S\.A\.)(?!\w)"),
)
_NOT_NAMES = frozenset({
    "Le", "La", "Les", "Un", "Une", "Des", "Ce", "Cette", "Il", "Elle", "On", "Je", "Nous", "Vous", "Mon", "Ma", "Mes", "Notre", "Dans",
    "Pour", "Avec", "Depuis", "En", "Au", "Aux", "Et", "Ou", "ISO", "IATF", "CSE", "QSE", "VAE", "BTS", "CAP", "Poste", "Qualité",
    "Sécurité", "Environnement", "Responsable", "Directeur", "Directrice", "Candidat", "Candidate", "Annexe", "Chef", "Nom", "Prénom",
    "Adresse", "Tél", "Téléphone", "Courriel", "Date", "Né", "Née", "Emploi", "Service",
})  # fmt: skip
"""What a capital at the start of a sentence or a title makes look like a name."""
_SHORTEST = 3


class Masker:
    """Hides what identifies someone in the texts of one dossier, and the ``words`` that the user names besides."""

    def __init__(self, dossier: Dossier, words: Sequence[str] = ()) -> None:
        text = "\n".join(extract.text for extract in dossier.extracts)
        companies = _found(_COMPANIES, text)
        persons = _found(_PERSONS, text) | _by_first_name(text)
        self._replaced = [
            *_PATTERNS,
            *((_any_of(group), mask) for group, mask in ((words, PERSON), (companies, COMPANY), (_with_parts(persons), PERSON)) if group),
        ]

    def text(self, text: str) -> str:
        """The text with its personal data hidden."""
        for pattern, mask in self._replaced:
            text = pattern.sub(mask, text)
        return re.sub(r"(\[nom\])(?:[ \u00a0-]\[nom\])+", r"\1", text)

    def check(self, check: Check) -> Check:
        """The check with every word of the dossier masked; ``start`` and ``end`` still count the characters of the dossier itself."""
        mapping = check.mapping
        return replace(
            check,
            dossier=replace(check.dossier, name=f"dossier.{check.dossier.format}"),
            claims=tuple(self._aside(item) for item in check.claims),
            useless=tuple(self._segment(segment) for segment in check.useless),
            announced=tuple(Announced(item.label, self._segment(item.where)) for item in check.announced),
            mapping=replace(
                mapping,
                competences=tuple(self._competence(match) for match in mapping.competences),
                unmatched=tuple(self._segment(segment) for segment in mapping.unmatched),
                set_aside=tuple(self._aside(item) for item in mapping.set_aside),
            ),
        )

    def _competence(self, match: CompetenceMatch) -> CompetenceMatch:
        return replace(match, criteria=tuple(self._criterion(c) for c in match.criteria), evidence=self._evidence(match.evidence))

    def _criterion(self, match: CriterionMatch) -> CriterionMatch:
        return replace(match, evidence=self._evidence(match.evidence))

    def _evidence(self, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
        return tuple(replace(item, segment=self._segment(item.segment)) for item in evidence)

    def _aside(self, item: SetAside) -> SetAside:
        return replace(item, segment=self._segment(item.segment), reason=self.text(item.reason))

    def _segment(self, segment: Segment) -> Segment:
        return replace(segment, text=self.text(segment.text), heading=self.text(segment.heading))


def _found(patterns: Iterable[re.Pattern[str]], text: str) -> set[str]:
    found = (match.group(1) for pattern in patterns for match in pattern.finditer(text))
    return {name for words in found if (name := _trimmed(words))}


def _trimmed(words: str) -> str:
    """Without the ordinary words at its end; nothing when it has no other."""
    kept = words.split()
    while kept and kept[-1] in _NOT_NAMES:
        kept.pop()
    return "" if len("".join(kept)) < _SHORTEST or all(word in _NOT_NAMES for word in kept) else " ".join(kept)


def _by_first_name(text: str) -> set[str]:
    names = re.finditer(rf"(?<![\w’'-])({_FULL_NAME})", text)
    return {name for match in names if match.group(1).split()[0].split("-")[0] in _first_names() and (name := _trimmed(match.group(1)))}


def _with_parts(names: Iterable[str]) -> set[str]:
    """The whole names and each of their words, so that « Le Bihan » and « Antoine » alone are hidden too."""
    parts = {part for name in names for part in re.split(r"[ \u00a0]", name) if len(part) >= _SHORTEST and part[0].isupper()}
    return {*names, *(part for part in parts if part not in _NOT_NAMES)}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({word for word in words if word.strip()}, key=lambda word: -len(word))
    alternatives = (re.escape(word).replace(r"\ ", r"[ \u00a0]+") for word in longest_first)
    return re.compile(rf"(?<![\w])(?:{'|'.join(alternatives)})(?![\w])")


@cache
def _first_names() -> frozenset[str]:
    return frozenset(_FIRST_NAMES.read_text("utf-8").split())
