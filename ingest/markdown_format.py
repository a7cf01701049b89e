"""The project's Markdown format: how a referential is exported, corrected by hand, and written in the first place (fiches).

::

    ---
    format: acquis-1
    id: cqpm-exemple
    type: cqpm
    provenance: fiche
    version: 2024
    codes: {blocks: [BDC0001]}
    ---
    # Intitulé de la certification
    ## Fiche signalétique
    - {rncp_code} Code RNCP
      - 12345
    ## Bloc 1 [BDC0001] — Intitulé du bloc
    ### Connaissances associées
    - Les normes du secteur
    ### Compétence 1 (1) — Intitulé de la compétence
    #### Conditions de réalisation
    - Les consignes sont connues. <!-- p. 3, l. 41-42 -->
    #### Critères : méthodes utilisées
    - La méthode suit ces étapes :
      - {• }Observer
    ## § 1. Activités › 1.1. Mission
    - Un paragraphe.

One line per statement; items of its list are indented. ``{• }`` is the list mark as printed. The comment is the place in the original
document; a line without one stands for itself (its place is its line in this file). ``<!-- p. 3, corrigé à la main le 2026-11-21 -->``
marks words that are not the document's own (:mod:`ingest.correcting`). A backslash escapes what would be read as a sign.

What reads back equal is any certification that Acquis builds: texts, titles and labels that :func:`ingest.repair.repair` leaves as they
are (one line, no blank at either end), with at most soft breaks inside; criteria in the order of the families; codes without ``]``;
fact keys of ``a-z0-9_``; places in the certification's own document; ids given by :func:`ingest.structure.identify.with_ids`.
"""

from __future__ import annotations

import re

import yaml

from ingest.model import Bullet, Certification, Fact, Family, Part, Source, Statement
from ingest.structure.places import place

FORMAT = "acquis-1"
PART_HEADINGS: dict[str, str] = {
    Part.CONDITIONS: "Conditions de réalisation",
    Part.METHODS: "Critères : méthodes utilisées",
    Part.MEANS: "Critères : moyens utilisés",
    Part.RELATIONS: "Critères : liens professionnels / relationnels",
    Part.CONSTRAINTS: "Critères : contraintes liées au milieu et à l'environnement de travail",
    Part.RESULTS: "Résultats attendus",
    Part.KNOWLEDGE: "Connaissances associées",
}
FACTS_HEADING = "Fiche signalétique"
PATH_SEPARATOR = " › "
NO_PLACE = "sans repère"
BY_HAND = "corrigé à la main le"


def is_referential(text: str) -> bool:
    """Whether a Markdown text is in the project's own format, in this version of it or another."""
    return re.match(r"---[ \t]*\nformat:[ \t]*[\"']?acquis-\d+[\"']?[ \t]*\n", text) is not None


def to_markdown(certification: Certification) -> str:
    """Write a certification so that :func:`ingest.readers.referential.read_referential` reads an equal one back."""
    lines = [*_front_matter(certification), f"# {escape(certification.title)}", ""]
    if certification.facts:
        lines += [f"## {FACTS_HEADING}", *(line for fact in certification.facts for line in _fact(fact)), ""]
    for block in certification.blocks:
        code = f" [{block.code}]" if block.code else ""
        lines += [f"## Bloc {block.number}{code} — {escape(block.title)}{_place(block.source)}", ""]
        if block.knowledge:
            lines += [f"### {PART_HEADINGS[Part.KNOWLEDGE]}", *_statements(block.knowledge), ""]
        for competence in block.competences:
            code = f" [{competence.code}]" if competence.code else ""
            local = f" ({competence.local_number})" if competence.local_number is not None else ""
            lines += [f"### Compétence {competence.number}{code}{local} — {escape(competence.title)}{_place(competence.source)}", ""]
            for part in (Part.CONDITIONS, *Family, Part.RESULTS):
                if statements := competence.part(part):
                    lines += [f"#### {PART_HEADINGS[part]}", *_statements(statements), ""]
    for section in certification.sections:
        titles = [escape(title).replace("›", r"\›") for title in section.path]
        lines += [f"## § {PATH_SEPARATOR.join(titles)}" if titles else "## §", *_statements(section.paragraphs), ""]
    return "\n".join(lines).rstrip() + "\n"


def _front_matter(certification: Certification) -> list[str]:
    document = certification.document
    fields: dict[str, object] = {
        "format": FORMAT,
        "id": certification.id,
        "type": str(certification.kind),
        "provenance": str(certification.provenance),
    }
    if certification.label is not None:
        fields["version"] = certification.label
    fields["document"] = {"nom": document.name, "format": document.format, "sha256": document.sha256, "pages": document.pages}
    if certification.codes:
        fields["codes"] = {name: list(values) for name, values in certification.codes.items()}
    return ["---", yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000).rstrip(), "---", ""]


def _fact(fact: Fact) -> list[str]:
    return [f"- {{{fact.key}}} {escape(fact.label)}{_place(fact.source)}", *(f"  - {escape(value)}" for value in fact.values)]


def _statements(statements: tuple[Statement, ...]) -> list[str]:
    lines: list[str] = []
    for statement in statements:
        lines.append(f"- {_line(statement)}")
        lines += [f"  - {_line(item)}" for item in statement.items]
    return lines


def _line(item: Statement | Bullet) -> str:
    mark = "{" + re.sub(r"[\\}]", r"\\\g<0>", item.marker) + "}" if item.marker else ""
    return f"{mark}{escape(item.text)}{_place(item.source)}"


def _place(source: Source) -> str:
    parts = [place(source) or NO_PLACE, f"{BY_HAND} {source.corrected.isoformat()}" if source.corrected else ""]
    return f" <!-- {', '.join(part for part in parts if part)} -->"


def escape(text: str) -> str:
    """Protect what the format would take for a sign: backslashes, comments, a leading brace or blank, trailing blanks."""
    text = text.replace("\\", "\\\\").replace("<!--", r"<\!--").replace("\n", r"\n")
    if text[:1] in ("{", " "):
        text = "\\" + text
    return text[:-1] + "\\ " if text.endswith(" ") and text != "\\ " else text


def unescape(text: str) -> str:
    """Undo :func:`escape`."""
    return re.sub(r"\\(.)", lambda match: "\n" if match.group(1) == "n" else match.group(1), text)
