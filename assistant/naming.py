"""Which certifications, blocks and competences a question names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.answer import CompetenceRef
from assistant.catalogue import Catalogue, Known, asked_version, name_words, names_both_versions
from assistant.french import number, ordinal
from assistant.reading import BlockRef
from ingest.model import Block, Certification, Kind
from ingest.structure.columns import plain

_TYPO = 86.0
"""rapidfuzz ratio (0..100) above which two words of five letters or more are the same word mistyped: « tecnicien » is 95."""
_MOST_WORDS = 0.75
"""Share of the words of a title (four or more) that names it, whether or not its versions share them."""
_NAMED = 1.0
"""Weight of name words from which a certification counts as named."""
_TITLE_SAID, _TITLE_SAID_HERE = 0.75, 0.6
"""Share of a competence title's weight that a question must contain to name it, in all certifications and within a known one."""

_TWO_VERSIONS = re.compile(
    r"\b(?:deux|2) (?:versions?|editions?|referentiels?|textes?|cqpm|qse)\b|\b(?:deux|2) (?:\w+ ){1,3}(?:versions|editions)\b"
    r"|\bentre les (?:versions|editions)\b"
    r"|\bles (?:versions|editions)\b"
    r"|\bd'une (?:version|edition) a l'autre\b"
    r"|\b(?:a|ont)[- ]t[- ](?:il|elle|ils|elles)s? (?:repris|change|garde|evolue|disparu)|\btels? quels?\b"
)
_BLOCK_SAID = 0.4
"""The same share for a block's title, where the question says « bloc »."""

_ROLES = {
    "coordonnateur": ("coordinateur", "coordinatrice", "coordonnatrice", "coordo", "coord"),
    "technicien": ("technicienne", "tech", "techn"),
    "pilote": ("piloteur",),
    "logistique": ("logisticien", "logisticienne", "log"),
    "qualite": ("qualiticien", "qualiticienne", "qual"),
}
_AROUND_NAME = r"(?:cqpm|cqp|certification|referentiel|fiche|titre|diplome|metier|du|le|la|pour le|pour la|en)"
_COMPETENCE_NUMBER = re.compile(
    r"\b(?:competences?|comp|capacites?|cap)\b\.? ?(?:numeros?|no|n°"
    r"|num)?\.? ?(?P<list>c?\d{1,2}(?:(?: ?, ?| et | ou | a la | a |-)(?:la |competence )?c?\d{1,2}\b)*)"
    r"|\bc ?(?P<code>\d{1,2})\b(?! ?s\b)"
)
_ORDINAL_COMPETENCE = re.compile(
    r"\b(?P<rank>premiere|seconde|\d{1,2}(?:e|re|eme|ere|ieme)|[a-z]+ieme|derniere) (?:des )?(?:competences?"
    r"|capacites?)\b"
)
_BLOCK_NUMBER = re.compile(
    r"^\W*(?:et |ah,? |bon,? |alors )*le (?P<bare>\d)\b(?: (?:alors|aussi|stp|svp))?\W*$|"
    r"\bbloc (?:de competences? )?(?:numero |no |n° ?|num )?(?P<number>\d{1,2}|un|deux|trois|quatre)\b"
    r"|\b(?P<rank>premier|deuxieme|second|troisieme|quatrieme|dernier|\d(?:er|e|eme)) bloc\b"
)


@dataclass(frozen=True)
class Names:
    """What is named; ``certifications`` likeliest first, ``alternatives`` set aside (other versions)."""

    certifications: tuple[str, ...]
    alternatives: tuple[str, ...] = ()


def named_certifications(folded: str, catalogue: Catalogue) -> Names:
    """The certifications that a folded question names by code, acronym, title words or id; versions told apart where it says which."""
    by_code = [known.id for known in catalogue.known.values() if any(_has_code(folded, code) for code in known.codes)]
    if by_code:
        return Names(tuple(catalogue.newest_first(by_code)))
    scored = {known.id: _name_weight(folded, known, catalogue) for known in catalogue.known.values()}
    named = [i for i, weight in scored.items() if weight >= _NAMED]
    if not named:
        return _only_version_named(folded, catalogue)
    return _choose_versions(folded, named, catalogue)


