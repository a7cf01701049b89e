"""The referentials in store, prepared for being recognised in a question: names, acronyms, codes, versions, competence titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.model import Certification, Kind
from ingest.structure.columns import plain

_STOP = {
    "le",
    "la",
    "les",
    "l",
    "d",
    "un",
    "une",
    "des",
    "du",
    "de",
    "et",
    "en",
    "a",
    "au",
    "aux",
    "pour",
    "par",
    "sur",
    "dans",
    "avec",
    "ou",
    "the",
    "of",
    "cqpm",
    "cqp",
    "rncp",
    "titre",
    "certificat",
    "qualification",
    "professionnelle",
    "trice",
    "systeme",
    "tout",
    "partie",
}
_EDITION = r"(?:version|edition|redaction|mouture)"
_TEXT = r"(?:cqpm|qse|referentiel|texte|coord\w*)"
_NEW = re.compile(
    rf"\bnouv\w+ (?:{_EDITION}|{_TEXT}|systeme)|\bnouvelle\b(?! (?:action|solution|tech|caledonie|procedure))|\bactuel\w*|\brecent\w*"
    rf"|\b(?:derniere|deuxieme|seconde|2e) {_EDITION}|\bdernier {_TEXT}|\bqse (?:le )?nouveau|\bv(?:ersion)? ?2\b|\b2024\b|\ben vigueur"
)
_OLD = re.compile(
    rf"\bancien\w*|\b{_EDITION} (?:precedente|primitive|initiale|d'origine)"
    rf"|\bvieu\w+ (?:{_EDITION}|{_TEXT})|\b(?:premiere|1re|1ere) {_EDITION}"
    rf"|\bpremier {_TEXT}|\bv(?:ersion)? ?1\b|\b(?:{_EDITION}|{_TEXT}) d'avant\b"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_VERSION_NAME = re.compile(rf"\d|{_EDITION}")
"""What a label must hold to be heard in a question: a figure, or a word for « version »."""
_OWN_SHARE = 0.75
"""A title word alone names its referential when at least this share of its uses lie there (« logistique »: 0.79, « production »: 0.66)."""


def name_words(text: str) -> list[str]:
    """The content words of a title, folded: what may be said of it in a question."""
    return [word for word in re.findall(r"[a-z0-9]+", plain(text)) if word not in _STOP and len(word) > 1]


@dataclass(frozen=True)
class Known:
    """One certification with what names it."""

    certification: Certification
    words: tuple[str, ...]
    acronyms: frozenset[str]
    codes: dict[str, int | None]
    """Folded code → block number, or None when the code is that of the whole certification."""

    @property
    def id(self) -> str:
        """The certification's id."""
        return self.certification.id

    @cached_property
    def age(self) -> tuple[int, int, str]:
        """Sorts older versions first: an « ancienne » label, then the year or number of the label; those of the id where it says none."""
        for text in (self.label, plain(self.id.replace("-", " "))):
            number = _YEAR.search(text) or re.search(r"\bv(?:ersion)? ?(\d+)\b", text)
            undated = _YEAR.sub(" ", text)
            recency = 1 if _NEW.search(undated) else -1 if _OLD.search(undated) else 0
            if number or recency:
                return (recency, int(number.group(1)) if number else 0, self.id)
        return (0, 0, self.id)

    @cached_property
    def label(self) -> str:
        """The folded version label; empty where there is none."""
        return plain(self.certification.label or "")

    def has_label_said(self, folded: str) -> bool:
        """Whether a folded question says the version's own name: « 2019 », « édition de mai »."""
        said = re.search(rf"(?<![a-z0-9]){re.escape(self.label)}(?![a-z0-9])", folded) if _VERSION_NAME.search(self.label) else None
        return said is not None


