"""``map``: described activities to competences and criteria, one text or a batch."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.cli.batches import answer_batch, readable
from assistant.cli.output import notice, print_json
from assistant.french import NBSP
from assistant.library import Library
from assistant.mapping.document import as_document
from assistant.mapping.mapper import Mapper
from assistant.mapping.markdown import as_markdown
from assistant.mapping.model import Mapping
from assistant.mapping.opinions import with_opinions
from ingest.errors import AcquisError


class Request(BaseModel):
    """One line of a batch. Other keys are left aside."""

    certification: str | None = None
    activity: str = ""


def map_command(arguments: Namespace) -> int:
    """One mapping, or one line per line with status 1 when a line failed."""
    library = Library(arguments.home, notice=notice)
    library.ensure_content()
    mapper = Mapper(library)
    if arguments.batch is not None:

        def answer_one(fields: dict[str, Any], number: int) -> dict[str, Any]:
            return as_document(_reviewed(library, _map_line(mapper, fields, number, arguments.id)))

        return answer_batch(arguments.batch, answer_one, arguments.home)
    if not arguments.id:
        raise AcquisError(
            f"Il manque la certification{NBSP}: «{NBSP}acquis map ID TEXTE{NBSP}»{NBSP}; «{NBSP}acquis list{NBSP}» donne les ID."
        )
    mapping = _reviewed(library, mapper.map_activity(arguments.id, readable(_told(arguments.text))))
    if arguments.json:
        print_json(as_document(mapping))
    else:
        print(as_markdown(mapping))
    return 0


def _reviewed(library: Library, mapping: Mapping) -> Mapping:
    """With the opinions of the chat model, when one is configured."""
    from assistant.chat_model import make_chat_model

    model = make_chat_model(library.settings)
    return with_opinions(mapping, model, library.settings) if model is not None else mapping


def _told(text: str | None) -> str:
    return text if text not in (None, "-") and text is not None else sys.stdin.read()


def _map_line(mapper: Mapper, fields: dict[str, Any], number: int, default: str | None) -> Mapping:
    try:
        request = Request.model_validate(fields)
    except ValidationError:
        request = Request()
    certification = request.certification or default
    if not certification or not request.activity.strip():
        raise AcquisError(
            f"La ligne {number} n'est pas une activité lisible{NBSP}: "
            'écrivez {"id": …, "certification": …, "activity": …}, en JSON et en UTF-8, sur une seule ligne.'
        )
    return mapper.map_activity(certification, readable(request.activity))
