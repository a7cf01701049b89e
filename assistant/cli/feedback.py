"""``feedback``: the opinions given on answers in the pages; shown, and written as evaluation cases to be finished by an adviser."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from assistant.cli.output import confirm, notice, print_json
from assistant.conversations import Conversations
from assistant.evaluation.opinions import Proposal, lines, propose
from assistant.french import NBSP, listing, plural, quoted
from assistant.library import Library
from ingest.atomic import write_atomically
from ingest.errors import AcquisError


def feedback_command(arguments: Namespace) -> int:
    """Show the cases that an export would write, or write them."""
    library = Library(arguments.home, notice=notice)
    proposals = propose(Conversations(arguments.home).rated(), library.shelf)
    return _list(proposals, arguments) if arguments.action == "list" else _export(proposals, arguments)


def _list(proposals: list[Proposal], arguments: Namespace) -> int:
    if arguments.json:
        from assistant.evaluation.cases import as_document

        found = [
            {"conversation": proposal.summary.id, "personal": list(proposal.personal), "case": as_document(proposal.case)}
            for proposal in proposals
        ]
        print_json({"cases": found})
    else:
        print(_told(proposals) or "Aucun avis n'est gardé.")
    return 0


def _export(proposals: list[Proposal], arguments: Namespace) -> int:
    """Asks on a terminal, once what will be written has been shown; nothing that seems to identify someone is written unasked."""
    from assistant.evaluation.cases import case_lines

    wanted = _wanted(proposals, arguments.only)
    left = [proposal for proposal in proposals if proposal not in wanted]
    notice(_told(wanted))
    written = confirm(f"Écrire ces questions et ces commentaires dans {arguments.output}{NBSP}?", yes=arguments.yes)
    if written:
        write_atomically(Path(arguments.output), case_lines(proposal.case for proposal in wanted))
    if arguments.json:
        ids = [[proposal.case.id for proposal in group] for group in (wanted if written else [], left)]
        print_json({"path": str(arguments.output) if written else None, "cases": ids[0], "left_out": ids[1]})
    else:
        notice(_done(wanted, left, arguments.output) if written else "Rien n'a été écrit.")
    return 0


def _wanted(proposals: list[Proposal], only: list[str] | None) -> list[Proposal]:
    """Those named, otherwise all but those that seem to identify someone.

    Raises:
        AcquisError: there is none, or an id names no case.
    """
    if not proposals:
        raise AcquisError("Aucun avis à exporter. Un avis se donne sous une réponse de l'assistant, dans l'interface web.")
    if only is None:
        if wanted := [proposal for proposal in proposals if not proposal.personal]:
            return wanted
        raise AcquisError(
            "Tous les cas semblent désigner quelqu'un : relisez-les (« acquis feedback list ») et nommez avec --only ceux à écrire."
        )
    if unknown := sorted(set(only) - {proposal.case.id for proposal in proposals}):
        known = f"«{NBSP}acquis feedback list{NBSP}» donne ceux qui existent"
        raise AcquisError(f"Aucun cas n'a l'identifiant {quoted(unknown[0])}{NBSP}: {known}.")
    return [proposal for proposal in proposals if proposal.case.id in only]


def _done(wanted: list[Proposal], left: list[Proposal], output: str) -> str:
    done = f"{plural(len(wanted), 'cas', 'cas')} dans {output}, à relire par un conseiller (eval_sets/README.md dit comment)."
    personal = [proposal for proposal in left if proposal.personal]
    if not personal:
        return done
    ids = " ".join(proposal.case.id for proposal in personal)
    return f"{done} Laissés de côté, parce qu'ils semblent désigner quelqu'un (--only les prend){NBSP}: {ids}"


def _told(proposals: Iterable[Proposal]) -> str:
    return "\n\n".join("\n  ".join([proposal.case.id, *lines(proposal.case), *_warning(proposal)]) for proposal in proposals)


def _warning(proposal: Proposal) -> list[str]:
    return [f"Attention{NBSP}: contient {listing(proposal.personal)}."] if proposal.personal else []