def _has_code(folded: str, code: str) -> bool:
    return re.search(rf"\b{re.escape(code)}\b", re.sub(r"\bbdc ?[-:]? ?(?=\d)", "bdc", folded)) is not None


def _name_weight(folded: str, known: Known, catalogue: Catalogue) -> float:
    """The role (« technicien ») and the acronym (« QSE ») name it alone; other title words do when said beside « CQPM » or together."""
    words = re.findall(r"[a-z0-9]+", folded)
    if known.id in folded or any(acronym in words for acronym in (*known.acronyms, *catalogue.initials(known.id))):
        return _NAMED
    spelled = any(re.search(r"[ ,/&-]*".join(acronym) + r"\b", folded) for acronym in known.acronyms if len(acronym) > 2)
    role = known.words[0] if known.words else ""
    weight = _NAMED if spelled or (role and _said(role, words) and catalogue.is_distinctive(role)) else 0.0
    for word in known.words[1:] if not weight else ():
        if not _said(word, words):
            continue
        beside = re.search(rf"\b{_AROUND_NAME} (?:\w+ ){{0,2}}?{word}\b|\b{word} de production\b", folded)
        strong = re.search(rf"\b(?:cqpm|cqp|certification|referentiel|fiche|metier|titre|diplome) (?:\w+ ){{0,3}}?{word}\b", folded)
        alone = catalogue.names_alone(word, known.id) and not re.search(
            rf"\b(?:agents?|services?|flux|responsable|fonctions?) {word}", folded
        )
        weight += 1.0 if alone or (strong and _owns(word, known, catalogue)) else 0.6 if beside and catalogue.is_distinctive(word) else 0.25
    if role and not weight and _said(role, words):
        weight = _NAMED
    if len(known.words) >= 4 and sum(_said(word, words) for word in known.words) / len(known.words) >= _MOST_WORDS:
        weight = _NAMED
    return weight


def _owns(word: str, known: Known, catalogue: Catalogue) -> bool:
    """« CQPM qualité » names the certification whose name has little else: of two, the one with the shorter name."""
    owners = [k for k in catalogue.known.values() if word in k.words]
    shortest = min(len(k.words) for k in owners)
    return len(known.words) == shortest


def _said(word: str, words: Sequence[str]) -> bool:
    variants = (word, *_ROLES.get(word, ()))
    return any(w in variants or (len(w) >= 5 and len(word) >= 5 and fuzz.ratio(w, word) >= _TYPO) for w in words)


def _only_version_named(folded: str, catalogue: Catalogue) -> Names:
    """« dans la fiche RNCP » names the only registry sheet in store."""
    labelled = any(catalogue.known[i].has_label_said(folded) for i in catalogue.versioned())
    if (asked_version(folded) or _both_versions(folded) or labelled) and catalogue.versioned():
        return _choose_versions(folded, catalogue.versioned(), catalogue)
    sheets = [k.id for k in catalogue.known.values() if k.certification.kind == Kind.RNCP]
    if len(sheets) == 1 and re.search(r"\brncp\b|\bfiche (?:rncp|nationale)|\brepertoire national", folded):
        return Names(tuple(sheets))
    return Names(())


def _choose_versions(folded: str, named: list[str], catalogue: Catalogue) -> Names:
    """Among versions of one title keep what the question says: the sheet, the old, the new, both; by default the newest CQPM."""
    chosen: list[str] = []
    aside: list[str] = []
    seen: set[str] = set()
    for certification_id in catalogue.newest_first(named):
        if certification_id in seen:
            continue
        group = [i for i in catalogue.newest_first(catalogue.versions_of(certification_id)) if i in named]
        seen.update(group)
        sheets = [i for i in group if catalogue[i].kind == Kind.RNCP]
        others = [i for i in group if i not in sheets]
        version = asked_version(folded)
        labelled = [i for i in others if catalogue.known[i].has_label_said(folded)]
        if sheets and re.search(r"\brncp\b|\b(?:fiche|repertoire) national|\b28242\b", folded):
            keep = sheets if not re.search(r"\bcompar|\bdifference|\bentre\b|\bet (?:le|la|dans)\b", folded) else sheets + others[:1]
        elif len(others) > 1 and _both_versions(folded):
            keep = others
        elif labelled:
            keep = labelled
        elif version == "old" and others:
            keep = others[-1:]
        else:
            keep = others[:1] or group[:1]
        chosen += keep
        aside += [i for i in group if i not in keep]
    return Names(tuple(chosen), tuple(aside))


