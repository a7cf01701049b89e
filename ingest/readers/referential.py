"""The project's Markdown format becomes a certification (the inverse of :mod:`ingest.markdown_format`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import yaml
from pydantic import ValidationError

from ingest.errors import DamagedDocument
from ingest.markdown_format import BY_HAND, FACTS_HEADING, FORMAT, NO_PLACE, PART_HEADINGS, PATH_SEPARATOR, unescape
from ingest.model import (
    Block,
    Bullet,
    Certification,
    Competence,
    Criterion,
    Document,
    Fact,
    Family,
    Kind,
    Part,
    Provenance,
    Section,
    Source,
    Statement,
)
from ingest.readers.plain import PlainFile
from ingest.structure.identify import with_ids

_PLACE = re.compile(
    rf"\s<!-- (?:{NO_PLACE}|(?:p\. (?P<page>\d+))?(?:, )?(?:l\. (?P<first>\d+)(?:-(?P<last>\d+))?)?)"
    rf"(?:, {BY_HAND} (?P<corrected>\d{{4}}-\d\d-\d\d))? -->$"
)
_BLOCK = re.compile(r"## Bloc (?P<number>\d+)(?: \[(?P<code>[^\]]+)\])? — ?(?P<title>.*)$")
_COMPETENCE = re.compile(r"### Compétence (?P<number>\d+)(?: \[(?P<code>[^\]]+)\])?(?: \((?P<local>\d+)\))? — ?(?P<title>.*)$")
_SECTION = re.compile(r"## §(?: (?P<path>.*))?$")
_ITEM = re.compile(r"(?P<indent>[ \t]*)-(?: (?P<body>.*))?$")
_MARK = re.compile(r"\{(?P<mark>(?:\\.|[^}\\])*)\}")
_FACT = re.compile(r"\{(?P<key>[a-z0-9_]+)\} (?P<label>.*)$")


@dataclass
class _Entry:
    """A list item that still grows; ``key`` is set for a field of the registry sheet, whose items are its values."""

    text: str
    source: Source
    marker: str = ""
    key: str = ""
    items: list[Bullet] = field(default_factory=list)

    def statement(self) -> Statement:
        return Statement(text=self.text, marker=self.marker, items=tuple(self.items), source=self.source)

    def fact(self) -> Fact:
        return Fact(key=self.key, label=self.text, values=tuple(item.text for item in self.items), source=self.source)


@dataclass
class _Competence:
    heading: re.Match[str]
    source: Source
    parts: dict[Part, list[_Entry]] = field(default_factory=dict)


@dataclass
class _Block:
    heading: re.Match[str]
    source: Source
    knowledge: list[_Entry] = field(default_factory=list)
    competences: list[_Competence] = field(default_factory=list)


@dataclass
class _Open:
    """What is being read: growing lists, closed into the model at the end; ``target`` is the list under the last heading."""

    fields: dict[str, object]
    document: Document
    file: str
    title: str = ""
    numbers: set[str] = field(default_factory=set)
    blocks: list[_Block] = field(default_factory=list)
    sections: list[tuple[tuple[str, ...], list[_Entry]]] = field(default_factory=list)
    facts: list[_Entry] = field(default_factory=list)
    target: list[_Entry] | None = None


def read_referential(file: PlainFile, default_id: str) -> Certification:
    """Read a referential in the project's format; ``default_id`` serves when the file names none.

    Raises:
        DamagedDocument: a line is not of the format; the message names it.
    """
    lines = file.text.split("\n")
    fields, start = _front_matter(lines, file.name)
    reading = _open(fields, file)
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.strip():
            _read_line(reading, line, number)
    if not reading.title:
        raise _damaged(file.name, start + 1, "le titre « # Intitulé de la certification » manque")
    return with_ids(_close(reading, default_id))


def _front_matter(lines: list[str], name: str) -> tuple[dict[str, object], int]:
    end = next((index for index, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), 0)
    try:
        fields = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _damaged(name, 2 + mark.line if mark else 1, "l'en-tête entre deux lignes « --- » n'est pas lisible") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise _damaged(name, 1, f"l'en-tête entre deux lignes « --- » doit contenir « format: {FORMAT} »")
    return fields, end + 1


def _open(fields: dict[str, object], file: PlainFile) -> _Open:
    codes, given = fields.get("codes") or {}, fields.get("document") or {}
    if not isinstance(codes, dict) or not all(isinstance(values, list) for values in codes.values()):
        example = "« codes » s'écrit avec une liste par sorte de code, par exemple {blocks: [BDC0001]}"
        raise _damaged(file.name, _line_of(file, "codes"), example)
    for name, allowed in (("type", Kind), ("provenance", Provenance)):
        if name in fields and fields[name] not in list(allowed):
            raise _damaged(file.name, _line_of(file, name), f"« {name} » vaut {' ou '.join(allowed)}")
    original = {"name": file.name, "format": "md", "sha256": file.sha256}
    if isinstance(given, dict):
        original |= {name: str(given[key]) for name, key in (("name", "nom"), ("format", "format"), ("sha256", "sha256")) if key in given}
    try:
        document = Document.model_validate({**original, "pages": given.get("pages") if isinstance(given, dict) else None})
    except ValidationError as error:
        known = "« document » a des champs nom, format, sha256 et pages (un nombre)"
        raise _damaged(file.name, _line_of(file, "document"), known) from error
    return _Open(fields, document, file.name)


def _line_of(file: PlainFile, name: str) -> int:
    """The line where a field of the front matter stands."""
    lines = file.text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{name}:")), 1)


def _read_line(reading: _Open, line: str, number: int) -> None:
    text, source = _place(reading, line, number)
    if item := _ITEM.match(text):
        _read_item(reading, item, source, number)
    elif text.startswith("# "):
        if reading.title:
            raise _damaged(reading.file, number, "un seul titre commence par « # » ; les parties commencent par « ## »")
        reading.title = unescape(text[2:])
    elif text == f"## {FACTS_HEADING}":
        reading.target = reading.facts
    elif match := _BLOCK.match(text):
        _number_once(reading, f"le bloc {int(match['number'])}", number)
        reading.blocks.append(_Block(match, source))
        reading.target = None
    elif match := _COMPETENCE.match(text):
        _number_once(reading, f"la compétence {int(match['number'])}", number)
        if not reading.blocks:
            raise _damaged(reading.file, number, "une compétence se place sous un bloc « ## Bloc 1 — … »")
        reading.blocks[-1].competences.append(_Competence(match, source))
        reading.target = None
    elif match := _SECTION.match(text):
        titles = match["path"].split(PATH_SEPARATOR) if match["path"] else []
        reading.target = []
        reading.sections.append((tuple(unescape(title) for title in titles), reading.target))
    elif text.startswith(("### ", "#### ")):
        reading.target = _part(reading, text.lstrip("#").strip(), number)
    else:
        raise _damaged(reading.file, number, f"« {text[:40]} » n'est ni un titre ni un élément de liste du format")


def _number_once(reading: _Open, name: str, number: int) -> None:
    if name in reading.numbers:
        raise _damaged(reading.file, number, f"{name} est déjà plus haut")
    reading.numbers.add(name)


def _read_item(reading: _Open, item: re.Match[str], source: Source, number: int) -> None:
    body, nested = item["body"] or "", len(item["indent"].expandtabs(4)) >= 2
    if reading.target is None:
        raise _damaged(reading.file, number, "cet élément de liste n'est sous aucun titre de partie")
    if nested and not reading.target:
        raise _damaged(reading.file, number, "un élément en retrait suit une phrase d'introduction")
    if reading.target is reading.facts and not nested:
        match = _FACT.match(body)
        if match is None:
            raise _damaged(reading.file, number, "un champ s'écrit « - {cle} Libellé »")
        reading.facts.append(_Entry(unescape(match["label"]), source, key=match["key"]))
        return
    mark = _MARK.match(body)
    marker, text = (unescape(mark["mark"]), unescape(body[mark.end() :])) if mark else ("", unescape(body))
    if nested:
        reading.target[-1].items.append(Bullet(text=text, marker=marker, source=source))
    else:
        reading.target.append(_Entry(text, source, marker))


def _part(reading: _Open, heading: str, number: int) -> list[_Entry]:
    part = next((Part(part) for part, title in PART_HEADINGS.items() if title == heading), None)
    if part is None:
        raise _damaged(reading.file, number, f"« {heading} » n'est pas un titre de partie connu ({', '.join(PART_HEADINGS.values())})")
    if not reading.blocks or (part != Part.KNOWLEDGE and not reading.blocks[-1].competences):
        raise _damaged(reading.file, number, f"« {heading} » se place sous {'un bloc' if part == Part.KNOWLEDGE else 'une compétence'}")
    if part == Part.KNOWLEDGE:
        return reading.blocks[-1].knowledge
    return reading.blocks[-1].competences[-1].parts.setdefault(part, [])


def _place(reading: _Open, line: str, number: int) -> tuple[str, Source]:
    match = _PLACE.search(line.rstrip()) if line.rstrip().endswith("-->") else None
    text = line[: match.start()] if match else line
    if "<!--" in text:
        raise _damaged(reading.file, number, "un repère s'écrit à la fin de la ligne, par exemple <!-- p. 4, l. 12-13 -->")
    if match is None:
        return text, Source(document=reading.file, lines=(number, number))
    first, last, page = match["first"], match["last"], match["page"]
    lines = (int(first), int(last or first)) if first else None
    try:
        corrected = date.fromisoformat(match["corrected"]) if match["corrected"] else None
    except ValueError as error:
        raise _damaged(reading.file, number, f"« {match['corrected']} » n'est pas une date") from error
    return text, Source(document=reading.document.name, page=int(page) if page else None, lines=lines, corrected=corrected)


def _close(reading: _Open, default_id: str) -> Certification:
    fields = reading.fields
    codes = fields.get("codes")
    return Certification(
        id=str(fields.get("id", default_id)),
        title=reading.title,
        kind=Kind(str(fields.get("type", Kind.OTHER))),
        provenance=Provenance(str(fields.get("provenance", Provenance.OFFICIAL))),
        label=None if fields.get("version") is None else str(fields["version"]),
        codes={str(name): tuple(map(str, values)) for name, values in codes.items()} if isinstance(codes, dict) else {},
        blocks=tuple(_block(block) for block in reading.blocks),
        sections=tuple(Section(path=path, paragraphs=_statements(entries)) for path, entries in reading.sections),
        facts=tuple(entry.fact() for entry in reading.facts),
        document=reading.document,
    )


def _block(block: _Block) -> Block:
    return Block(
        number=int(block.heading["number"]),
        code=block.heading["code"],
        title=unescape(block.heading["title"]),
        knowledge=_statements(block.knowledge),
        competences=tuple(_competence(competence) for competence in block.competences),
        source=block.source,
    )


def _competence(competence: _Competence) -> Competence:
    heading, parts = competence.heading, competence.parts
    criteria = tuple(
        Criterion(**statement.model_dump(), family=family) for family in Family for statement in _statements(parts.get(Part(family), []))
    )
    return Competence(
        number=int(heading["number"]),
        code=heading["code"],
        local_number=int(heading["local"]) if heading["local"] else None,
        title=unescape(heading["title"]),
        conditions=_statements(parts.get(Part.CONDITIONS, [])),
        criteria=criteria,
        results=_statements(parts.get(Part.RESULTS, [])),
        source=competence.source,
    )


def _statements(entries: list[_Entry]) -> tuple[Statement, ...]:
    return tuple(entry.statement() for entry in entries)


def _damaged(name: str, line: int, reason: str) -> DamagedDocument:
    return DamagedDocument(f"Le référentiel {name} n'est pas lisible à la ligne {line} : {reason}. Corrigez cette ligne et recommencez.")
