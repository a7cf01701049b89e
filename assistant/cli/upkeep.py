"""``index``, ``serve``, ``bench``, ``purge``: the search index, the web interface, measures, and what to erase."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from assistant.cli.output import confirm, notice, print_json
from assistant.french import NBSP, plural
from assistant.library import Library


def index_command(arguments: Namespace) -> int:
    """Build the search index anew."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    library.reindex(anew=True)
    passages = len(library.passages())
    if arguments.json:
        print_json({"passages": passages})
    else:
        notice(f"L'index de recherche est refait{NBSP}: {plural(passages, 'passage')}.")
    return 0


def serve_command(arguments: Namespace) -> int:
    """Open the web interface until it is stopped."""
    from assistant.ui.launch import serve

    return serve(arguments.home, arguments.port, address=arguments.address, host=arguments.host, base_path=arguments.base_path)


def bench_command(arguments: Namespace) -> int:
    """Measure and compare with the aims; a missed aim is shown, not an error."""
    from assistant.bench import measure, report

    results = measure(Path(arguments.folder) if arguments.folder else None, big=arguments.big, app=arguments.app, notice=notice)
    if arguments.json:
        print_json({"measures": [result.document() for result in results]})
    else:
        print(report(results))
    return 0


def purge_command(arguments: Namespace) -> int:
    """Erase everything personal; referentials stay."""
    from assistant.keeping import ERASED
    from assistant.privacy import purge

    done = confirm("Effacer les conversations, les dossiers, les paroles ajoutées et le journal ?", yes=arguments.yes)
    erased = purge(Library(arguments.home, notice=notice)) if done else []
    if arguments.json:
        print_json({"erased": erased})
    elif erased:
        notice(f"Effacé{NBSP}: {', '.join(ERASED[name] for name in erased)}.")
    else:
        notice("Il n'y avait rien de personnel à effacer." if done else "Rien n'a été effacé.")
    return 0