def _both_versions(folded: str) -> bool:
    return (asked_version(folded) is None and names_both_versions(folded)) or bool(_TWO_VERSIONS.search(folded))


def named_blocks(folded: str, certifications: Sequence[Certification], *, by_title: bool = False) -> tuple[BlockRef, ...]:
    """Blocks named by code, by number (« bloc 2 », « dernier bloc ») or by their title, for which a part of it is enough where
    the question says « bloc » or ``by_title`` asks for one."""
    found: list[BlockRef] = []
    for certification in certifications:
        for match in _BLOCK_NUMBER.finditer(folded):
            wanted = match.group("number") or match.group("rank") or match.group("bare")
            count = len(certification.blocks)
            rank = count if wanted.startswith("dernier") else (number(wanted) or ordinal(wanted) or 0)
            found.append(BlockRef(certification.id, rank))
        found += [BlockRef(certification.id, block.number) for block in certification.blocks if _names_block(folded, block)]
        if not found and (by_title or re.search(r"\bbloc\b", folded)):
            found += _block_by_title(folded, certification)
    return tuple(dict.fromkeys(found))


def _block_by_title(folded: str, certification: Certification) -> list[BlockRef]:
    """« le bloc sur l'audit »: the block whose title holds most of what is said of it."""
    titles = {block.number: name_words(block.title) for block in certification.blocks if block.title}
    said = re.findall(r"[a-z0-9]+", folded)
    distinct = frozenset(tuple(words) for words in titles.values())
    scored = {number: _weighted_share(words, said, distinct) for number, words in titles.items() if words}
    best = max(scored.values(), default=0.0)
    return [BlockRef(certification.id, number) for number, share in scored.items() if share == best and best >= _BLOCK_SAID]


def _names_block(folded: str, block: Block) -> bool:
    return bool((block.code and _has_code(folded, plain(block.code))) or (block.title and title_share(folded, block.title) >= 0.99))


def numbered_competences(folded: str) -> tuple[int, ...]:
    """The competence numbers that a question gives: « compétence 8 », « comp. 2 et 3 », « C4 », « la troisième compétence » (-1: last)."""
    found: list[int] = []
    for match in _COMPETENCE_NUMBER.finditer(folded):
        if match.group("code"):
            found.append(int(match.group("code")))
            continue
        numbers = [int(n) for n in re.findall(r"\d{1,2}", match.group("list"))]
        if len(numbers) == 2 and re.search(r"\d ?(?:a la|a|-) ?(?:la )?c?\d", match.group("list")) and numbers[0] < numbers[1]:
            numbers = list(range(numbers[0], numbers[1] + 1))
        found += numbers
    found += [int(n) for n in re.findall(r"\b(?:c'est quoi|et|sur|pour|de|que dit) la (\d{1,2})\b(?! ?(?:e|eme|re)\b)", folded)]
    found += [
        int(n)
        for n in re.findall(
            r"\bla (\d{1,2})(?:e|eme|re)?(?= ?[,:;?.!]| ?$| (?:du|de|des|en|alors|aussi|stp|svp|chez|cote|il|elle|pareil|idem)\b)", folded
        )
    ]
    found += [int(n) for n in re.findall(r"^\W*(?:et |ok |non,? )*(?:idem|pareil)(?: (?:pour|sur|avec))?(?: la)? (\d{1,2})\W*$", folded)]
    for match in _ORDINAL_COMPETENCE.finditer(folded):
        rank = -1 if match.group("rank") == "derniere" else ordinal(match.group("rank"))
        if rank:
            found.append(rank)
    return tuple(dict.fromkeys(found))


