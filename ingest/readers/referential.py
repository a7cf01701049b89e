"""The project's Markdown format becomes a certification (the inverse of :mod:`ingest.markdown_format`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from pydantic import ValidationError

from ingest.errors import DamagedDocument
from ingest.markdown_format import FACTS_HEADING, FORMAT, NO_PLACE, PART_HEADINGS, unescape
from ingest.model import Block, Bullet, Certification, Competence, Criterion, Document, Fact, Family, Part, Section, Source, Statement
from ingest.readers.plain import PlainFile
from ingest.structure.identify import with_ids

_PLACE = re.compile(rf"\s<!-- (?:{NO_PLACE}|(?:p\. (?P<page>\d+))?(?:, )?(?:l\. (?P<first>\d+)(?:-(?P<last>\d+))?)?) -->$")
_BLOCK = re.compile(r"## Bloc (?P<number>\d+)(?: \[(?P<code>[^\]]+)\])? — ?(?P<title>.*)$")
_COMPETENCE = re.compile(r"### Compétence (?P<number>\d+)(?: \[(?P<code>[^\]]+)\])?(?: \((?P<local>\d+)\))? — ?(?P<title>.*)$")
_SECTION = re.compile(r"## §(?: (?P<path>.*))?$")
_ITEM = re.compile(r"(?P<indent> *)- (?P<body>.*)$")
_MARK = re.compile(r"\{(?P<mark>(?:\\.|[^}\\])*)\}")
_FACT = re.compile(r"\{(?P<key>[a-z0-9_]+)\} (?P<label>.*)$")


@dataclass
class _Open:
    """What is being read: growing lists, closed into the model at the end."""

    certification: dict[str, object]
    document: Document
    file: str
    original: str | None
    blocks: list[dict[str, object]] = field(default_factory=list)
    competences: list[list[dict[str, object]]] = field(default_factory=list)
    sections: list[tuple[tuple[str, ...], list[Statement]]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    target: list[Statement] | None = None
    in_facts: bool = False


def read_referential(file: PlainFile, default_id: str) -> Certification:
    """Read a referential in the project's format; ``default_id`` serves when the file names none.

    Raises:
        DamagedDocument: a line is not of the format; the message names it.
    """
    lines = file.text.splitlines()
    fields, start = _front_matter(lines, file.name)
    reading = _open(fields, file, default_id)
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.strip():
            _read_line(reading, line, number)
    try:
        return with_ids(_close(reading))
    except (ValidationError, ValueError) as error:
        raise _damaged(file.name, 1, "des champs sont incomplets ou mal écrits") from error


def _front_matter(lines: list[str], name: str) -> tuple[dict[str, object], int]:
    try:
        end = lines.index("---", 1)
        fields = yaml.safe_load("\n".join(lines[1:end]))
    except (ValueError, yaml.YAMLError) as error:
        raise _damaged(name, 1, "l'en-tête entre deux lignes « --- » n'est pas lisible") from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise _damaged(name, 1, f"l'en-tête doit contenir « format: {FORMAT} »")
    return fields, end + 1


def _open(fields: dict[str, object], file: PlainFile, default_id: str) -> _Open:
    given = fields.get("document")
    document = Document(name=file.name, format="md", sha256=file.sha256)
    original = None
    if isinstance(given, dict):
        original = str(given.get("nom", file.name))
        document = Document(
            name=original, format=str(given.get("format", "md")), sha256=str(given.get("sha256", "")), pages=given.get("pages")
        )
    codes = fields.get("codes")
    certification: dict[str, object] = {
        "id": str(fields.get("id", default_id)),
        "title": "",
        "kind": fields.get("type", "other"),
        "provenance": fields.get("provenance", "official"),
        "label": None if fields.get("version") is None else str(fields["version"]),
        "codes": {str(name): tuple(map(str, values)) for name, values in codes.items()} if isinstance(codes, dict) else {},
    }
    return _Open(certification, document, file.name, original)


def _read_line(reading: _Open, line: str, number: int) -> None:
    text, source = _place(reading, line.rstrip("\n"), number)
    if item := _ITEM.match(text):
        _read_item(reading, item, source, number)
    elif text.startswith("# "):
        reading.certification["title"] = unescape(text[2:])
    elif text == f"## {FACTS_HEADING}":
        reading.in_facts, reading.target = True, None
    elif match := _BLOCK.match(text):
        reading.in_facts, reading.target = False, None
        reading.blocks.append(
            {"number": int(match["number"]), "code": match["code"], "title": unescape(match["title"]), "source": source, "knowledge": []}
        )
        reading.competences.append([])
    elif match := _COMPETENCE.match(text):
        _open_competence(reading, match, source, number)
    elif match := _SECTION.match(text):
        reading.in_facts = False
        titles = re.split(r"(?<!\\) › ", match["path"] or "") if match["path"] else []
        reading.target = []
        reading.sections.append((tuple(unescape(title) for title in titles), reading.target))
    elif text.startswith(("### ", "#### ")):
        reading.target = _part(reading, text.lstrip("#").strip(), number)
    else:
        raise _damaged(reading.file, number, f"« {text[:40]} » n'est ni un titre ni un élément de liste du format")


def _read_item(reading: _Open, item: re.Match[str], source: Source, number: int) -> None:
    body, nested = item["body"], len(item["indent"]) >= 2
    if reading.in_facts:
        if nested and reading.facts:
            last = reading.facts[-1]
            reading.facts[-1] = last.model_copy(update={"values": (*last.values, unescape(body))})
        elif match := _FACT.match(body):
            reading.facts.append(Fact(key=match["key"], label=unescape(match["label"]), source=source))
        else:
            raise _damaged(reading.file, number, "un champ s'écrit « - {cle} Libellé »")
        return
    if reading.target is None:
        raise _damaged(reading.file, number, "cet élément de liste n'est sous aucun titre de partie")
    mark = _MARK.match(body)
    marker, text = (unescape(mark["mark"]), unescape(body[mark.end() :])) if mark else ("", unescape(body))
    if not nested:
        reading.target.append(Statement(text=text, marker=marker, source=source))
    elif reading.target:
        last_statement = reading.target[-1]
        bullet = Bullet(text=text, marker=marker, source=source)
        reading.target[-1] = last_statement.model_copy(update={"items": (*last_statement.items, bullet)})
    else:
        raise _damaged(reading.file, number, "un élément en retrait suit une phrase d'introduction")


def _open_competence(reading: _Open, match: re.Match[str], source: Source, number: int) -> None:
    if not reading.blocks:
        raise _damaged(reading.file, number, "une compétence se place sous un bloc « ## Bloc 1 — … »")
    reading.target = None
    local = match["local"]
    reading.competences[-1].append(
        {
            "number": int(match["number"]),
            "code": match["code"],
            "local_number": int(local) if local else None,
            "title": unescape(match["title"]),
            "source": source,
            "parts": {},
        }
    )


def _part(reading: _Open, heading: str, number: int) -> list[Statement]:
    part = next((part for part, title in PART_HEADINGS.items() if title == heading), None)
    if part is None or not reading.blocks:
        raise _damaged(reading.file, number, f"« {heading} » n'est pas un titre de partie connu ({', '.join(PART_HEADINGS.values())})")
    statements: list[Statement] = []
    if part == Part.KNOWLEDGE:
        reading.blocks[-1]["knowledge"] = statements
    elif not reading.competences[-1]:
        raise _damaged(reading.file, number, f"« {heading} » se place sous une compétence")
    else:
        parts = reading.competences[-1][-1]["parts"]
        assert isinstance(parts, dict)
        parts[part] = statements
    return statements


def _place(reading: _Open, line: str, number: int) -> tuple[str, Source]:
    match = _PLACE.search(line)
    if match is None:
        return line, Source(document=reading.file, lines=(number, number))
    first, last, page = match["first"], match["last"], match["page"]
    lines = (int(first), int(last or first)) if first else None
    source = Source(document=reading.original or reading.file, page=int(page) if page else None, lines=lines)
    return line[: match.start()], source


def _close(reading: _Open) -> Certification:
    blocks: list[Block] = []
    for fields, competences in zip(reading.blocks, reading.competences, strict=True):
        blocks.append(Block.model_validate({**fields, "competences": tuple(_competence(c) for c in competences)}))
    return Certification.model_validate(
        {
            **reading.certification,
            "blocks": tuple(blocks),
            "sections": tuple(Section(path=path, paragraphs=tuple(statements)) for path, statements in reading.sections),
            "facts": tuple(reading.facts),
            "document": reading.document,
        }
    )


def _competence(fields: dict[str, object]) -> Competence:
    parts = fields.pop("parts")
    assert isinstance(parts, dict)
    criteria = tuple(Criterion(**s.model_dump(), family=family) for family in Family for s in parts.get(family, ()))
    return Competence.model_validate(
        {**fields, "conditions": tuple(parts.get(Part.CONDITIONS, ())), "criteria": criteria, "results": tuple(parts.get(Part.RESULTS, ()))}
    )


def _damaged(name: str, line: int, reason: str) -> DamagedDocument:
    return DamagedDocument(f"Le référentiel {name} n'est pas lisible à la ligne {line} : {reason}. Corrigez cette ligne et recommencez.")