class Catalogue:
    """All certifications in store."""

    def __init__(self, certifications: Sequence[Certification]) -> None:
        self.known = {c.id: Known(c, tuple(name_words(_short_title(c))), _acronyms(c.title), _codes(c)) for c in certifications}
        counts = Counter(word for known in self.known.values() for word in set(known.words))
        self._shared = {word for word, count in counts.items() if count > 1}
        self._uses = {i: Counter(re.findall(r"[a-z0-9]+", plain(_all_text(k.certification)))) for i, k in self.known.items()}

    def __getitem__(self, certification_id: str) -> Certification:
        return self.known[certification_id].certification

    def __contains__(self, certification_id: str) -> bool:
        return certification_id in self.known

    def ids(self) -> list[str]:
        """All ids, newest versions first."""
        return [known.id for known in sorted(self.known.values(), key=lambda k: k.age, reverse=True)]

    def is_distinctive(self, word: str) -> bool:
        """Whether a title word belongs to one certification only."""
        return word not in self._shared

    def names_alone(self, word: str, certification_id: str) -> bool:
        """Whether a title word, said without « CQPM », can only mean this certification: hardly any other text uses it."""
        uses = sum(counter[word] for counter in self._uses.values())
        return self.is_distinctive(word) and uses > 0 and self._uses[certification_id][word] / uses >= _OWN_SHARE

    def initials(self, certification_id: str) -> list[str]:
        """« tq » for « Technicien de la qualité », « pl » for « Pilote … logistique »: the role and a word that names this one alone.

        Where the name is longer than two words, two consonants only, which are no French word.
        """
        words = self.known[certification_id].words
        if len(words) == 2:
            return [words[0][0] + words[1][0]]
        pairs = [words[0][0] + word[0] for word in words[1:] if self.names_alone(word, certification_id)]
        return [pair for pair in pairs if not set(pair) & set("aeiouy")]

    def versioned(self) -> list[str]:
        """The certifications that are versions of one title, when there is one such title; empty otherwise."""
        groups = {tuple(sorted(self.versions_of(i))) for i in self.known}
        several = [[i for i in group if self[i].kind != Kind.RNCP] for group in groups]
        several = [group for group in several if len(group) > 1]
        return several[0] if len(several) == 1 else []

    def versions_of(self, certification_id: str) -> list[str]:
        """Certifications that share this one's acronym or title words (its other versions, its registry sheet), itself included."""
        me = self.known[certification_id]
        return [k.id for k in self.known.values() if k.acronyms & me.acronyms or set(k.words) == set(me.words)] or [certification_id]

    def newest_first(self, ids: Sequence[str]) -> list[str]:
        """Newer versions first; a registry sheet without criteria after the CQPM of the same title."""
        return sorted(ids, key=lambda i: (self[i].kind != Kind.RNCP, *self.known[i].age), reverse=True)


def asked_version(folded: str) -> str | None:
    """``"new"`` or ``"old"`` when the question says which version, None when it does not or says both."""
    new, old = _says_new(folded), bool(_OLD.search(folded))
    return None if new == old else "new" if new else "old"


def names_both_versions(folded: str) -> bool:
    """« la V2 par rapport à la V1 »: both are said."""
    return _says_new(folded) and bool(_OLD.search(folded))


def _says_new(folded: str) -> bool:
    """Said, or left bare beside the old one: « l'ancien QSE contre le nouveau »."""
    return bool(_NEW.search(folded) or (_OLD.search(folded) and re.search(r"\bnouveau\b", folded)))


def _all_text(certification: Certification) -> str:
    texts = [s.text for s in certification.sections]
    texts += [x.verbatim for _, c in certification.competences() for x in (*c.conditions, *c.criteria, *c.results)]
    return " ".join(texts)


def _short_title(certification: Certification) -> str:
    return re.sub(r"\([^)]*\)", " ", certification.title)


def _acronyms(title: str) -> frozenset[str]:
    """``Qualité, Sécurité, Environnement`` and ``Q, S, E`` both give ``qse``."""
    found: set[str] = set()
    for match in re.finditer(r"\b[^\W\d_]+(?:\s*,\s*[^\W\d_]+){1,}", title):
        initials = "".join(word.strip()[0] for word in match.group().split(","))
        last_words = match.group().split(",")
        if all(len(word.split()) == 1 for word in last_words[1:]):
            found.add(plain(initials))
    return frozenset(found)


def _codes(certification: Certification) -> dict[str, int | None]:
    codes: dict[str, int | None] = {}
    for block in certification.blocks:
        if block.code:
            codes[plain(block.code)] = block.number
    for code in certification.codes.get("rncp", ()):
        codes[plain(code)] = None
    return codes
