"""Our embedders as LangChain sees them."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from vectorstore.embeddings import Embedder


class LangChainEmbeddings(Embeddings):
    """Any :class:`~vectorstore.embeddings.Embedder` behind LangChain's interface."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text."""
        vectors: list[list[float]] = self._embedder.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self.embed_documents([text])[0]
