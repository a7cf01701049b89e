from __future__ import annotations

from pathlib import Path

from ingest.model import Passage
from ingest.settings import Settings
from vectorstore.index import build_index, open_index


def test_the_retriever_gives_flat_documents_in_the_order_of_the_search(tmp_path: Path, workshop_passages: list[Passage]) -> None:
    from vectorstore.retriever import AcquisRetriever
    from vectorstore.search import Filters

    build_index(tmp_path, workshop_passages, Settings(), utterances=lambda _: [])
    index = open_index(tmp_path, Settings())
    filters = Filters(certifications=frozenset({"boulanger"}))
    documents = AcquisRetriever(index=index, limit=4, filters=filters).invoke("la température du four")
    hits = index.search("la température du four", limit=4, filters=filters)
    assert [document.metadata["passage"] for document in documents] == [hit.passage.id for hit in hits]
    assert documents[0].page_content == hits[0].passage.text
    for document in documents:
        assert all(isinstance(value, str | int | float) for value in document.metadata.values())
        assert document.metadata["first_line"] == 1


def test_embeddings_serve_langchain(tmp_path: Path) -> None:
    from vectorstore.embeddings import load_embedder
    from vectorstore.langchain_embeddings import LangChainEmbeddings

    embedder = load_embedder(Settings())
    adapter = LangChainEmbeddings(embedder)
    assert adapter.embed_query("le four") == embedder.encode(["le four"])[0].tolist()
    assert len(adapter.embed_documents(["le four", "la taille"])) == 2
