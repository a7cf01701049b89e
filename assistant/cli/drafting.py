"""``draft``: assessment items on competences, a block or a whole certification, printed or written to a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assistant.cli.output import notice, print_json
from assistant.drafting.composing import Request
from assistant.drafting.documents import as_document, read_document
from assistant.drafting.drafter import Drafter
from assistant.drafting.exports.files import export_file
from assistant.drafting.exports.markdown import to_markdown
from assistant.drafting.exports.sheets import covered
from assistant.drafting.items import Drafted, Kind
from assistant.drafting.review import only_kept
from assistant.drafting.units import Scope
from assistant.french import NBSP, plural
from assistant.library import Library
from ingest.errors import AcquisError


def draft_command(arguments: Namespace) -> int:
    """Draft, or take up a set that was reviewed; then print it, or write it and say what it covers."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    drafted = _reviewed(arguments, library) if arguments.reviewed else _drafted(arguments, library)
    if arguments.output:
        export_file(drafted, Path(arguments.output))
    if arguments.json:
        print_json(as_document(drafted))
    elif arguments.output:
        notice(f"{plural(len(drafted.items), 'élément')} dans {arguments.output}{NBSP}; {covered(drafted)}.")
        for note in drafted.notes:
            notice(note)
    else:
        print(to_markdown(drafted), end="")
    return 0


def _drafted(arguments: Namespace, library: Library) -> Drafted:
    request = Request(Kind(arguments.kind), tuple(arguments.competence or ()), tuple(arguments.block or ()), arguments.count)
    return Drafter(library, notice=notice).draft(arguments.id, request)


def _reviewed(arguments: Namespace, library: Library) -> Drafted:
    """Only what was accepted goes out again."""
    if arguments.competence or arguments.block or arguments.count:
        raise AcquisError("L'option --reviewed reprend une série relue : elle ne se combine pas avec --competence, --block et --count.")
    drafted = read_document(Path(arguments.reviewed))
    certification = library.store.certification(arguments.id)
    if drafted.certification != certification.id:
        raise AcquisError(
            f"Cette série a été rédigée pour {drafted.certification}, pas pour {certification.id} : donnez le bon identifiant."
        )
    numbers = {*drafted.coverage_competences()}
    chosen = tuple((block, competence) for block, competence in certification.competences() if competence.number in numbers)
    return only_kept(drafted, Scope(certification, chosen, drafted.scope))
