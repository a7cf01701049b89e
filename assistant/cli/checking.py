"""``check``: a candidate's dossier beside a certification, printed or written as a report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assistant.cli.output import clear_line, notice, print_json, progress
from assistant.dossier.bugs import without_words
from assistant.dossier.checking import Checker
from assistant.dossier.comparing import compare_with
from assistant.dossier.document import as_document
from assistant.dossier.masking import Masker
from assistant.dossier.reading import read_dossier
from assistant.dossier.reports.files import Report, check_suffix
from assistant.dossier.wording import headline
from assistant.french import NBSP
from assistant.library import Library


def check_command(arguments: Namespace) -> int:
    """Check one dossier; nothing of it is kept but the report that was asked for."""
    with without_words():
        return _check(arguments)


def _check(arguments: Namespace) -> int:
    output = Path(arguments.output) if arguments.output else None
    if output:
        check_suffix(output)
    report = _report(arguments)
    clear_line()
    if output:
        report.write(output)
    if arguments.json:
        print_json(report.document())
    elif output:
        notice(f"{headline(report.check)} Rapport{NBSP}: {output}.")
        notice(report.check.notes[-1])
    else:
        print(report.markdown(), end="")
    return 0


def _report(arguments: Namespace) -> Report:
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    checker = Checker(library)
    dossier = read_dossier(Path(arguments.dossier), progress)
    check = checker.check(arguments.id, dossier, progress=progress)
    comparison = compare_with(Path(arguments.compare), as_document(check)) if arguments.compare else None
    masked = bool(arguments.mask or arguments.mask_also)
    if masked:
        check = Masker(dossier, arguments.mask_also or ()).check(check)
    return Report(check, masked, comparison)
