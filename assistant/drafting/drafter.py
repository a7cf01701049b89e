"""Drafting for one library: by grammar, or by the chat model of the settings, checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.drafting.composing import Request, compose
from assistant.drafting.items import Drafted, Kind
from assistant.library import Library

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_FOR_MODEL = (Kind.INTERVIEW, Kind.PROBE, Kind.CHOICE)
"""What a model may word. Grids and situations follow the criteria line by line; the choices and the key stay the referential's."""


class Drafter:
    """Drafts items; the model is made when it is first needed."""

    def __init__(self, library: Library, *, notice: Callable[[str], None] | None = None, model: BaseChatModel | None = None) -> None:
        self._library = library
        self._notice = notice
        self._model = model

    def draft(self, certification_id: str, request: Request) -> Drafted:
        """Exactly the items asked for.

        Raises:
            AcquisError: as :func:`assistant.drafting.composing.compose`; the certification is unknown; the model's settings are wrong.
        """
        certification = self._library.store.certification(certification_id)
        drafted = compose(certification, request)
        model = self._chat_model() if request.kind in _FOR_MODEL else None
        if model is None:
            return drafted
        from assistant.drafting.wording.reworking import reword

        return reword(model, certification, drafted, self._library.settings, self._notice)

    def _chat_model(self) -> BaseChatModel | None:
        if self._model is None:
            from assistant.chat_model import make_chat_model

            self._model = make_chat_model(self._library.settings)
        return self._model
