"""``paroles``: how many paroles each criterion has; a template to fill in, paroles added, drafted or removed."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.cli.output import clear_line, notice, print_json, progress
from assistant.french import NBSP, listing, plural
from assistant.library import Library
from assistant.paroles.adding import Refused, add_file
from assistant.paroles.book import Book, Count, open_book, remove
from assistant.paroles.drafting import Drafted, draft
from assistant.paroles.files import write_template
from ingest.model import FRENCH_PART

_LONGEST_LINE = 90


def paroles_command(arguments: Namespace) -> int:
    """Does what is asked, then shows the paroles as they stand; status 1 when a line was refused or the model stopped on the way."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    done, status = _act(library, arguments)
    book = open_book(library, arguments.id)
    if arguments.json:
        print_json({**_document(book), **done})
    elif not done:
        print("\n".join(_report(book)))
    return status


def _act(library: Library, arguments: Namespace) -> tuple[dict[str, Any], int]:
    """What was done, as JSON says it (nothing when only the list is wanted), and the exit status."""
    if arguments.template:
        places = open_book(library, arguments.id).places
        write_template(Path(arguments.template), places)
        notice(f"{arguments.template} est écrit ({plural(len(places), 'ligne')}). Complétez la dernière colonne (text), puis{NBSP}: "
               f"acquis paroles {arguments.id} --add {arguments.template}")  # fmt: skip
        return {"template": str(arguments.template)}, 0
    if arguments.add:
        added, refused = add_file(library, arguments.id, Path(arguments.add))
        _tell_added(added, refused)
        return {"done": {"added": added, "refused": [{"line": item.line, "reason": item.reason} for item in refused]}}, int(bool(refused))
    if arguments.remove:
        gone = remove(library, arguments.id, arguments.remove)
        notice(f"{plural(gone, 'parole retirée', 'paroles retirées')}.")
        return {"done": {"removed": gone}}, 0
    if arguments.draft:
        drafted = draft(library, arguments.id, lambda done, steps: progress("critères", done, steps))
        clear_line()
        _tell_drafted(drafted)
        return {"done": _drafted_document(drafted)}, int(bool(drafted.failure))
    return {}, 0


def _tell_added(added: int, refused: tuple[Refused, ...]) -> None:
    for item in refused:
        notice(item.sentence)
    more = f"{NBSP}; {plural(len(refused), 'refusée')}" if refused else ""
    notice(f"{plural(added, 'parole ajoutée', 'paroles ajoutées')}{more}.")


def _tell_drafted(drafted: Drafted) -> None:
    if not drafted.asked and not drafted.failure:
        notice(f"Chaque critère a déjà des paroles{NBSP}: rien n'est demandé au modèle de langage.")
        return
    if drafted.failure:
        notice(drafted.failure)
    for reason, count in drafted.refused.most_common():
        notice(f"{plural(count, 'proposition écartée', 'propositions écartées')}{NBSP}: {reason}.")
    kept = plural(drafted.stored, "parole gardée", "paroles gardées")
    notice(
        f"{kept} pour {plural(drafted.asked, 'critère')}, d'origine {drafted.origin}. Relisez-les{NBSP}; "
        f"--remove {drafted.origin} les retire."
    )


def _drafted_document(drafted: Drafted) -> dict[str, Any]:
    return {
        "origin": drafted.origin, "asked": drafted.asked, "added": drafted.stored,
        "refused": [{"reason": reason, "count": count} for reason, count in drafted.refused.most_common()],
        "failure": drafted.failure or None,
    }  # fmt: skip


def _document(book: Book) -> dict[str, Any]:
    return {
        "certification": book.certification,
        "shipped": len(book.shipped),
        "added": len(book.added),
        "origins": book.origins,
        "criteria": [_item(count) for count in book.counts],
        "without": [place.passage.id for place in book.without],
    }


def _item(count: Count) -> dict[str, Any]:
    place = count.place
    return {
        "id": place.passage.id, "competence": place.competence, "part": place.part, "about": place.about, "text": place.passage.text,
        "shipped": count.shipped, "added": count.added, "origins": count.origins,
    }  # fmt: skip


def _report(book: Book) -> Iterator[str]:
    yield f"{book.certification}{NBSP}: {plural(len(book.shipped), 'parole fournie', 'paroles fournies')}, {_added(book)}"
    for number, counts in groupby(book.counts, key=lambda count: count.place.competence):
        yield ""
        yield f"Compétence {number}"
        for count in counts:
            of_home = "".join(f" + {many} {origin}" for origin, many in count.origins.items())
            part = FRENCH_PART.get(count.place.part, "compétence")
            yield f"  {count.shipped:>4}{of_home}  {part.split(' ')[0]}{NBSP}: {_short(count.place.passage.text)}"
    without = Counter(place.competence for place in book.without)
    yield ""
    if without:
        yield f"Sans parole{NBSP}: {plural(len(book.without), 'critère')} sur {len(book.places)}. {how_to_add(book.certification)}"
    else:
        yield "Chaque critère a des paroles."


def _added(book: Book) -> str:
    origins = listing([f"{count} {origin}" for origin, count in book.origins.items()])
    return f"{plural(len(book.added), 'ajoutée')}{f' ({origins})' if origins else ''}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1].rstrip() + "…"


def how_to_add(certification: str) -> str:
    """What to run for a certification without paroles of its own."""
    run = f"acquis paroles {certification}"
    return (
        f"Pour en écrire{NBSP}: {run} --template paroles.csv, puis {run} --add paroles.csv{NBSP}; avec un modèle de langage réglé{NBSP}: "
        f"{run} --draft."
    )
