"""``ingest``, ``list``, ``show``, ``export``, ``remove``: the referentials in store."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from assistant import documents
from assistant.cli import reports
from assistant.cli.output import clear_line, confirm, notice, print_json, progress
from assistant.french import NBSP, quoted
from assistant.library import Library
from ingest.atomic import write_atomically
from ingest.errors import AcquisError
from ingest.markdown_format import to_markdown
from ingest.model import Certification
from ingest.pipeline import DocumentReport, IngestOptions


def ingest_command(arguments: Namespace) -> int:
    """Status 1 when a document could not be read; the others are stored all the same."""
    options = IngestOptions(
        id=arguments.id, label=arguments.label, replaces=arguments.replaces, strict=arguments.strict, progress=progress
    )
    done = Library(arguments.home, notice=notice).ingest([Path(path) for path in arguments.paths], options)
    clear_line()
    for report in done:
        if report.error:
            notice(report.error)
    if arguments.json:
        print_json(documents.ingestion_document(done))
    else:
        print(reports.ingestion(done))
    for advice in filter(None, (_without_paroles(arguments.home, report) for report in done)):
        notice(advice)
    return 1 if any(report.error for report in done) else 0


def _without_paroles(home: Path, report: DocumentReport) -> str:
    """How to give paroles to a referential just read that has none; ``""`` when it has some or has no competence."""
    from assistant.cli.paroles import how_to_add
    from vectorstore.utterances import load_utterances

    certification = report.certification
    if not certification or not report.competences or report.status not in ("added", "updated") or load_utterances(certification, home):
        return ""
    return f"{certification} n'a pas encore de paroles (comment les gens disent ce que décrit un critère). {how_to_add(certification)}"


def list_command(arguments: Namespace) -> int:
    """The shelf, one line per referential."""
    certifications = _filled(arguments).store.certifications()
    if arguments.json:
        print_json(documents.list_document(certifications))
    else:
        print(reports.shelf(certifications))
    return 0


def show_command(arguments: Namespace) -> int:
    """One referential, whole or for one competence."""
    certification = _filled(arguments).store.certification(arguments.id)
    if arguments.json:
        print_json(documents.show_document(certification, arguments.competence))
        return 0
    if arguments.competence is not None:
        certification = documents.only_competence(certification, arguments.competence)
    print(reports.referential(certification))
    return 0


def export_command(arguments: Namespace) -> int:
    """Markdown reads back with ``ingest``; JSON is what ``show --json`` prints."""
    path = Path(arguments.output)
    write = _EXPORTS.get(path.suffix.lower())
    if write is None:
        raise AcquisError(f"Le format de {quoted(path.name)} n'est pas connu{NBSP}: donnez un fichier en {' ou en '.join(_EXPORTS)}.")
    certification = _filled(arguments).store.certification(arguments.id)
    write_atomically(path, write(certification))
    if arguments.json:
        print_json({"certification": certification.id, "path": str(path)})
    else:
        notice(f"{certification.id} est écrit dans {path}.")
    return 0


def remove_command(arguments: Namespace) -> int:
    """Asks on a terminal; the index follows."""
    library = Library(arguments.home, notice=notice)
    certification = library.store.certification(arguments.id)
    removed = confirm(f"Retirer {quoted(certification.title)} ({certification.id}) de la mémoire{NBSP}?", yes=arguments.yes)
    if removed:
        library.remove(certification.id)
    if arguments.json:
        print_json({"certification": certification.id, "removed": removed})
    else:
        notice(f"{certification.id} est retiré." if removed else "Rien n'a été retiré.")
    return 0


def _filled(arguments: Namespace) -> Library:
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    return library


def _as_json(certification: Certification) -> str:
    return json.dumps(documents.show_document(certification), ensure_ascii=False, indent=1) + "\n"


_EXPORTS: dict[str, Callable[[Certification], str]] = {".md": to_markdown, ".json": _as_json}
