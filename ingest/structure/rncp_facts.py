"""The fields of an RNCP sheet as facts; an empty field is a fact without values, never the label that follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Diagnostic, Fact, Level
from ingest.structure.places import where
from ingest.structure.rncp_access import AccessRows
from ingest.structure.rncp_blocks import capacity_parts
from ingest.structure.rncp_form import HEADINGS, Field, Line

_DATE = r"(?P<date>(?:\d{1,2}(?:er)?\s+\w+|\d{1,2}/\d{1,2}/)\s*\d{4})"
_FROM = re.compile(rf"(?P<label>(?:avec\s+)?effet\s+au)\s+{_DATE}", re.IGNORECASE)
_UNTIL = re.compile(rf"(?P<label>jusqu['’]au)\s+{_DATE}", re.IGNORECASE)
_AVERAGE = re.compile(r"en\s+moyenne\s+(\d[\d\s]*\d|\d)", re.IGNORECASE)
_ATTESTED = re.compile(r"(?:capacit|comp[ée]tence)\w*\s+attest", re.IGNORECASE)
_CODED_ACTIVITY = re.compile(r"^A\s?\d+\s?[-–:]")
_WORKPLACE = re.compile(r"\b(?:exerce\w*|secteurs?|entreprises?|industries?|[ée]tablissements?)\b", re.IGNORECASE)
_SENTENCE_WORDS = 6


def facts_of(fields: Sequence[Field], access: AccessRows) -> tuple[tuple[Fact, ...], list[Diagnostic]]:
    """All facts of a sheet, in the order of the form."""
    facts: list[Fact] = []
    diagnostics: list[Diagnostic] = []
    for found in fields:
        key = found.label.key
        if key == "summary":
            facts.append(_activities(found))
        elif key == "employment":
            facts += _sectors_and_jobs(found)
        elif key not in HEADINGS:
            facts.append(_fact(key, found, [] if found.merged else [line.text for line in found.lines]))
            diagnostics += _merged(found)
        if key == "legal_creation_order":
            facts += _dates(found)
            diagnostics += _truncated(found)
        elif key == "statistics":
            facts += [_fact("average_per_year", found, matches[:1])] if (matches := _AVERAGE.findall(_text(found))) else []
    rows, doubts = access.facts()
    return (*facts, *rows), [*diagnostics, *doubts]


def _fact(key: str, found: Field, values: Sequence[str], label: str = "") -> Fact:
    source = next((line.source for line in found.lines if values and values[0] in line.text), found.source)
    return Fact(key=key, label=label or found.printed.rstrip(" :"), values=tuple(values), source=source)


def _text(found: Field) -> str:
    return " ".join(line.text for line in found.lines)


def _activities(found: Field) -> Fact:
    """The list that precedes the capacities; the sheet may print it twice, the second time with codes."""
    items: list[Line] = []
    for line in found.lines:
        if _ATTESTED.search(line.text) or capacity_parts(line.text):
            break
        if line.marker:
            items.append(line)
    uncoded = [line.text for line in items if not _CODED_ACTIVITY.match(line.text)]
    return _fact("activities", found, uncoded or [line.text for line in items])


def _sectors_and_jobs(found: Field) -> list[Fact]:
    """One label covers both: sentences about places of work are sectors, the names in the list are jobs."""
    sectors = [line.text for line in found.lines if len(line.text.split()) >= _SENTENCE_WORDS and _WORKPLACE.search(line.text)]
    jobs = [line.text.rstrip(" ,;") for line in found.lines if line.text not in sectors]
    return [_fact("sectors", found, sectors), _fact("jobs", found, jobs)]


def _dates(found: Field) -> list[Fact]:
    text = _text(found)
    dates = [("registered_from", _FROM.search(text)), ("registered_until", _UNTIL.search(text))]
    return [_fact(key, found, [match.group("date")], match.group("label")) for key, match in dates if match]


def _merged(found: Field) -> list[Diagnostic]:
    """Two labels on one line, then a text: it may be the value of either."""
    if not (found.merged and found.lines):
        return []
    message = f"« {found.printed} » partage sa ligne avec un autre intitulé : de qui « {_text(found)[:60]} » est-il la valeur ?"
    return [Diagnostic(level=Level.WARNING, code="merged-header", message=message, where=where(found.source))]


def _truncated(found: Field) -> list[Diagnostic]:
    if not found.lines or not found.lines[0].text[:1].islower():
        return []
    message = f"« {found.printed} » : le début du texte manque dans le document (« {found.lines[0].text[:40]}… »)."
    return [Diagnostic(level=Level.WARNING, code="truncated-text", message=message, where=where(found.lines[0].source))]