def titled_competences(folded: str, certifications: Sequence[Certification], *, certain: bool) -> tuple[CompetenceRef, ...]:
    """Competences that a question names by enough of their title; typos and derived words (« audit », « auditer ») count.

    A word weighs the less, the more titles of these certifications hold it: « réaliser » names nothing, « veille » does.

    Args:
        folded: the folded question, without the names of certifications.
        certifications: where to look.
        certain: the certification is known, so that a smaller share of the title is enough.
    """
    titles = {
        CompetenceRef(certification=certification.id, number=competence.number): name_words(competence.title)
        for certification in certifications
        for _, competence in certification.competences()
    }
    said = re.findall(r"[a-z0-9]+", folded)
    distinct = frozenset(tuple(words) for words in titles.values())
    scored = {ref: _weighted_share(words, said, distinct) for ref, words in titles.items() if words}
    for certification in certifications:
        for _, competence in certification.competences():
            if _begins_title(folded, plain(competence.title)):
                scored[CompetenceRef(certification=certification.id, number=competence.number)] = 1.0
    best = max(scored.values(), default=0.0)
    enough = _TITLE_SAID_HERE if certain else _TITLE_SAID
    return tuple(ref for ref, share in scored.items() if share >= enough and share >= best - 0.05)


def closest_title(said: str, certification: Certification) -> CompetenceRef | None:
    """« celle sur l'audit »: the one competence whose title holds most of some words; None where none does, or several do."""
    titles = {competence.number: name_words(competence.title) for _, competence in certification.competences()}
    spoken = [word for word in name_words(said) if any(_same_family(word, title) for title in titles.values())]
    scored = {number: sum(_same_family(word, title) for word in spoken) for number, title in titles.items()}
    best = max(scored.values(), default=0)
    found = [number for number, count in scored.items() if count == best]
    return CompetenceRef(certification=certification.id, number=found[0]) if best and len(found) == 1 else None


def _begins_title(folded: str, title: str) -> bool:
    """« identifier la situation initiale »: the first words of a title, said in a row, two content words at least."""
    words = title.split()
    for length in range(len(words), 1, -1):
        start = " ".join(words[:length])
        if len(name_words(start)) >= 2 and re.search(rf"\b{re.escape(start)}\b", folded):
            return True
    return False


@lru_cache(maxsize=4096)
def _weight(word: str, titles: frozenset[tuple[str, ...]]) -> float:
    """One over the number of titles that hold the word: of the referentials alone, hence the cache."""
    return 1 / max(1, sum(_same_family(word, title) for title in titles))


def _weighted_share(words: Sequence[str], said: Sequence[str], titles: frozenset[tuple[str, ...]]) -> float:
    weights = [_weight(word, titles) for word in words]
    found = sum(weight for word, weight in zip(words, weights, strict=True) if _same_family(word, said))
    return found / sum(weights)


def likeness(title: str, other: str) -> float:
    """The share (0..1) of content words that two titles have in common, derived words included, of the shorter one."""
    words, others = sorted((name_words(title), name_words(other)), key=len)
    return sum(_same_family(word, others) for word in words) / len(words) if words else 0.0


def title_share(folded: str, title: str) -> float:
    """The share (0..1) of a title's content words that a question contains, typos allowed; one-word titles count for nothing."""
    words = name_words(title)
    said = re.findall(r"[a-z0-9]+", folded)
    return sum(_same_family(word, said) for word in words) / len(words) if len(words) > 1 else 0.0


def _same_family(word: str, said: Sequence[str]) -> bool:
    stem = word[: max(5, len(word) - 3)]
    return any(
        other == word or (len(word) >= 6 and other.startswith(stem)) or (len(other) >= 5 and fuzz.ratio(other, word) >= _TYPO)
        for other in said
    )
