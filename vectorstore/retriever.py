"""The index as a LangChain retriever."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from vectorstore.search import Filters, Hit, Index


class AcquisRetriever(BaseRetriever):
    """Passages as LangChain documents, best first. ``page_content`` is verbatim; ``metadata`` is flat and has no None."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    limit: int = 20
    filters: Filters | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        return [as_document(hit) for hit in self.index.search(query, limit=self.limit, filters=self.filters)]


def as_document(hit: Hit) -> Document:
    """A hit as a LangChain document: the passage's fields, its place (``page``, ``first_line``, ``last_line``…) and the scores."""
    passage = hit.passage
    first, last = passage.source.lines or (None, None)
    metadata = {
        "passage": passage.id,
        "certification": passage.certification,
        "kind": passage.kind,
        "block": passage.block,
        "competence": passage.competence,
        "part": passage.part,
        "document": passage.source.document,
        "page": passage.source.page,
        "first_line": first,
        "last_line": last,
        "score": hit.score,
        "lexical": hit.lexical,
        "dense": hit.dense,
        "coverage": hit.coverage,
    }
    known = {name: value for name, value in metadata.items() if value is not None}
    return Document(id=passage.id, page_content=passage.text, metadata=known)
