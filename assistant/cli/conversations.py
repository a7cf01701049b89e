"""``conversations``: list, show, rename, export, delete what the pages have kept; ``ask`` keeps nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.cli import reports
from assistant.cli.output import confirm, notice, print_json
from assistant.conversations import Conversation, Conversations, Summary
from assistant.feedback import Feedback
from assistant.french import NBSP, long_date, plural, quoted, short_date
from assistant.library import Library
from ingest.atomic import write_bytes_atomically
from ingest.errors import AcquisError


def conversations_command(arguments: Namespace) -> int:
    """Do one of the five actions."""
    return _ACTIONS[arguments.action](Conversations(arguments.home), arguments)


def _list(store: Conversations, arguments: Namespace) -> int:
    found = store.summaries(arguments.search)
    if arguments.json:
        print_json({"conversations": [_summary(summary) for summary in found]})
    elif found:
        print("\n".join(_line(summary, datetime.now(UTC)) for summary in found))
    else:
        print("Aucune conversation ne contient ces mots." if arguments.search else "Aucune conversation n'est gardée.")
    return 0


def _show(store: Conversations, arguments: Namespace) -> int:
    conversation = store.load(arguments.id)
    if arguments.json:
        print_json(_summary(conversation.summary) | {"turns": _turns(conversation)})
    else:
        print(_told(conversation))
    return 0


def _rename(store: Conversations, arguments: Namespace) -> int:
    title = store.rename(arguments.id, arguments.title)
    if arguments.json:
        print_json({"id": arguments.id, "title": title})
    else:
        notice(f"La conversation {arguments.id} s'appelle maintenant {quoted(title)}.")
    return 0


def _export(store: Conversations, arguments: Namespace) -> int:
    path = Path(arguments.output)
    write = _FORMATS.get(path.suffix.lower())
    if write is None:
        raise AcquisError(f"Le format de {quoted(path.name)} n'est pas connu{NBSP}: donnez un fichier en {' ou en '.join(_FORMATS)}.")
    write_bytes_atomically(path, write(store.load(arguments.id), Library(arguments.home, notice=notice)))
    if arguments.json:
        print_json({"id": arguments.id, "path": str(path)})
    else:
        notice(f"La conversation {arguments.id} est écrite dans {path}.")
    return 0


def _delete(store: Conversations, arguments: Namespace) -> int:
    """Asks on a terminal."""
    summary = store.load(arguments.id).summary
    deleted = confirm(f"Effacer la conversation {quoted(summary.title)}{NBSP}?", yes=arguments.yes)
    if deleted:
        store.delete(summary.id)
    if arguments.json:
        print_json({"id": summary.id, "deleted": deleted})
    else:
        notice(f"La conversation {summary.id} est effacée." if deleted else "Rien n'a été effacé.")
    return 0


_ACTIONS: dict[str, Callable[[Conversations, Namespace], int]] = {
    "list": _list,
    "show": _show,
    "rename": _rename,
    "export": _export,
    "delete": _delete,
}


def _markdown(conversation: Conversation, library: Library) -> bytes:
    from assistant.exports.content import transcript
    from assistant.exports.markdown import to_markdown

    return to_markdown(transcript(conversation, library.shelf)).encode("utf-8", "replace")


def _word(conversation: Conversation, library: Library) -> bytes:
    from assistant.exports.content import transcript
    from assistant.exports.word import to_word

    return to_word(transcript(conversation, library.shelf))


_FORMATS: dict[str, Callable[[Conversation, Library], bytes]] = {".md": _markdown, ".docx": _word}


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "id": summary.id,
        "title": summary.title,
        "created": summary.created.isoformat(),
        "updated": summary.updated.isoformat(),
        "certification": summary.certification,
        "questions": summary.exchanges,
    }


def _turns(conversation: Conversation) -> list[dict[str, Any]]:
    return [
        {
            "question": exchange.question,
            "asked": exchange.asked.isoformat(),
            "answer": exchange.answer.model_dump(mode="json") if exchange.answer else None,
            "error": exchange.error or None,
            "feedback": _feedback(exchange.feedback),
        }
        for exchange in conversation.exchanges
    ]


def _feedback(feedback: Feedback | None) -> dict[str, Any] | None:
    if feedback is None:
        return None
    return {"useful": feedback.useful, "reason": feedback.reason, "comment": feedback.comment, "given": feedback.given.isoformat()}


def _line(summary: Summary, now: datetime) -> str:
    facts = [short_date(summary.updated, now), plural(summary.exchanges, "question")]
    about = f" — {summary.certification}" if summary.certification else ""
    return f"{summary.id}  {summary.title}\n  {', '.join(facts)}{about}"


def _told(conversation: Conversation) -> str:
    lines = [conversation.summary.title, long_date(conversation.summary.created)]
    for exchange in conversation.exchanges:
        answer = reports.answer(exchange.answer) if exchange.answer else exchange.error
        lines += ["", f"# {exchange.question}", "", answer]
    return "\n".join(lines)
