"""``correct`` and ``label``: what was read of a document corrected by hand, one step back, the name of a version."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.cli.output import clear_line, confirm, notice, print_json, progress
from assistant.comparing.words import as_operations, differences, is_kept
from assistant.correcting.proposing import Proposal, correction, differs_from_document, going_back, keep, labelling, read_edited
from assistant.french import NBSP, plural, quoted
from assistant.library import Library
from ingest.changes import Change
from ingest.errors import AcquisError


def correct_command(arguments: Namespace) -> int:
    """Show the differences and keep them; without a file, show what hands changed since the document was read."""
    library = _filled(arguments)
    record = library.store.record(arguments.id)
    if arguments.undo and arguments.file:
        raise AcquisError("L'option --undo revient en arrière : elle ne se combine pas avec un fichier.")
    if not arguments.undo and not arguments.file:
        return _tell(arguments, differs_from_document(record), kept=False)
    proposal = going_back(record) if arguments.undo else correction(record, read_edited(Path(arguments.file), arguments.id))
    return _keep(arguments, library, proposal)


def label_command(arguments: Namespace) -> int:
    """Give a version another name; an empty one takes it away."""
    library = _filled(arguments)
    proposal = labelling(library.store.record(arguments.id), arguments.label)
    if proposal.after != proposal.before:
        keep(library, proposal, progress)
        clear_line()
    label = proposal.after.certification.label
    if arguments.json:
        print_json({"certification": arguments.id, "label": label})
    else:
        notice(f"{arguments.id} est la version {quoted(label)}." if label else f"{arguments.id} n'a pas de nom de version.")
    return 0


def _keep(arguments: Namespace, library: Library, proposal: Proposal) -> int:
    if not arguments.json:
        print(told(proposal.changes), end="")
    for doubt in proposal.new_doubts:
        notice(doubt.message)
    count = plural(len(proposal.changes), "différence")
    kept = bool(proposal.changes) and confirm(f"Enregistrer {count} dans {arguments.id}{NBSP}?", yes=arguments.yes)
    if kept:
        keep(library, proposal, progress)
        clear_line()
    return _tell(arguments, proposal.changes, kept=kept, shown=True)


def _tell(arguments: Namespace, changes: Sequence[Change], *, kept: bool, shown: bool = False) -> int:
    if arguments.json:
        print_json({"certification": arguments.id, "kept": kept, "changes": [_change(change) for change in changes]})
        return 0
    if not shown:
        print(told(changes), end="")
    if kept:
        notice(f"{arguments.id} est corrigé. Pour revenir en arrière{NBSP}: acquis correct {arguments.id} --undo")
    elif not changes:
        notice("Rien ne diffère de ce qui est enregistré." if shown else f"{arguments.id} n'a pas été corrigé à la main.")
    elif shown:
        notice("Rien n'a été enregistré.")
    return 0


def told(changes: Sequence[Change]) -> str:
    """Each place with its words: what leaves between « [− −] », what comes between « [+ +] »."""
    return "".join(line + "\n" for change in changes for line in _told(change))


def _told(change: Change) -> Iterator[str]:
    yield change.place[:1].upper() + change.place[1:]
    words = ""
    for span in differences(change.old, change.new):
        gone, come = (f"[{sign} {side.strip()} {sign}]" if side.strip() else "" for sign, side in (("−", span.old), ("+", span.new)))
        words += span.new if is_kept(span) else " ".join(filter(None, (gone, come))) + (" " if span.new[-1:].isspace() else "")
    yield from ("  " + line for line in words.split("\n"))


def _change(change: Change) -> dict[str, object]:
    diff = [list(operation) for operation in as_operations(differences(change.old, change.new))]
    return {"place": change.place, "old": change.old, "new": change.new, "diff": diff}


def _filled(arguments: Namespace) -> Library:
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    return library
