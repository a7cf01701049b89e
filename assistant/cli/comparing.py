"""``compare``: two versions or two certifications, what was shown carried over, and terms across all referentials."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from assistant.cli.output import notice, print_json
from assistant.comparing.comparer import Comparer
from assistant.comparing.concordance import concordance
from assistant.comparing.documents import as_document, concordance_document
from assistant.comparing.exports.files import export_file
from assistant.comparing.exports.markdown import concordance_markdown, to_markdown
from assistant.comparing.exports.sheets import Report, in_brief
from assistant.comparing.impact import Impact, Proven, impact_of, read_shown, shown_by
from assistant.comparing.model import Comparison
from assistant.library import Library
from ingest.errors import AcquisError


def compare_command(arguments: Namespace) -> int:
    """Print the comparison, or write it and say what it counts; or where terms stand."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    if arguments.term:
        return _terms(arguments, library)
    if len(arguments.ids) != 2:
        raise AcquisError("Il faut deux référentiels : « acquis compare A B » ; « acquis list » donne les identifiants.")
    comparison = Comparer(library).compare(*arguments.ids)
    a, b = (library.store.certification(name) for name in arguments.ids)
    report = Report(comparison, a, b, _impact(comparison, arguments, library))
    if arguments.output:
        export_file(report, Path(arguments.output))
    if arguments.json:
        print_json(as_document(comparison, report.impact))
    elif arguments.output:
        notice(f"Comparaison dans {arguments.output}.")
        for line in in_brief(comparison):
            notice(line)
    else:
        print(to_markdown(report), end="")
    return 0


def _impact(comparison: Comparison, arguments: Namespace, library: Library) -> Impact | None:
    if arguments.shown and arguments.activity:
        raise AcquisError("Les options --shown et --activity disent toutes deux ce qui a été montré : donnez l'une ou l'autre.")
    shown: Mapping[str, Proven] | None = None
    if arguments.shown:
        shown = read_shown(Path(arguments.shown), comparison.a)
    elif arguments.activity:
        from assistant.mapping.mapper import Mapper

        shown = shown_by(Mapper(library).map_activity(comparison.a, arguments.activity))
    return impact_of(comparison, shown) if shown is not None else None


def _terms(arguments: Namespace, library: Library) -> int:
    if arguments.output or arguments.shown or arguments.activity:
        raise AcquisError("L'option --term cherche des termes : elle ne se combine pas avec -o, --shown et --activity.")
    for name in arguments.ids:
        library.store.certification(name)
    found = [concordance(term, library.shelf, arguments.ids) for term in arguments.term]
    if arguments.json:
        print_json(concordance_document(found))
    else:
        print(concordance_markdown(found), end="")
    return 0
